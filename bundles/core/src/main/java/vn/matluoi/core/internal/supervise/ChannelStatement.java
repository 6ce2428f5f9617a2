package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.work.Timer;

/**
 * What a device says about its channels, as a statement. Slots with nothing in them are no cameras; offline channels
 * are. The statement is complete only if the device named every channel, each once, and at least one (a recorder that
 * is still starting often has an empty list), and if all of them are meant.
 *
 * @param statement to be taken in
 * @param partial whether the details of some channels could not be had
 * @param next the first channel that was not asked for its details any more: the next statement's first
 */
record ChannelStatement(Statement statement, boolean partial, Optional<ChannelId> next) {

    /** After so many channels in a row whose details fail, the others are not asked. */
    private static final int GIVE_UP = 3;

    /** After that long the others are not asked either: a slow recorder must not hold one of the few workers. */
    static final Duration DETAILS_WITHIN = Duration.ofMinutes(2);

    /**
     * Asks the online channels for their streams and puts all together.
     *
     * @param channels all the device has; the statement speaks of those that are meant
     * @param beginWith the channel to be asked first, if it is still there
     * @param time what time it is
     * @throws DeviceException if the device refuses the log-in meanwhile
     */
    static ChannelStatement ask(
            StoredSource source,
            DeviceSession session,
            Optional<DeviceInfo> device,
            List<Channel> channels,
            Optional<ChannelId> beginWith,
            Timer time)
            throws DeviceException {
        var now = time.instant();
        var options = source.settings().options();
        var meant = SourceOption.meant(options, channels);
        var values =
                meant.stream().map(channel -> spoken(source, device, channel)).toList();
        var asked = askAround(session, meant, values, beginWith, time);
        var items = new ArrayList<Item>();
        for (var place = 0; place < meant.size(); place++) {
            var channel = meant.get(place);
            if (channel.status() != Channel.Status.EMPTY) {
                var id = Optional.of(channel.id().value());
                items.add(new Item(place + 1, id, values.get(place), raw(channel), List.of()));
            }
        }
        var complete = isWhole(channels) && !options.containsKey(SourceOption.CHANNEL.key());
        return new ChannelStatement(statement(source, complete, now, items), asked.partial(), asked.next());
    }

    private record Asked(boolean partial, Optional<ChannelId> next) {}

    /** Asks one online channel after the other, all around, and adds what it says to its values. */
    private static Asked askAround(
            DeviceSession session,
            List<Channel> channels,
            List<Map<CameraField, String>> values,
            Optional<ChannelId> beginWith,
            Timer time)
            throws DeviceException {
        var latest = time.now().plus(DETAILS_WITHIN);
        var ids = channels.stream().map(Channel::id).toList();
        var first = Math.max(0, beginWith.map(ids::indexOf).orElse(0));
        var partial = false;
        var failures = 0;
        for (var step = 0; step < channels.size(); step++) {
            var place = (first + step) % channels.size();
            var channel = channels.get(place);
            if (channel.status() != Channel.Status.ONLINE) {
                continue;
            }
            if (failures >= GIVE_UP || latest.isBefore(time.now())) {
                return new Asked(true, Optional.of(channel.id()));
            }
            try {
                details(session, channel.id(), values.get(place));
                failures = 0;
            } catch (DeviceException.Unsupported e) {
                failures = 0; // it has no such thing: nothing is said of it
            } catch (DeviceException.Unreachable e) {
                partial = true; // the list itself is whole and true; the next look finds out about the rest
                failures = GIVE_UP;
            } catch (DeviceException e) {
                Examination.rethrowIfItConcernsAll(e);
                partial = true;
                failures++;
            }
        }
        return new Asked(partial, Optional.empty());
    }

    /** @return what would make another synchronisation worth while before its time */
    static int outline(List<Channel> channels) {
        var outline = new ArrayList<List<Object>>();
        for (var channel : channels) {
            outline.add(
                    List.of(channel.id(), channel.name(), channel.child(), channel.status() == Channel.Status.EMPTY));
        }
        return outline.hashCode();
    }

