package vn.matluoi.core.internal.supervise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.work.Lanes;

/** What the serial numbers of devices say beside who they are: that one stands twice, or that there is none. Any thread. */
final class Twins {

    private static final Logger LOG = LoggerFactory.getLogger(Twins.class);
    /** What boards without a number of their own show. */
    private static final Pattern NONE = Pattern.compile("[0\\s]*");

    private final SourceLedger ledger;
    private final Set<Set<SourceId>> known =
            new HashSet<>(); // guarded by this, as below; one a log-in that pins, at most
    private final List<Twin> untold = new ArrayList<>();
    private Optional<Predicate<Twin>> listener = Optional.empty();

    Twins(SourceLedger ledger) {
        this.ledger = ledger;
    }

    /** @return whether a device can be known by that */
    static boolean identifies(String serial) {
        return !NONE.matcher(serial).matches();
    }

    /**
     * @param told of each pair once, of those included that were found before anybody listened; says whether it took it, or is
     *     told again. Empty for nobody
     */
    void listen(Optional<Predicate<Twin>> told) {
        synchronized (this) {
            listener = told;
        }
        tell();
    }

    /**
     * Pins a source's device by that serial number, and notes whom to {@link #tell} of. Blocks on the database.
     *
     * @return the source as it is then; empty if there is no such source
     */
    Optional<StoredSource> pin(SourceId id, String serial) {
        Optional<SourceId> other;
        Optional<StoredSource> pinned;
        synchronized (ledger) { // of two that are pinned at once the second sees the first
            other = ledger.pinnedElsewhere(id, serial); // first: it is not asked again of one that is pinned
            pinned = ledger.change(id, SourceLedger.pinned(serial), "system");
        }
        if (pinned.isPresent() && other.isPresent()) {
            found(new Twin(id, other.get(), serial));
        }
        return pinned;
    }

    private synchronized void found(Twin twin) {
        if (!known.add(Set.of(twin.source(), twin.other()))) {
            return;
        }
        untold.add(twin);
        LOG.warn(
                "source {}: its device has serial number {}, as that of source {}: the same device twice?",
                twin.source(),
                twin.serial(),
                twin.other());
    }

    /** Tells what is to be told, if somebody listens, who may block. Holds no lock meanwhile, and nothing is told twice. */
    void tell() {
        Predicate<Twin> present;
        List<Twin> found;
        synchronized (this) {
            if (untold.isEmpty() || listener.isEmpty()) {
                return;
            }
            present = listener.get();
            found = List.copyOf(untold);
            untold.clear();
        }
        Lanes.rests(); // the database's turn
        for (var twin : found) {
            if (!took(present, twin)) {
                synchronized (this) {
                    untold.add(twin);
                }
            }
        }
    }

    private static boolean took(Predicate<Twin> listener, Twin twin) {
        try {
            return listener.test(twin);
        } catch (RuntimeException e) {
            LOG.warn("sources {} and {}: that they are one device could not be told", twin.source(), twin.other(), e);
            return false;
        }
    }

    /** @return what is to be said of the serial number of a source's device that was logged in to. Blocks on the database */
    List<Text> remarks(SourceId id) {
        var source = ledger.find(id);
        if (source.isEmpty()) {
            return List.of();
        }
        var serial = source.get().pinnedIdentity().filter(Twins::identifies);
        if (serial.isEmpty()) {
            return List.of(new Text(
                    "không có số sê-ri: không nhận ra được nếu thiết bị bị thay",
                    "no serial number: a replaced device cannot be noticed"));
        }
        return ledger
                .pinnedElsewhere(id, serial.get())
                .map(other -> new Text(
                        "thiết bị của nguồn %s cũng có số sê-ri %s: một thiết bị được khai báo hai lần, hoặc số sê-ri bị sao chép"
                                .formatted(other, serial.get()),
                        "the device of source %s has serial number %s, too: one device entered twice, or a copied number"
                                .formatted(other, serial.get())))
                .stream()
                .toList();
    }
}
