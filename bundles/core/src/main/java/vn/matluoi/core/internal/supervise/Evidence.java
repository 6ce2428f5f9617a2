package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.State;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.core.internal.work.Moment;

/**
 * What speaks for and against a source being alive, and the state that follows from it. One missed answer is not a
 * fault: offline means {@value #MISSES} misses in a row, or two and no proof for three watch intervals. Busy is not
 * down. Not for several threads.
 */
final class Evidence {

    static final int MISSES = 3;

    /** Nobody hears of a device for so long while its password is changed: some change is not going well. */
    private static final Duration LONGEST_CHANGE = Duration.ofMinutes(2);

    private static final List<String> GRAVEST_FIRST =
            List.of(Causes.RIGHTS, Causes.DISK, Causes.DEVICE, Causes.CLOCK, Causes.PARTIAL);

    private Optional<Moment> lastProof = Optional.empty();
    private Set<String> faults = Set.of();
    private String missCause = Causes.UNREACHABLE;
    private String barred = "";
    private int misses;
    private int busy;
    private boolean begunAnew;
    private State state;

    Evidence(Moment now) {
        state = State.unknown(now.at());
    }

    /**
     * Something answered.
     *
     * @param found what it should do and does not, in the words of {@link Causes}; replaces what was found before
     */
    void answered(Moment now, Set<String> found) {
        lastProof = Optional.of(now);
        faults = Set.copyOf(found);
        misses = 0;
        busy = 0;
        barred = "";
        begunAnew = false;
    }

    /** A look at the device failed. */
    void failed(DeviceException e, Moment now) {
        if (e instanceof DeviceException.Unreachable) {
            missed(Causes.UNREACHABLE);
        } else if (e instanceof DeviceException.Busy) {
            busy();
        } else if (!(e instanceof Refused refused)) {
            missed(Causes.GARBLED);
        } else if (refused.why() == Refused.Why.RIGHTS) {
            answered(now, Set.of(Causes.RIGHTS));
        } else if (refused.why() == Refused.Why.NETWORK) {
            barred(Causes.NETWORK);
        } // any other refusal breaks the circuit, which comes first
    }

    /** Nothing answered, or nothing that can be read. */
    void missed(String cause) {
        missCause = cause;
        misses++;
        barred = "";
    }

    /** The device has no room: something lives there. */
    void busy() {
        misses = 0;
        busy++;
        barred = "";
    }

    /** The hub itself cannot or may not try. */
    void barred(String cause) {
        barred = cause;
    }

    /** Begins anew, after a change of settings: what was missed before does not count. */
    void forget() {
        misses = 0;
        busy = 0;
        barred = "";
        faults = Set.of();
        begunAnew = true;
    }

    boolean suspect() {
        return misses > 0;
    }

    State state() {
        return state;
    }

    /**
     * Works out the state.
     *
     * @param standing what a person or the hub has decided about it
     * @param watch interval between two looks at it
     */
    State judge(Moment now, Standing standing, Duration watch) {
        var verdict = verdict(now, standing, watch);
        var same = verdict.kind == state.kind() && verdict.cause.equals(state.cause());
        state = new State(verdict.kind, verdict.cause, same ? state.since() : now.at(), lastProof.map(Moment::at));
        return state;
    }

    private Verdict verdict(Moment now, Standing standing, Duration watch) {
        if (standing.suspended()) {
            return new Verdict(Kind.SUSPENDED);
        }
        if (standing.block().isPresent()) {
            return new Verdict(Kind.OFFLINE, standing.block().get().cause());
        }
        if (standing.hold() == Holds.Kind.UNSETTLED) {
            return new Verdict(Kind.OFFLINE, Causes.PASSWORD);
        }
        if (!standing.driverServes()) {
            return new Verdict(Kind.UNKNOWN, Causes.DRIVER);
        }
        if (!barred.isEmpty()) {
            return new Verdict(Kind.OFFLINE, barred);
        }
        if (misses >= MISSES || misses >= 2 && stale(now, watch)) {
            return new Verdict(Kind.OFFLINE, missCause);
        }
        if (standing.hold() == Holds.Kind.UNDER_WAY && lastProof.isPresent() && silent(now, watch)) {
            return new Verdict(Kind.OFFLINE, Causes.PASSWORD);
        }
        if (misses > 0) {
            return asBefore();
        }
        if (busy > 0) {
            return busy >= MISSES || state.kind() != Kind.ONLINE ? new Verdict(Kind.DEGRADED, Causes.BUSY) : asBefore();
        }
        if (lastProof.isEmpty()) {
            return new Verdict(Kind.UNKNOWN);
        }
        var gravest = GRAVEST_FIRST.stream().filter(faults::contains).findFirst();
        return gravest.map(cause -> new Verdict(Kind.DEGRADED, cause)).orElseGet(() -> new Verdict(Kind.ONLINE));
    }

    /** A state that a person's decision made does not outlive that decision. */
    private Verdict asBefore() {
        return switch (state.kind()) {
            case ONLINE, DEGRADED -> new Verdict(state.kind(), state.cause());
            case OFFLINE -> begunAnew ? new Verdict(Kind.UNKNOWN) : new Verdict(state.kind(), state.cause());
            case SUSPENDED, UNKNOWN -> new Verdict(Kind.UNKNOWN);
        };
    }

    /** @return whether a change of the password takes longer than any that goes well */
    private boolean silent(Moment now, Duration watch) {
        return stale(now, watch) && now.since(lastProof.orElseThrow()).compareTo(LONGEST_CHANGE) >= 0;
    }

    private boolean stale(Moment now, Duration watch) {
        return lastProof
                .map(proof -> now.since(proof).compareTo(watch.multipliedBy(3)) > 0)
                .orElse(true);
    }

    /**
     * What has been decided about a source, apart from what it answers.
     *
     * @param ended its supervision is over
     * @param suspended a person switched supervision off
     * @param block why nothing is sent to it
     * @param driverServes whether a driver of its family serves
     * @param hold whether a change of the device's password keeps it from the device
     */
    record Standing(boolean ended, boolean suspended, Optional<Block> block, boolean driverServes, Holds.Kind hold) {

        /** @return whether the device may be spoken to at all */
        boolean mayTry() {
            return !ended && !suspended && block.isEmpty() && driverServes && hold == Holds.Kind.NONE;
        }
    }

    private record Verdict(Kind kind, Optional<String> cause) {

        private Verdict(Kind kind) {
            this(kind, Optional.empty());
        }

        private Verdict(Kind kind, String cause) {
            this(kind, Optional.of(cause));
        }
    }
}
