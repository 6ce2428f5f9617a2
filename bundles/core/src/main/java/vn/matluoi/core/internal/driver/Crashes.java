package vn.matluoi.core.internal.driver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts the calls to each family's driver that ended by a fault of the driver's own, or did not come back. Three in a row make
 * a broken driver, but not while a source of the family is served: one odd or hostile device must not take the cameras of
 * its whole vendor along. Any thread.
 */
final class Crashes {

    static final int MOST = 3;

    private final Map<String, Tally> tallies = new HashMap<>(); // guarded by this

    private static final class Tally {
        private final Set<String> served = new HashSet<>();
        private int inARow;
    }

    /** @return whether that one was too many */
    synchronized boolean add(String family, String source) {
        var tally = tallies.computeIfAbsent(family, key -> new Tally());
        tally.served.remove(source);
        tally.inARow++;
        return tally.inARow >= MOST && tally.served.isEmpty();
    }

    /** A call for that source came back as it should. */
    synchronized void served(String family, String source) {
        var tally = tallies.computeIfAbsent(family, key -> new Tally());
        tally.served.add(source);
        tally.inARow = 0;
    }

    /** @return whether the last call for a source of the family that is none of these came back as it should */
    synchronized boolean servesOther(String family, Set<String> sources) {
        var tally = tallies.get(family);
        return tally != null && !sources.containsAll(tally.served);
    }

    /** No calls are made for that source any more. */
    synchronized void gone(String family, String source) {
        var tally = tallies.get(family);
        if (tally != null) {
            tally.served.remove(source);
        }
    }

    /** Its driver came, went or was replaced. */
    synchronized void forget(String family) {
        tallies.remove(family);
    }
}