    private static boolean isWhole(List<Channel> channels) {
        var ids = new HashSet<ChannelId>();
        return !channels.isEmpty() && channels.stream().allMatch(channel -> ids.add(channel.id()));
    }

    private static Statement statement(StoredSource source, boolean whole, Instant now, List<Item> items) {
        var settings = source.settings();
        return new Statement(
                settings.id(),
                Layer.DEVICE,
                "driver:" + settings.driver().orElseThrow(),
                now,
                whole,
                Optional.empty(),
                Optional.empty(),
                settings.name(),
                Optional.of(settings.area()),
                settings.unit(),
                settings.sector(),
                items);
    }

    private static Map<CameraField, String> spoken(StoredSource source, Optional<DeviceInfo> device, Channel channel) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        values.put(
                CameraField.NAME,
                channel.name().isBlank()
                        ? "%s - kênh %d".formatted(source.settings().name(), channel.number())
                        : channel.name().strip());
        channel.child().ifPresent(child -> {
            put(values, CameraField.MANUFACTURER, child.manufacturer());
            put(values, CameraField.MODEL, child.model());
            put(values, CameraField.SERIAL, child.serial());
            put(values, CameraField.FIRMWARE, child.firmware());
            put(values, CameraField.MAC, child.mac());
        });
        if (channel.kind() == Channel.Kind.SELF && device.isPresent()) {
            var info = device.get();
            put(values, CameraField.MANUFACTURER, Optional.of(info.manufacturer()));
            put(values, CameraField.MODEL, Optional.of(info.model()));
            put(values, CameraField.SERIAL, info.serial());
            put(values, CameraField.FIRMWARE, Optional.of(info.firmware()));
            put(values, CameraField.MAC, info.mac());
        }
        return values;
    }

    private static void details(DeviceSession session, ChannelId channel, Map<CameraField, String> values)
            throws DeviceException {
        if (session.facet(channel, ChannelFacet.Ptz.class).isPresent()) {
            values.put(CameraField.PTZ, "true");
        }
        var streams = session.facet(channel, ChannelFacet.Streams.class);
        if (streams.isEmpty()) {
            return;
        }
        var main = streams.get().streams().stream()
                .filter(stream -> stream.kind() == StreamKind.MAIN)
                .findFirst();
        if (main.isPresent()) {
            var stream = main.get();
            put(values, CameraField.CODEC, Optional.of(stream.codec()));
            if (stream.width() > 0 && stream.height() > 0) {
                values.put(CameraField.RESOLUTION, stream.width() + "x" + stream.height());
            }
            if (stream.frameRate() > 0) {
                values.put(CameraField.FRAME_RATE, decimal(stream.frameRate()));
            }
            values.put(CameraField.AUDIO, Boolean.toString(stream.audio()));
        }
    }

    private static String decimal(double number) {
        return java.math.BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static void put(Map<CameraField, String> values, CameraField field, Optional<String> value) {
        value.map(String::strip).filter(text -> !text.isEmpty()).ifPresent(text -> values.put(field, text));
    }

    private static Map<String, String> raw(Channel channel) {
        var raw = new LinkedHashMap<String, String>();
        raw.put("id", channel.id().value());
        raw.put("number", Integer.toString(channel.number()));
        raw.put("name", channel.name());
        raw.put("kind", channel.kind().name());
        raw.put("status", channel.status().name());
        channel.detail().ifPresent(detail -> raw.put("detail", detail));
        channel.child().ifPresent(child -> {
            child.protocol().ifPresent(value -> raw.put("child.protocol", value));
            child.manufacturer().ifPresent(value -> raw.put("child.manufacturer", value));
            child.model().ifPresent(value -> raw.put("child.model", value));
            child.serial().ifPresent(value -> raw.put("child.serial", value));
            child.firmware().ifPresent(value -> raw.put("child.firmware", value));
            child.mac().ifPresent(value -> raw.put("child.mac", value));
        });
        return raw;
    }
}
