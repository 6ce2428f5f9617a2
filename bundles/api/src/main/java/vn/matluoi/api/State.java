package vn.matluoi.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How a source or a camera is, computed from its parent chain and its last proof of life, never copied from
 * what a device says of itself. Quiet is not healthy; busy is not down; one missed answer is not a fault.
 *
 * @param kind the state
 * @param cause a stable word for why it is not online, for example {@code credentials-rejected},
 *     {@code unreachable}, {@code no-signal}; empty when online
 * @param since when this state began
 * @param lastProof when something last proved life; empty if nothing ever did
 */
public record State(Kind kind, Optional<String> cause, Instant since, Optional<Instant> lastProof) {

    public State {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(lastProof, "lastProof");
    }

    public static State unknown(Instant since) {
        return new State(Kind.UNKNOWN, Optional.empty(), since, Optional.empty());
    }

    /** What is known of a source or camera. */
    public enum Kind {
        ONLINE,
        /** It answers, but something it should do it does not: a disk fault, a wrong clock, some calls failing. */
        DEGRADED,
        OFFLINE,
        /** A person switched supervision off. */
        SUSPENDED,
        /** Never yet proved either way. */
        UNKNOWN
    }
}
