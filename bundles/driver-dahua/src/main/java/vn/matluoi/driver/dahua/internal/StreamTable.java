package vn.matluoi.driver.dahua.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import vn.matluoi.api.driver.ChannelFacet.Streams.StreamInfo;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamKind;

/**
 * What streams a device says it has: {@code table.Encode[3].MainFormat[0].Video.FPS=25}. A main stream has three
 * formats: regular, on motion, on alarm; what it may fall to counts, so the smallest is told. Sub streams are
 * {@code ExtraFormat[0]} and {@code [1]}. Recorders list the channels a camera is bound to.
 *
 * @param channels by index
 */
record StreamTable(Map<Integer, KeyValues> channels) {

    static final String PATH = Cgi.config("Encode");

    /** {@code MainFormat[3]} is that of pictures. */
    private static final int MAIN_FORMATS = 3;

    /** What is not told is not small. */
    private static final Comparator<StreamInfo> SMALLEST = Comparator.<StreamInfo>comparingDouble(
                    s -> told((double) s.width() * s.height()))
            .thenComparingDouble(s -> told(s.frameRate()))
            .thenComparingDouble(s -> told(s.bitrateKbps()));

    static StreamTable read(Cgi cgi) throws DeviceException {
        return new StreamTable(cgi.find(PATH, "table.Encode")
                .map(v -> (Map<Integer, KeyValues>) v.rows("table.Encode"))
                .orElse(Map.of()));
    }

    List<StreamInfo> of(Layout.Slot slot) {
        var channel = Optional.ofNullable(channels.get(slot.index()));
        var found = new ArrayList<StreamInfo>();
        if (channel.isPresent()) {
            channel.get().rows("MainFormat").headMap(MAIN_FORMATS).values().stream()
                    .flatMap(f -> info(f, StreamKind.MAIN).stream())
                    .min(SMALLEST)
                    .ifPresent(found::add);
            var extra = channel.get().rows("ExtraFormat");
            sub(extra, 0, StreamKind.SUB).ifPresent(found::add);
            sub(extra, 1, StreamKind.THIRD).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private static Optional<StreamInfo> sub(SortedMap<Integer, KeyValues> extra, int number, StreamKind kind) {
        return Optional.ofNullable(extra.get(number)).flatMap(f -> info(f, kind));
    }

    /** @return empty if the stream is switched off */
    private static Optional<StreamInfo> info(KeyValues format, StreamKind kind) {
        if (!format.flag("VideoEnable", true) || !format.flag("Video.enabled", true) || !format.any("Video.")) {
            return Optional.empty();
        }
        var size = format.get("Video.resolution").orElse("").split("[xX*]", 2);
        return Optional.of(new StreamInfo(
                kind,
                codec(format.get("Video.Compression").orElse("")),
                pixels(format, "Video.Width", size[0]),
                pixels(format, "Video.Height", size[size.length - 1]),
                rate(format.get("Video.FPS").orElse("")),
                (int) Math.min(format.number("Video.BitRate"), Integer.MAX_VALUE),
                format.flag("AudioEnable", false)));
    }

    private static int pixels(KeyValues format, String key, String otherwise) {
        int told = (int) Math.min(format.number(key), 100_000);
        return told > 0 || !otherwise.matches("\\d{1,5}") ? told : Integer.parseInt(otherwise);
    }

    private static double told(double size) {
        return size > 0 ? size : Double.MAX_VALUE;
    }

    private static double rate(String text) {
        return text.matches("\\d{1,4}(\\.\\d{1,9})?") ? Double.parseDouble(text) : 0;
    }

    private static String codec(String raw) {
        var bare = raw.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return switch (bare) {
            case "H264", "H265", "MJPEG", "MPEG4" -> bare;
            case "MJPG" -> "MJPEG";
            default -> Clean.text(raw);
        };
    }
}
