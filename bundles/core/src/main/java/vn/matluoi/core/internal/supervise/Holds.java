package vn.matluoi.core.internal.supervise;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceSettings;

/**
 * Devices whose password is being changed, by host and port as configured. While a change is under way nobody else speaks to the
 * device; while it is unsettled, since the hub ended in the midst of it or the device went away, only the source that has both
 * secrets does: who tries the wrong one would have the account locked. Any thread.
 */
final class Holds {

    private final Map<String, Hold> holds = new HashMap<>(); // guarded by this

    /** What keeps a source from its device. */
    enum Kind {
        NONE,
        /** For the seconds that the change takes, or as long as its driver hangs. */
        UNDER_WAY,
        /** Until another source has found out which secret holds. */
        UNSETTLED
    }

    /** @param stuck its driver does not come back */
    private record Hold(SourceId by, boolean underWay, boolean stuck) {}

    /** @return host and port of its device; empty without one */
    static String device(SourceSettings settings) {
        return settings.address()
                .map(address -> "%s:%d"
                        .formatted(
                                address.getHost().toLowerCase(Locale.ROOT),
                                address.getPort() < 0 ? usualPort(address.getScheme()) : address.getPort()))
                .orElse("");
    }

    private static int usualPort(String scheme) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> 443;
            case "rtsp" -> 554;
            default -> 80;
        };
    }

    /** @return whether the change may begin; false if another of that device is under way or unsettled */
    synchronized boolean begin(StoredSource source) {
        return holds.putIfAbsent(
                        device(source.settings()), new Hold(source.settings().id(), true, false))
                == null;
    }

    /** Notes what the database says of a source: a secret that is pending there holds its device. */
    synchronized void read(SourceId id, Optional<StoredSource> stored) {
        if (holds.values().stream().anyMatch(hold -> hold.underWay && hold.by.equals(id))) {
            return;
        }
        end(id);
        stored.filter(source -> source.pendingSecret().isPresent())
                .ifPresent(source -> holds.putIfAbsent(device(source.settings()), new Hold(id, false, false)));
    }

    /** The change is over, and what it left is unsettled. */
    synchronized void unsettled(SourceId id) {
        holds.replaceAll((device, hold) -> hold.by.equals(id) ? new Hold(id, false, false) : hold);
    }

    /** The driver does not come back from the change, and may do so at any time. */
    synchronized void stuck(SourceId id) {
        holds.replaceAll((device, hold) -> hold.by.equals(id) && hold.underWay ? new Hold(id, true, true) : hold);
    }

    /** @return whether the change of its device's password hangs in a driver */
    synchronized boolean isStuck(SourceSettings settings) {
        var hold = holds.get(device(settings));
        return hold != null && hold.stuck;
    }

    synchronized void end(SourceId id) {
        holds.values().removeIf(hold -> hold.by.equals(id));
    }

    synchronized Kind of(SourceSettings settings) {
        var hold = holds.get(device(settings));
        if (hold == null || !hold.underWay && hold.by.equals(settings.id())) {
            return Kind.NONE;
        }
        return hold.underWay ? Kind.UNDER_WAY : Kind.UNSETTLED;
    }
}
