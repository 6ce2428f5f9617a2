package vn.matluoi.driver.dahua.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.Channel.Child;
import vn.matluoi.api.driver.Channel.Kind;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;

/**
 * The channels of a device, in its own order. {@code ChannelTitle} names every slot a recorder has, and keeps the old
 * name of one that is not used any more; {@code RemoteDevice} tells which IP camera is in which. Tables count from 0,
 * channels from 1. Offline and empty ones are kept.
 *
 * @param recorder whether it records other cameras
 * @param slots one for each channel
 */
record Layout(boolean recorder, List<Slot> slots) {

    static final String TITLES = Cgi.config("ChannelTitle");

    /** Only asked of recorders: a camera answers 403, as to any name it does not know. */
    static final String REMOTE = Cgi.config("RemoteDevice");

    /** Tells which camera is on which channel of a hybrid; on others, and without it, they are in the order of the table. */
    static final String BOUND = "/cgi-bin/LogicDeviceManager.cgi?action=getCameraAll";

    /** The largest recorders have 256 channels. */
    private static final int MOST = 512;

    /** Addresses of slots nothing was put in (DHI-NVR5232). */
    private static final Set<String> NOWHERE = Set.of("0.0.0.0", "192.168.0.0", "127.0.0.1", "::");

    /**
     * A channel and how the device's tables number it.
     *
     * @param index place in the tables, from 0
     */
    record Slot(Channel channel, int index) {

        /** Where a camera speaks ONVIF to its recorder, some recorders give neither pictures nor streams of it by CGI. */
        boolean onvifChild() {
            return channel.child()
                    .flatMap(Child::protocol)
                    .filter(p -> p.toLowerCase(Locale.ROOT).startsWith("onvif"))
                    .isPresent();
        }
    }

    /**
     * @param said the device's word for what sort it is; may be empty
     * @throws DeviceException if it cannot be told; a list is whole or not at all
     */
    static Layout read(Cgi cgi, String said) throws DeviceException {
        var type = said.toUpperCase(Locale.ROOT);
        var answer = cgi.ask(TITLES, "table.ChannelTitle");
        boolean camera = !type.isEmpty() && !isRecorder(type);
        if (answer instanceof Cgi.Answer.Absent absent
                && (!camera || absent.status() == 403 || absent.status() == 500)) {
            throw Cgi.missing(TITLES, absent);
        }
        SortedMap<Integer, KeyValues> titles = answer instanceof Cgi.Answer.Found found
                ? found.values().rows("table.ChannelTitle")
                : new TreeMap<Integer, KeyValues>();
        if (camera || (type.isEmpty() && titles.size() == 1)) {
            return camera(titles);
        }
        var remote = remote(cgi, type);
        boolean ipOnly = type.isEmpty() ? remote.isPresent() : isIpOnly(type);
        var bound = remote.isEmpty() || ipOnly ? Optional.<KeyValues>empty() : cgi.findUnlessBusy(BOUND, "camera");
        var bindings = new Bindings(remote.orElse(new TreeMap<>()), bound);
        int most = Math.max(last(titles), bindings.last()) + 1;
        if (most > MOST) {
            throw Words.tooManyChannels(most, MOST);
        }
        var states = ChannelStates.read(cgi);
        var slots = new ArrayList<Slot>();
        for (int i = 0; i < most; i++) {
            slots.add(new Slot(channel(i, name(titles, i), bindings, states, ipOnly), i));
        }
        return new Layout(true, List.copyOf(slots));
    }

    /** {@code NVR, DVR, HDVR, HCVR, XVR, MCVR, EVS, IVSS}; cameras are {@code IPC, SD, VTO, TPC ...}. */
    private static boolean isRecorder(String type) {
        return type.contains("VR") || isIpOnly(type);
    }

    private static boolean isIpOnly(String type) {
        return type.contains("NVR") || type.contains("EVS") || type.contains("IVSS");
    }

    /** On a recorder with inputs of its own the table may be missing; on one without, it is what was asked for. */
    private static Optional<SortedMap<Integer, KeyValues>> remote(Cgi cgi, String type) throws DeviceException {
        if (isIpOnly(type)) {
            return Optional.of(cgi.require(REMOTE, "table.RemoteDevice").rows("table.RemoteDevice"));
        }
        return cgi.findUnlessBusy(REMOTE, "table.RemoteDevice").map(v -> v.rows("table.RemoteDevice"));
    }

