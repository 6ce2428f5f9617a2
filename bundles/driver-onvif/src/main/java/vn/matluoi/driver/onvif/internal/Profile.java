package vn.matluoi.driver.onvif.internal;

import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.http.XmlElement;

/**
 * A media profile: one way a video source is encoded. Read alike from Media 1, where configurations stand in the profile, and
 * from Media 2, where they stand within {@code Configurations}.
 *
 * @param token its handle
 * @param media2 whether Media 2 told it, and gives its addresses
 * @param source token of the video source; empty if it shows none
 * @param sourceConfiguration token of the video source's configuration, which events name
 * @param encoder token of its encoder; empty if it has none
 * @param ptz its PTZ configuration
 */
record Profile(
        String token,
        String name,
        boolean media2,
        Optional<String> source,
        Optional<String> sourceConfiguration,
        Optional<String> encoder,
        String codec,
        int width,
        int height,
        double frameRate,
        int bitrateKbps,
        boolean audio,
        Optional<XmlElement> ptz) {

    private static final int LONGEST_TOKEN = 64;

    /** @return empty if it has no token that can be sent back */
    static Optional<Profile> read(XmlElement profile, boolean media2) {
        var token = token(profile);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        var parts = media2 ? profile.child("Configurations") : Optional.of(profile);
        var source = part(parts, media2, "VideoSource");
        var video = part(parts, media2, "VideoEncoder");
        return Optional.of(new Profile(
                token.get(),
                Clean.text(source.flatMap(s -> s.text("Name"))
                        .or(() -> profile.text("Name"))
                        .orElse("")),
                media2,
                source.flatMap(s -> s.text("SourceToken")).filter(Profile::usable),
                source.flatMap(Profile::token),
                video.flatMap(v -> token(v).or(() -> token)),
                codec(video.flatMap(v -> v.text("Encoding")).orElse("")),
                number(video, "Resolution", "Width"),
                number(video, "Resolution", "Height"),
                number(video, "RateControl", "FrameRateLimit"),
                number(video, "RateControl", "BitrateLimit"),
                part(parts, media2, "AudioEncoder").isPresent(),
                part(parts, media2, "PTZ")));
    }

    private static Optional<XmlElement> part(Optional<XmlElement> parts, boolean media2, String name) {
        return parts.flatMap(p -> p.child(media2 ? name : name + "Configuration"));
    }

    static Optional<String> token(XmlElement element) {
        return Optional.ofNullable(element.attributes().get("token"))
                .map(String::strip)
                .filter(Profile::usable);
    }

    static boolean usable(String token) {
        return !token.isBlank()
                && token.length() <= LONGEST_TOKEN
                && Clean.text(token).equals(token);
    }

    boolean isVideo() {
        return encoder.isPresent();
    }

    long size() {
        return (long) width * height;
    }

    /** {@code JPEG} is the specification's word for motion JPEG. */
    private static String codec(String raw) {
        var bare = raw.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return switch (bare) {
            case "JPEG", "MJPEG" -> "MJPEG";
            case "H264", "H265", "MPEG4" -> bare;
            case "HEVC" -> "H265";
            default -> Clean.word(raw);
        };
    }

    private static int number(Optional<XmlElement> video, String part, String name) {
        return video.flatMap(v -> v.text(part, name))
                .map(n -> n.replaceFirst("\\.\\d*$", ""))
                .filter(n -> n.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }
}
