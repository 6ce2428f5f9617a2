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
    volatile int readOn;
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
                found.add(stored(sequence, event));
            }
        }
        Collections.reverse(found);
        return found.subList(0, Math.min(limit, found.size()));
    }

    private StoredEvent stored(long sequence, CameraEvent event) {
        return new StoredEvent(
                sequence,
                event,
                known.atFirst(event.channel().orElseThrow()) ? Optional.of(Known.CAMERA) : Optional.empty(),
                false);
    }

    private static boolean matches(CameraEvent event, EventQuery query) {
        return query.source().orElseThrow().equals(event.source())
                && query.types().contains(event.type())
                && query.from().stream().noneMatch(from -> event.hubTime().isBefore(from))
                && query.to().stream().allMatch(to -> event.hubTime().isBefore(to));
    }

    @Override
    public List<StoredEvent> read(Scope scope, EventQuery query, long after, int limit) {
        readOn++;
        if (away != null) {
            throw away;
        }
        var found = new ArrayList<StoredEvent>();
        for (var sequence = (int) after + 1; sequence <= kept.events.size() && found.size() < limit; sequence++) {
            var event = kept.events.get(sequence - 1);
            if (matches(event, query)) {
                found.add(stored(sequence, event));
            }
        }
        return found;
    }

    @Override
    public long last() {
        return kept.events.size();
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
        kept.watcher = watcher;
        return () -> kept.watcher = last -> {};
    }
}
