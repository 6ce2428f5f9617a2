package vn.matluoi.driver.rtsp.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException.Garbled;

/**
 * What a device says of a stream (RFC 4566, RFC 2326 appendix C), as far as it can be told to people. Forgiving: what
 * cannot be read is unknown, as long as it is a description at all.
 *
 * @param name session name; may be empty
 * @param tool what made the description, as the device says; may be empty
 * @param video the first moving picture in it
 * @param audio whether it has sound
 */
record Description(String name, String tool, Optional<Video> video, boolean audio) {

    private static final int MOST_LINES = 1_000;
    private static final Pattern RATE = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?");
    private static final Pattern SIZE = Pattern.compile("(?:\\d{1,3} )?(\\d{1,5})[,-](\\d{1,5})");

    /**
     * @param codec {@code H264, H265, MJPEG, MPEG4}, else the device's own word
     * @param width 0 if unknown, as the three after it
     */
    record Video(String codec, int width, int height, double frameRate, int bitrateKbps) {}

    static Description parse(byte[] body) throws Garbled {
        var lines = AnswerReader.text(body).split("\r\n|\n|\r", MOST_LINES + 1);
        if (lines.length > MOST_LINES || !lines[0].replace("\ufeff", "").strip().startsWith("v=0")) {
            throw Words.noDescription();
        }
        var media = new ArrayList<List<String>>();
        var head = new ArrayList<String>();
        var section = head;
        for (var line : lines) {
            if (line.startsWith("m=")) {
                section = new ArrayList<>();
                media.add(section);
            }
            section.add(line.strip());
        }
        var video = media.stream().filter(m -> m.get(0).startsWith("m=video ")).findFirst();
        return new Description(
                value(head, "s=").map(Words::clean).orElse(""),
                value(head, "a=tool:").map(Words::clean).orElse(""),
                video.map(Description::video),
                media.stream().anyMatch(m -> m.get(0).startsWith("m=audio ")));
    }

    private static Optional<String> value(List<String> section, String prefix) {
        return section.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static Video video(List<String> section) {
        var words = section.get(0).split(" +");
        var type = words.length > 3 ? words[3] : "";
        var codec = codec(value(section, "a=rtpmap:" + type + " ").orElse(type.equals("26") ? "JPEG" : ""));
        var picture = ParameterSets.picture(
                codec, value(section, "a=fmtp:" + type + " ").orElse(""));
        var told = value(section, "a=x-dimensions:")
                .or(() -> value(section, "a=framesize:"))
                .map(SIZE::matcher)
                .filter(m -> m.matches());
        var rate = value(section, "a=framerate:")
                .or(() -> value(section, "a=x-framerate:"))
                .filter(text -> RATE.matcher(text).matches())
                .map(Double::parseDouble)
                .filter(each -> each > 0);
        return new Video(
                codec,
                picture.map(ParameterSets.Picture::width)
                        .or(() -> told.map(m -> Integer.parseInt(m.group(1))))
                        .orElse(0),
                picture.map(ParameterSets.Picture::height)
                        .or(() -> told.map(m -> Integer.parseInt(m.group(2))))
                        .orElse(0),
                rate.or(() -> picture.map(ParameterSets.Picture::frameRate)).orElse(0.0),
                value(section, "b=AS:")
                        .filter(text -> text.matches("\\d{1,7}"))
                        .map(Integer::parseInt)
                        .orElse(0));
    }

    private static String codec(String map) {
        var name = map.split("/", 2)[0].strip();
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "H264", "H265" -> name.toUpperCase(Locale.ROOT);
            case "HEVC" -> "H265";
            case "JPEG" -> "MJPEG";
            case "MP4V-ES" -> "MPEG4";
            default -> Words.clean(name);
        };
    }
}
