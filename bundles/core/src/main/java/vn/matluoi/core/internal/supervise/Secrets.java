package vn.matluoi.core.internal.supervise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.api.source.SourceSettings;

/**
 * Writes what becomes of secrets that devices are given, and tells everyone whom it concerns. A new secret is first kept as
 * pending beside the present one; once the device has shown which one holds, that becomes the only one, in one transaction for
 * all sources of the account. Blocks on the database.
 */
final class Secrets {

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private final SourceLedger ledger;
    private final Vault vault;
    private final Holds holds = new Holds();
    private final List<SettledSecret> untold = new ArrayList<>(); // guarded by this, as below
    private Optional<Consumer<SettledSecret>> listener = Optional.empty();
    private volatile Supervised supervised = new Supervised() {

        @Override
        public void changed(StoredSource row) {}

        @Override
        public void wake(SourceId id) {}
    };

    /** The supervisors, once they are there. */
    interface Supervised {

        /** That is what the source is now. */
        void changed(StoredSource row);

        /** The source may be looked at. */
        void wake(SourceId id);
    }

    Secrets(SourceLedger ledger, Vault vault) {
        this.ledger = ledger;
        this.vault = vault;
    }

    Holds holds() {
        return holds;
    }

    void supervisedBy(Supervised all) {
        supervised = all;
    }

    /** @param told of every secret that is settled, those included that were before anybody listened; empty for nobody */
    synchronized void listen(Optional<Consumer<SettledSecret>> told) {
        listener = told;
        told.ifPresent(present -> {
            untold.forEach(present);
            untold.clear();
        });
    }

    /** @return sources of the same host, port, user name and driver, the source itself first */
    static List<StoredSource> sharing(StoredSource source, List<StoredSource> all) {
        var sharing = new ArrayList<>(List.of(source));
        all.stream()
                .filter(other -> !isSame(other, source) && sameAccount(other.settings(), source.settings()))
                .filter(other ->
                        other.settings().driver().equals(source.settings().driver()))
                .forEach(sharing::add);
        return sharing;
    }

    /**
     * Sources that may share the account in a way nobody can be sure of: another driver's account of that name may be another one,
     * and a box that is reached by two addresses is known by its serial number only. Those that are suspended ask nothing.
     */
    static List<SourceId> doubtful(StoredSource source, List<StoredSource> all) {
        var sharing = sharing(source, all);
        return all.stream()
                .filter(other ->
                        !other.settings().suspended() && sharing.stream().noneMatch(known -> isSame(known, other)))
                .filter(other -> sameAccount(other.settings(), source.settings()) || sameBox(other, source))
                .map(other -> other.settings().id())
                .toList();
    }

    private static boolean isSame(StoredSource a, StoredSource b) {
        return a.settings().id().equals(b.settings().id());
    }

    private static boolean sameAccount(SourceSettings a, SourceSettings b) {
        var device = Holds.device(a);
        return !device.isEmpty()
                && device.equals(Holds.device(b))
                && a.username().equals(b.username());
    }

    private static boolean sameBox(StoredSource a, StoredSource b) {
        return a.pinnedIdentity().isPresent()
                && a.pinnedIdentity().equals(b.pinnedIdentity())
                && a.settings().username().equals(b.settings().username());
    }

    /** Keeps the secret the device is about to be given. @return the source as written */
    Optional<StoredSource> pending(SourceId id, char[] fresh, String by) {
        return ledger.change(id, SourceLedger.pending(Optional.of(vault.seal(Targets.context(id), fresh))), by);
    }

    /** @return the source as it would be if the pending secret held */
    static StoredSource withPending(StoredSource source) {
        return SourceLedger.secret(source.pendingSecret().orElseThrow()).apply(source);
    }

    /**
     * Writes which secret holds: the pending one for all that share the account, or the one there was.
     *
     * @param fresh whether it is the pending one
     * @return all that were written, as they are now, the source itself first
     */
    List<StoredSource> settle(StoredSource source, boolean fresh, String by) {
        var id = source.settings().id();
        var changes = new LinkedHashMap<SourceId, UnaryOperator<StoredSource>>();
        if (fresh) {
            var sealed = source.pendingSecret().orElseThrow();
            var clear = vault.open(Targets.context(id), sealed);
            try {
                for (var each : sharing(source, ledger.all())) {
                    var other = each.settings().id();
                    var its = other.equals(id) ? sealed : vault.seal(Targets.context(other), clear);
                    changes.put(other, SourceLedger.secret(its));
                }
            } finally {
                Arrays.fill(clear, '\0');
            }
        } else {
            changes.put(id, SourceLedger.pending(Optional.empty()));
        }
        var rows = ledger.changeAll(changes, by);
        var settled = new SettledSecret(id, by, fresh, List.copyOf(changes.keySet()));
        LOG.info("source {}: its device takes the {} password", id, fresh ? "new" : "old");
        tell(settled);
        return rows;
    }

    private void tell(SettledSecret settled) {
        Optional<Consumer<SettledSecret>> told;
        synchronized (this) {
            told = listener;
            if (told.isEmpty()) {
                untold.add(settled);
            }
        }
        told.ifPresent(present -> present.accept(settled));
    }

    /**
     * The device is free again: who shares the account learns what it logs in with before it may.
     *
     * @param rows what was written
     * @param all those that let go of the device
     */
    void release(SourceId id, List<StoredSource> rows, List<SourceId> all) {
        rows.forEach(supervised::changed);
        holds.end(id);
        all.forEach(supervised::wake);
    }

    /** Which secret holds is not known yet: only the source itself may find out. */
    void unsettled(SourceId id) {
        holds.unsettled(id);
        supervised.wake(id);
    }
}
