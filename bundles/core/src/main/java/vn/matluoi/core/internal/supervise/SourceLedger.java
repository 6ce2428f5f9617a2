package vn.matluoi.core.internal.supervise;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.registry.SourceStore.StoredSource;

/**
 * The one hand that writes sources: a change reads the present row and writes it in one step, so that what the
 * supervisor notes (a pin, a block) never undoes what a person changed. Any thread; blocks on the database.
 */
public final class SourceLedger {

    private final SourceStore store;

    public SourceLedger(SourceStore store) {
        this.store = store;
    }

    public List<StoredSource> all() {
        return store.all();
    }

    public Optional<StoredSource> find(SourceId id) {
        return store.find(id);
    }

    /** @return when the source was first added; empty if there is no such source */
    public Optional<Instant> createdAt(SourceId id) {
        return store.createdAt(id);
    }

    /** @return whether it was added; false if the id is taken */
    public synchronized boolean add(StoredSource source, String by) {
        if (store.find(source.settings().id()).isPresent()) {
            return false;
        }
        store.put(source, by);
        return true;
    }

    /** @return the source as it is then; empty if there is no such source */
    public synchronized Optional<StoredSource> change(SourceId id, UnaryOperator<StoredSource> change, String by) {
        var present = store.find(id);
        if (present.isEmpty()) {
            return Optional.empty();
        }
        var changed = change.apply(present.get());
        store.put(changed, by);
        return Optional.of(changed);
    }

    /** @return all of them as they are then, changed whole or not at all; one that is gone is left out */
    synchronized List<StoredSource> changeAll(Map<SourceId, UnaryOperator<StoredSource>> changes, String by) {
        var changed = changes.entrySet().stream()
                .flatMap(each -> store.find(each.getKey()).map(each.getValue()).stream())
                .toList();
        store.putAll(changed, by);
        return changed;
    }

    /** @param check throws if the source as it is then must stay */
    public synchronized void remove(SourceId id, Consumer<StoredSource> check, String by) {
        store.find(id).ifPresent(check);
        store.remove(id, by);
    }

    /** @return another source whose device is known by that serial number: one box entered twice, or a cloned number */
    Optional<SourceId> pinnedElsewhere(SourceId id, String serial) {
        return store.all().stream()
                .filter(other -> other.pinnedIdentity().filter(serial::equals).isPresent())
                .map(other -> other.settings().id())
                .filter(other -> !other.equals(id))
                .findFirst();
    }

    static UnaryOperator<StoredSource> blocked(Optional<Block> block) {
        return source -> new StoredSource(
                source.settings(),
                source.sealedSecret(),
                source.file(),
                source.pinnedIdentity(),
                source.pinnedCertificate(),
                block.map(Block::stored),
                source.pendingSecret());
    }

    static UnaryOperator<StoredSource> pinned(String serial) {
        return source -> new StoredSource(
                source.settings(),
                source.sealedSecret(),
                source.file(),
                source.pinnedIdentity().or(() -> Optional.of(serial)),
                source.pinnedCertificate(),
                source.blocked(),
                source.pendingSecret());
    }

    /** @param sealed the secret the device is about to be given; empty if the present one holds */
    static UnaryOperator<StoredSource> pending(Optional<byte[]> sealed) {
        return source -> new StoredSource(
                source.settings(),
                source.sealedSecret(),
                source.file(),
                source.pinnedIdentity(),
                source.pinnedCertificate(),
                source.blocked(),
                sealed);
    }

    /** The device takes another secret now: what it refused before says nothing any more. */
    static UnaryOperator<StoredSource> secret(byte[] sealed) {
        return source -> new StoredSource(
                source.settings(),
                Optional.of(sealed),
                source.file(),
                source.pinnedIdentity(),
                source.pinnedCertificate(),
                Optional.empty());
    }
}
