package vn.matluoi.driver.dahua.internal;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;

/**
 * Says in the hub's words what a device's event says. {@code index} counts channels from 0; -1, and what no recorder has,
 * is the whole device. Fields it does not know may stand before {@code data=}.
 */
final class EventReader {

    private static final Pattern HEAD = Pattern.compile("Code=([\\w.-]{1,64});\\s*action=(\\w{1,16})\\b");
    private static final Pattern INDEX = Pattern.compile(";\\s*index=(-?\\d{1,5})\\b");

    /** {@code 1691815050}, and {@code 1624168340.0} of some firmware: seconds since 1970 in UTC. */
    private static final Pattern UTC = Pattern.compile("\"UTC\"\\s*:\\s*\"?(\\d{1,10})(?:\\.(\\d{1,9})\\d*)?[\\s,}\"]");

    private static final Pattern PLATE = Pattern.compile("\"PlateNumber\"\\s*:\\s*\"\\s*+[^\"]");

    private static final Pattern LEFT = Pattern.compile("\"Direction\"\\s*:\\s*\"Leave\"");
    private static final Pattern INSIDE = Pattern.compile("\"Action\"\\s*:\\s*\"(?:Inside|Appear)\"");

    /** All but line ends and tabs: databases take no zero bytes, and people no others. */
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}&&[^\\t\\r\\n]]");

    private static final int MOST_CHANNELS = 512;

    private EventReader() {}

    /** @return empty if it says neither what nor whether it began */
    static Optional<CameraEvent> read(String head, String data, SourceId source, Instant now) {
        var words = HEAD.matcher(head);
        if (!words.lookingAt()) {
            return Optional.empty();
        }
        var code = words.group(1);
        var matcher = INDEX.matcher(head);
        int index = matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
        boolean channel = EventCodes.ofChannel(code) && index >= 0 && index < MOST_CHANNELS;
        var type = type(code, data);
        boolean numbered = index >= 0 && (type == Type.INPUT || type == Type.OUTPUT);
        return Optional.of(new CameraEvent(
                source,
                channel ? Optional.of(new ChannelId(String.valueOf(index + 1))) : Optional.empty(),
                type,
                phase(words.group(2)),
                deviceTime(data),
                now,
                numbered ? code + ";index=" + index : code,
                CONTROLS.matcher(head + data).replaceAll(" ")));
    }

    /** @return the device's own code, without the number of an input */
    static String code(CameraEvent event) {
        return event.topic().split(";", 2)[0];
    }

    /** Whatever carries a plate is one, so that plates are kept only where a person wants them. */
    private static Type type(String code, String data) {
        if (PLATE.matcher(data).find()) {
            return Type.PLATE_READ;
        }
        var type = EventCodes.type(code);
        if (type != Type.REGION_ENTERED) {
            return type;
        }
        if (INSIDE.matcher(data).find()) {
            return Type.REGION_OCCUPIED;
        }
        return LEFT.matcher(data).find() ? Type.REGION_LEFT : type;
    }

    /** {@code State} repeats how something is, and so is a moment, as {@code Pulse}. */
    private static Phase phase(String action) {
        return switch (action) {
            case "Start" -> Phase.ACTIVE;
            case "Stop" -> Phase.INACTIVE;
            default -> Phase.PULSE;
        };
    }

    private static Optional<Instant> deviceTime(String data) {
        var utc = UTC.matcher(data);
        if (!utc.find()) {
            return Optional.empty();
        }
        var fraction = Optional.ofNullable(utc.group(2)).orElse("0");
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(utc.group(1)), nanos));
    }
}