    /** One channel; more on cameras with two lenses, a thermal one for example. */
    private static Layout camera(SortedMap<Integer, KeyValues> titles) {
        int most = Math.min(Math.max(last(titles) + 1, 1), MOST);
        var slots = new ArrayList<Slot>();
        for (int i = 0; i < most; i++) {
            var channel = new Channel(
                    new ChannelId(String.valueOf(i + 1)),
                    i + 1,
                    name(titles, i),
                    Kind.SELF,
                    Status.ONLINE,
                    Optional.empty(),
                    Optional.empty());
            slots.add(new Slot(channel, i));
        }
        return new Layout(false, List.copyOf(slots));
    }

    private static Channel channel(int index, String name, Bindings bindings, ChannelStates states, boolean ipOnly) {
        var child = bindings.at(index);
        var kind = child.isPresent() || ipOnly ? Kind.IP : Kind.ANALOG;
        boolean empty = kind == Kind.IP && child.isEmpty();
        var status = empty ? Status.EMPTY : states.status(index);
        return new Channel(
                new ChannelId(String.valueOf(index + 1)),
                index + 1,
                name,
                kind,
                status,
                status == Status.ONLINE || empty ? Optional.empty() : states.word(index),
                child);
    }

    private static int last(SortedMap<Integer, ?> rows) {
        return rows.isEmpty() ? -1 : rows.lastKey();
    }

    private static String name(Map<Integer, KeyValues> titles, int index) {
        return Optional.ofNullable(titles.get(index))
                .flatMap(t -> t.get("Name"))
                .map(Clean::text)
                .orElse("");
    }

    Optional<Slot> slot(ChannelId id) {
        return slots.stream().filter(s -> s.channel().id().equals(id)).findFirst();
    }

    List<Channel> channels() {
        return slots.stream().map(Slot::channel).toList();
    }

    /** Which IP camera is behind which channel. */
    private static final class Bindings {

        private final SortedMap<Integer, KeyValues> cameras = new TreeMap<>();

        Bindings(SortedMap<Integer, KeyValues> remote, Optional<KeyValues> bound) {
            cameras.putAll(remote);
            var moved = new TreeMap<Integer, KeyValues>();
            for (var row :
                    bound.map(v -> v.rows("camera")).orElse(new TreeMap<>()).values()) {
                var channel = row.index("UniqueChannel").or(() -> row.index("Channel"));
                var camera = row.get("DeviceID")
                        .flatMap(Bindings::number)
                        .flatMap(n -> Optional.ofNullable(remote.get(n)).map(c -> Map.entry(n, c)));
                if (channel.isPresent() && camera.isPresent()) {
                    moved.putIfAbsent(channel.get(), camera.get().getValue());
                    cameras.remove(camera.get().getKey());
                }
            }
            cameras.putAll(moved);
        }

        /** {@code uuid:System_CONFIG_NETCAMERA_INFO_3}. */
        private static Optional<Integer> number(String deviceId) {
            return Optional.of(deviceId)
                    .filter(d -> d.matches(".*_\\d{1,5}"))
                    .map(d -> Integer.parseInt(d.substring(d.lastIndexOf('_') + 1)));
        }

        /** @return the last channel a camera is bound to; -1 if none is */
        int last() {
            return cameras.keySet().stream().filter(i -> at(i).isPresent()).reduce(-1, Math::max);
        }

        /** @return empty if none is there, or it is switched off */
        Optional<Child> at(int index) {
            return Optional.ofNullable(cameras.get(index))
                    .filter(c -> c.flag("Enable", true))
                    .flatMap(Bindings::child);
        }

        private static Optional<Child> child(KeyValues camera) {
            var address = Clean.optional(camera.get("Address")).filter(a -> !NOWHERE.contains(a));
            return address.map(a -> new Child(
                    Clean.optional(camera.get("ProtocolType")),
                    address,
                    Clean.optional(camera.get("Vendor")),
                    Clean.optional(camera.get("DeviceType")).filter(Description::isModel),
                    Clean.serial(camera.get("SerialNo")),
                    Clean.optional(camera.get("Version")),
                    Clean.mac(camera.get("Mac"))));
        }
    }
}
