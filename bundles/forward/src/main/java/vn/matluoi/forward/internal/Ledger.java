package vn.matluoi.forward.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.Sinks.Quarantined;

/**
 * Where one sink is, and what it settled since that was last written. What is settled many times a second is written together; a
 * hub that ends in between sends it again, with the same ids. Guarded by its owner.
 */
final class Ledger {

    private final SinkTable table;
    private Kept kept;
    private final Map<String, Boolean> told = new HashMap<>();
    private final List<Quarantined> rejected = new ArrayList<>();
    private final Set<Long> released = new HashSet<>();
    private boolean changed;
    private boolean retired;

    Ledger(SinkTable table, Kept kept) {
        this.table = table;
        this.kept = kept;
    }

    Kept kept() {
        return kept;
    }

    /** All of them are confirmed, or not for the sink. */
    void settle(List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        steps.forEach(this::tell);
        kept = kept.settled(
                steps.get(steps.size() - 1).sequence(),
                Batches.deliveries(steps).size());
        changed = true;
    }

    /** The sink knows of it from now on. */
    void tell(Step step) {
        step.told().ifPresent(one -> {
            told.put(one.camera(), one.known());
            changed = true;
        });
    }

    /** It is put aside, and passed. */
    void reject(Quarantined one) {
        rejected.add(one);
        kept = kept.at(Math.max(kept.position(), one.sequence()));
        changed = true;
    }

    /** It is not put aside any more. @param step what was confirmed of it; empty if it is given up */
    void release(long sequence, List<Step> step) {
        released.add(sequence);
        step.forEach(this::tell);
        kept = kept.settled(kept.position(), step.size());
        changed = true;
    }

    void miss(long upTo, long count) {
        kept = kept.missed(upTo, count);
        changed = true;
    }

    /** Takes this for what it is from now on, once it is written. */
    void become(Kept wanted) {
        table.write(wanted, settled());
        kept = wanted;
        written();
    }

    /** Writes what changed. */
    void write() {
        if (changed && !retired) {
            table.write(kept, settled());
            written();
        }
    }

    /** Writes nothing any more. */
    void retire() {
        retired = true;
    }

    private SinkTable.Settled settled() {
        return new SinkTable.Settled(Map.copyOf(told), List.copyOf(rejected), Set.copyOf(released));
    }

    private void written() {
        told.clear();
        rejected.clear();
        released.clear();
        changed = false;
    }

    /** @return those of the cameras that the sink knows */
    Set<String> told(Collection<String> cameras) {
        var known = new HashSet<>(table.told(kept.name(), cameras));
        told.forEach((camera, isKnown) -> {
            if (isKnown && cameras.contains(camera)) {
                known.add(camera);
            } else if (!isKnown) {
                known.remove(camera);
            }
        });
        return known;
    }

    static Quarantined quarantined(Step step, Text why, Instant at) {
        var delivery = step.delivery().orElseThrow();
        return new Quarantined(step.sequence(), delivery.id(), delivery.type(), why, at);
    }
}
