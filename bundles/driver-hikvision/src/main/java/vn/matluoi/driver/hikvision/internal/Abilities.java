package vn.matluoi.driver.hikvision.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;

/**
 * What a device can do beyond what all do. It is asked when somebody first wants to know, and the answer kept; while it
 * does not answer it can do nothing, and is asked again the next time.
 */
final class Abilities {

    private final Isapi isapi;
    private final HikvisionHealth health;
    private final Map<ChannelId, Optional<Mount>> mounts = new ConcurrentHashMap<>();
    private volatile boolean events = true;
    private volatile Optional<Boolean> clock = Optional.empty();
    private volatile Optional<Boolean> users = Optional.empty();
    private volatile Optional<Recorder> recorder = Optional.empty();

    /**
     * @param tracks what it says it records, by channel; empty if it does not say
     * @param disks whether it has any
     */
    private record Recorder(Optional<Tracks> tracks, boolean disks) {}

    Abilities(Isapi isapi, HikvisionHealth health) {
        this.isapi = isapi;
        this.health = health;
    }

    /** All have them until one says otherwise: the stream cannot be asked for without opening it. */
    boolean events() {
        return events;
    }

    void noEvents() {
        events = false;
    }

    /** Door stations have none. */
    boolean clock() {
        clock = clock.or(() -> isThere(HikvisionClock.PATH));
        return clock.orElse(false);
    }

    boolean users() {
        users = users.or(() -> isThere(HikvisionCredentials.PATH));
        return users.orElse(false);
    }

    /** A channel with a track; where no tracks are listed, any of a device with a disk. */
    boolean records(HikvisionStreams.Slots slot) {
        try {
            int stream = slot.find().stream();
            var known = recorder.isPresent() ? recorder.get() : recorder();
            recorder = Optional.of(known);
            return known.tracks().map(t -> t.scheduled().containsKey(stream)).orElse(known.disks());
        } catch (DeviceException e) {
            return false;
        }
    }

    private Recorder recorder() throws DeviceException {
        var tracks = Tracks.read(isapi);
        return new Recorder(tracks, tracks.isEmpty() && !health.disks().isEmpty());
    }

    Optional<Mount> mount(HikvisionStreams.Slots slot) {
        try {
            var found = slot.find();
            var id = found.channel().id();
            if (!mounts.containsKey(id)) {
                mounts.put(id, Mount.find(isapi, found));
            }
            return mounts.get(id);
        } catch (DeviceException e) {
            return Optional.empty();
        }
    }

    private Optional<Boolean> isThere(String path) {
        try {
            return Optional.of(isapi.find(path).isPresent());
        } catch (DeviceException e) {
            return Optional.empty();
        }
    }
}
