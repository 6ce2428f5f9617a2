package vn.matluoi.core.internal.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.SourceStore;

/** A store in memory that outlives the supervision under test, as the database outlives a restart. */
public final class MemoryStore implements SourceStore {

    private final Map<SourceId, StoredSource> sources = new TreeMap<>();
    private final Map<SourceId, Instant> created = new TreeMap<>();
    public Instant now = Instant.parse("2026-11-22T05:00:00Z");
    public boolean away;
    public boolean readOnly;
    /** It takes the next change and is away from then on. */
    public boolean lastWrite;

    /** It writes all but that source. */
    public String refused = "";

    /** Happens between the reading of a list and its being used. */
    public Runnable afterListing = () -> {};

    @Override
    public synchronized List<StoredSource> all() {
        refuseIfAway();
        var all = List.copyOf(sources.values());
        var then = afterListing;
        afterListing = () -> {};
        then.run();
        return all;
    }

    @Override
    public synchronized Optional<StoredSource> find(SourceId id) {
        refuseIfAway();
        return Optional.ofNullable(sources.get(id));
    }

    @Override
    public synchronized Optional<Instant> createdAt(SourceId id) {
        refuseIfAway();
        return Optional.ofNullable(created.get(id)).filter(any -> sources.containsKey(id));
    }

    @Override
    public synchronized void put(StoredSource source, String by) {
        refuseWriting();
        if (source.settings().id().value().equals(refused)) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "database.busy", Text.same("its row is locked"));
        }
        sources.put(source.settings().id(), source);
        created.putIfAbsent(source.settings().id(), now);
        away |= lastWrite;
    }

    @Override
    public synchronized void putAll(List<StoredSource> several, String by) {
        refuseWriting();
        if (several.stream().anyMatch(source -> source.settings().id().value().equals(refused))) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "database.busy", Text.same("a row is locked"));
        }
        several.forEach(source -> put(source, by));
    }

    @Override
    public synchronized void remove(SourceId id, String by) {
        refuseWriting();
        sources.remove(id);
        away |= lastWrite;
    }

    private void refuseWriting() {
        refuseIfAway();
        if (readOnly) {
            throw new HubException(
                    HubException.Reason.UNAVAILABLE, "database.read-only", Text.same("the disk is full"));
        }
    }

    private void refuseIfAway() {
        if (away) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "database.away", Text.same("the database is away"));
        }
    }
}
