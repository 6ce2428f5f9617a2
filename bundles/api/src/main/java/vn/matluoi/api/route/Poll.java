package vn.matluoi.api.route;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a route from {@code poll:NAME} does again and again. The route's template binds it as {@code poll-NAME} in the registry of the
 * CamelContext, and its route calls {@link #run()} as a bean; the hub's component {@code poll} calls the route, at its pace, by one of
 * the few threads that all such routes share. The next run begins when {@link #pause()} after the end of the last has passed.
 */
public interface Poll {

    /** The route starts. */
    void begin();

    /** Does it once. May block for minutes; never runs beside itself. */
    void run();

    /** @return how long to wait after the run that ended; differs from time to time, so that routes of one period do not meet */
    Duration pause();

    /** The route is stopped or gone: a run that is under way brings nothing any more. */
    void end();

    /** @return how its runs ended since it was made; asked by any thread, answers at once */
    default Runs runs() {
        return new Runs(0, Optional.empty());
    }

    /** @return when it is to run, for one that runs at times of the day; empty for one that runs after pauses alone */
    default Optional<Times> times() {
        return Optional.empty();
    }

    /** Times of the day, of which none is to be lost because the hub was down. Any thread; answers at once. */
    interface Times {

        /**
         * To be asked once, after the route began.
         *
         * @param done what {@link #done()} last answered of the route, the hub's last stop notwithstanding; empty if it is new
         * @return how long to wait for the first run
         */
        Duration first(Optional<Instant> done);

        /** @return up to when all that was due is done; the hub keeps it */
        Instant done();
    }

    /**
     * Runs since the route was made.
     *
     * @param failed how many brought nothing without throwing: the other side did not answer, or what it answered cannot be used
     * @param lastGood when one last brought what can be used, changed or not
     */
    record Runs(long failed, Optional<Instant> lastGood) {

        public Runs {
            Objects.requireNonNull(lastGood, "lastGood");
        }
    }
}
