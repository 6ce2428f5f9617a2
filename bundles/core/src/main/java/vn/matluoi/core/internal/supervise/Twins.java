package vn.matluoi.core.internal.supervise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;

/** What the serial numbers of devices say beside who they are: that one stands twice, or that there is none. Any thread. */
final class Twins {

    private static final Logger LOG = LoggerFactory.getLogger(Twins.class);
    /** What boards without a number of their own show. */
    private static final Pattern NONE = Pattern.compile("[0\\s]*");

    private final SourceLedger ledger;
    private final Set<Set<SourceId>> known =
            new HashSet<>(); // guarded by this, as below; one a log-in that pins, at most
    private final List<Twin> untold = new ArrayList<>();
    private Optional<Consumer<Twin>> listener = Optional.empty();

    Twins(SourceLedger ledger) {
        this.ledger = ledger;
    }

    /** @return whether a device can be known by that */
    static boolean identifies(String serial) {
        return !NONE.matcher(serial).matches();
    }

    /** @param told of each pair once, of those included that were found before anybody listened; empty for nobody */
    synchronized void listen(Optional<Consumer<Twin>> told) {
        listener = told;
        told.ifPresent(present -> {
            untold.forEach(present);
            untold.clear();
        });
    }

    /** A source's device was pinned by that serial number, which is in the database now. Blocks on it. */
    void pinned(SourceId id, String serial) {
        ledger.pinnedElsewhere(id, serial).ifPresent(other -> found(new Twin(id, other, serial)));
    }

    private synchronized void found(Twin twin) {
        if (!known.add(Set.of(twin.source(), twin.other()))) {
            return;
        }
        LOG.warn(
                "source {}: its device has serial number {}, as that of source {}: the same device twice?",
                twin.source(),
                twin.serial(),
                twin.other());
        listener.ifPresentOrElse(present -> present.accept(twin), () -> untold.add(twin));
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
