package vn.matluoi.forward.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Whether a receiver that fails does so over one message, or over whatever comes. Used by one thread at a time. */
final class Doubt {

    /** So many answers in a row over the same may be a fault that passes. */
    static final int TRIES = 5;

    private static final int MOST_OTHERS = 3;

    private long at; // the message that was next when it failed
    private boolean alone;
    private int failures;
    private boolean searching; // the group is sent in parts
    private boolean confirmed; // another was taken

    /** A group begins. */
    void begin() {
        searching = false;
        confirmed = false;
    }

    /** @param single whether nothing else was sent with it */
    void failed(Step next, boolean single) {
        if (next.sequence() != at || single != alone) {
            failures = 0;
            confirmed = false;
        }
        at = next.sequence();
        alone = single;
        failures++;
        searching |= failures >= TRIES;
    }

    /** @return whether it is time to send less than what it failed over last */
    boolean isDue() {
        return failures >= TRIES || searching && !alone;
    }

    /** The receiver took another one. */
    void confirm() {
        confirmed = true;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    /** @return whether it is the one to be sent alone */
    boolean isAbout(Step step) {
        return alone && step.sequence() == at;
    }

    /**
     * @return what may be sent before the suspect to see whether the receiver works: the first of other sources, which leaves each
     *     source in order; the next there is, if all are of the same source, and after five more answers the one after that, since
     *     several in a row may be at fault
     */
    List<Step> others(Step suspect, List<Step> steps) {
        var later = steps.stream()
                .filter(step -> step.sequence() > suspect.sequence())
                .filter(step -> step.delivery().isPresent())
                .toList();
        var seen = new HashSet<>(List.of(key(suspect)));
        var others = new ArrayList<Step>();
        for (var step : later) {
            if (others.size() < MOST_OTHERS && seen.add(key(step))) {
                others.add(step);
            }
        }
        return others.isEmpty()
                ? later.stream().limit(Math.min(MOST_OTHERS, failures / TRIES)).toList()
                : others;
    }

    static String key(Step step) {
        return step.delivery().orElseThrow().key();
    }
}
