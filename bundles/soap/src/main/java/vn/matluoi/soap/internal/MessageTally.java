package vn.matluoi.soap.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.matluoi.api.HubException;
import vn.matluoi.api.route.MessageCounts;

/** What became of messages, by operation; what is none of the contract's is counted under {@code none}. Any thread. */
final class MessageTally implements MessageCounts {

    static final String NONE = "none";

    private static final OfOperation NOTHING = new OfOperation(NONE, 0, 0, 0);

    private final Map<String, OfOperation> counts = new TreeMap<>(); // guarded by this

    synchronized void taken(String operation) {
        var before = before(operation);
        counts.put(operation, new OfOperation(operation, before.taken() + 1, before.refused(), before.failed()));
    }

    /** @param operation one of the contract's, or {@link #NONE} */
    synchronized void refused(String operation, HubException why) {
        var before = before(operation);
        var bySender = Refusals.bySender(why) ? 1 : 0;
        counts.put(
                operation,
                new OfOperation(
                        operation, before.taken(), before.refused() + bySender, before.failed() + 1 - bySender));
    }

    private OfOperation before(String operation) {
        return counts.getOrDefault(operation, NOTHING);
    }

    @Override
    public synchronized List<OfOperation> operations() {
        return List.copyOf(counts.values());
    }
}
