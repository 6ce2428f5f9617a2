package vn.matluoi.driver.hikvision.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet.Streams.StreamInfo;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.http.XmlElement;

/**
 * What streams a device says it has. Ids are channel times 100 plus 1 main, 2 sub, 3 third (4, a transcoded one, is
 * left out). Firmware without the list is asked stream by stream; a refusal is its normal way to say there is none
 * (DS-7608NXI-I2 V4.62.210).
 *
 * @param listed each {@code StreamingChannel} of the list by its {@link #key}s; empty if the device has no list
 */
record StreamTable(Optional<Map<String, XmlElement>> listed) {

    static final String PATH = "/ISAPI/Streaming/channels";

    static StreamTable read(Isapi isapi) throws DeviceException {
        return new StreamTable(isapi.find(PATH, "StreamingChannelList").map(StreamTable::byKey));
    }

    private static Map<String, XmlElement> byKey(XmlElement list) {
        var table = new HashMap<String, XmlElement>();
        for (var stream : list.children("StreamingChannel")) {
            int id = id(stream);
            table.putIfAbsent(String.valueOf(id), stream);
            input(stream).ifPresent(input -> table.putIfAbsent(key(input, id % 100), stream));
        }
        return table;
    }

    List<StreamInfo> of(Layout.Slot slot, Isapi isapi) throws DeviceException {
        var found = new ArrayList<StreamInfo>();
        for (var kind : StreamKind.values()) {
            var stream = listed.isPresent()
                    ? listed(slot, kind, listed.get())
                    : isapi.find(PATH + "/" + id(slot, kind), "StreamingChannel");
            stream.flatMap(e -> info(e, kind)).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    /** By number; where channels have names such as {@code I-1}, by the input the stream says it shows. */
    private static Optional<XmlElement> listed(Layout.Slot slot, StreamKind kind, Map<String, XmlElement> table) {
        var numbered = Optional.ofNullable(table.get(id(slot, kind)));
        if (slot.deviceId().matches("\\d+")) {
            return numbered;
        }
        return Optional.ofNullable(table.get(key(slot.deviceId(), kind.ordinal() + 1)))
                .or(() -> numbered.filter(stream -> input(stream).isEmpty()));
    }

    private static String key(String input, int stream) {
        return input + "/" + stream;
    }

    private static Optional<String> input(XmlElement stream) {
        return stream.text("Video", "dynVideoInputChannelID").or(() -> stream.text("Video", "videoInputChannelID"));
    }

    private static int id(XmlElement stream) {
        var digits = stream.text("id").orElse("").replaceAll("\\D", "");
        return digits.isEmpty() || digits.length() > 8 ? 0 : Integer.parseInt(digits);
    }

    static String id(Layout.Slot slot, StreamKind kind) {
        return String.valueOf(slot.stream() * 100 + kind.ordinal() + 1);
    }

    /** @return empty if the stream is switched off */
    private static Optional<StreamInfo> info(XmlElement stream, StreamKind kind) {
        boolean off = stream.text("enabled").filter("false"::equalsIgnoreCase).isPresent()
                || stream.text("Video", "enabled")
                        .filter("false"::equalsIgnoreCase)
                        .isPresent();
        if (off) {
            return Optional.empty();
        }
        var video = stream.child("Video");
        boolean constant = video.flatMap(v -> v.text("videoQualityControlType"))
                .filter("CBR"::equalsIgnoreCase)
                .isPresent();
        int cap = number(video, "vbrUpperCap");
        int fixed = number(video, "constantBitRate");
        return Optional.of(new StreamInfo(
                kind,
                codec(video.flatMap(v -> v.text("videoCodecType")).orElse("")),
                number(video, "videoResolutionWidth"),
                number(video, "videoResolutionHeight"),
                number(video, "maxFrameRate") / 100.0, // 0 is "as much as the camera gives"
                constant || cap == 0 ? fixed : cap,
                stream.text("Audio", "enabled").filter("true"::equalsIgnoreCase).isPresent()));
    }

    private static String codec(String raw) {
        var bare = raw.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return switch (bare) {
            case "H264", "H265", "MJPEG", "MPEG4" -> bare;
            default -> Clean.text(raw);
        };
    }

    private static int number(Optional<XmlElement> video, String name) {
        return video.flatMap(v -> v.text(name))
                .filter(n -> n.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }
}
