package vn.matluoi.api.forward;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;

/**
 * The sinks, as people and surfaces see them. Calls may block on the database; any thread. Whoever calls has asked the decision
 * point; what changes a sink is recorded in the audit log first.
 */
@ProviderType
public interface Sinks {

    /** Most deliveries that are put aside for one sink; with more it waits for a person. */
    int MOST_QUARANTINED = 10_000;

    /**
     * @return all sinks, by name; those whose route does not run, too
     * @throws vn.matluoi.api.HubException {@code UNAVAILABLE} if the database does not answer
     */
    List<Sink> list();

    /** @return how far each has come, by name; asks no database, for metrics */
    List<Load> loads();

    /**
     * Sends nothing more until it is resumed, restarts included. What comes is kept for it.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND}; {@code UNAVAILABLE}
     */
    void pause(Caller by, String name);

    /** Goes on: after a pause, or at once where it waits to try again or for a person. Errors as {@link #pause}. */
    void resume(Caller by, String name);

    /**
     * Goes back, or forward, to a place in its journal.
     *
     * @param after the entry after which it goes on; 0 for the first there is
     * @throws vn.matluoi.api.HubException {@code INVALID} if it is not 0 to the newest; else as {@link #pause}
     */
    void replay(Caller by, String name, long after);

    /** Sends what was put aside once more, before all else. Errors as {@link #pause}. */
    void retry(Caller by, String name);

    /** Gives up what was put aside. Errors as {@link #pause}. */
    void discard(Caller by, String name);

    /**
     * @param limit 1 to 1000
     * @return what was put aside, oldest first
     * @throws vn.matluoi.api.HubException as {@link #pause}
     */
    List<Quarantined> quarantine(String name, int limit);

    /** How a sink is. */
    enum State {
        /** It has everything, or is being brought it. */
        RUNNING,
        /** Its receiver, its route or the database is away: it is tried again by itself. */
        WAITING,
        /** A person paused it. */
        PAUSED,
        /** A person must act: see its problem. */
        REFUSED,
        /** Its route does not run. */
        STOPPED
    }

    /**
     * One sink.
     *
     * @param name of its route
     * @param legalBasis by what its receiver may have what it gets
     * @param problem what is in the way and how to mend it
     * @param position the entry of its journal up to which everything is confirmed, put aside, or not for it
     * @param last the newest entry of its journal
     * @param behind when the first entry after its position was written; empty if there is none
     * @param load what went through
     */
    record Sink(
            String name,
            SinkRoute.Content content,
            String legalBasis,
            State state,
            Optional<Text> problem,
            long position,
            long last,
            Optional<Instant> behind,
            Load load) {

        public Sink {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(legalBasis, "legalBasis");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(problem, "problem");
            Objects.requireNonNull(behind, "behind");
            Objects.requireNonNull(load, "load");
        }

        /** @return how many entries of its journal it has not passed; some of them may not be for it */
        public long lag() {
            return Math.max(0, last - position);
        }
    }

    /**
     * What went through a sink.
     *
     * @param name of its route
     * @param lag entries of its journal it has not passed, as last seen
     * @param lagSeconds how old the first of them is, as last seen; 0 if there is none
     * @param delivered confirmed by the receiver since the sink began, over restarts, repeats not counted
     * @param failures how often carrying failed since the hub started
     * @param quarantined put aside and not yet settled
     * @param lost entries that went out of the journal before the sink came to them, since it began
     */
    record Load(
            String name,
            long lag,
            long lagSeconds,
            long delivered,
            long failures,
            long quarantined,
            long lost,
            Link link) {

        public Load {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(link, "link");
        }
    }

    /**
     * How long a receiver could be reached in the last thirty days: time in which the hub ran and nobody had paused the sink, as
     * far as it had something to send or ask. Before a receiver answered for the first time, since the hub began or something failed, nothing
     * counts as reached.
     *
     * @param reached how long everything went well
     * @param away how long the receiver was away, or refused what it was sent
     */
    record Link(Duration reached, Duration away) {

        public static final Link NONE = new Link(Duration.ZERO, Duration.ZERO);

        public Link {
            Objects.requireNonNull(reached, "reached");
            Objects.requireNonNull(away, "away");
        }

        public Link plus(Link other) {
            return new Link(reached.plus(other.reached), away.plus(other.away));
        }

        /** @return 0 to 1; empty if it was not tried yet */
        public OptionalDouble availability() {
            var all = reached.plus(away).toMillis();
            return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) reached.toMillis() / all);
        }
    }

    /**
     * A delivery a receiver rejects.
     *
     * @param sequence its place in the journal
     * @param reason in the receiver's words, cleaned
     * @param at when it was rejected
     */
    record Quarantined(long sequence, String id, String type, Text reason, Instant at) {

        public Quarantined {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(at, "at");
        }
    }
}
