package vn.matluoi.source.mqtt.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.StoredEvent;

/** What was kept, to read. */
final class Journal implements EventLog {

    private final Kept kept;
    private final Known known;
    volatile int asked;
    volatile HubException away;

    Journal(Kept kept) {
        this(kept, Known.all());
    }

    Journal(Kept kept, Known known) {
        this.known = known;
        this.kept = kept;
    }

    @Override
    public List<StoredEvent> newest(Scope scope, EventQuery query, int limit) {
        asked++;
        if (away != null) {
            throw away;
        }
        var found = new ArrayList<StoredEvent>();
        var sequence = 0;
        for (var event : kept.events) {
            sequence++;
            if (matches(event, query)) {
                found.add(new StoredEvent(
                        sequence,
                        event,
                        known.atFirst(event.channel().orElseThrow()) ? Optional.of(Known.CAMERA) : Optional.empty(),
                        false));
            }
        }
        Collections.reverse(found);
        return found.subList(0, Math.min(limit, found.size()));
    }

    private static boolean matches(CameraEvent event, EventQuery query) {
        return query.source().orElseThrow().equals(event.source())
                && query.types().contains(event.type())
                && query.from().stream().noneMatch(from -> event.hubTime().isBefore(from))
                && query.to().stream().allMatch(to -> event.hubTime().isBefore(to));
    }

    @Override
    public List<StoredEvent> read(Scope scope, EventQuery query, long after, int limit) {
        throw new AssertionError("nobody reads on");
    }

    @Override
    public long last() {
        throw new AssertionError("nobody asks");
    }

    @Override
    public long first() {
        throw new AssertionError("nobody asks");
    }

    @Override
    public Load load() {
        throw new AssertionError("nobody asks");
    }

    @Override
    public AutoCloseable watch(Watcher watcher) {
        throw new AssertionError("nobody watches");
    }
}
