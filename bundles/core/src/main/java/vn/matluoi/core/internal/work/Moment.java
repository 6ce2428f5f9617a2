package vn.matluoi.core.internal.work;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment by two clocks: the machine's, to be shown and kept, which somebody may set forward or back; and one that never
 * jumps, by which it is measured how long things last.
 *
 * @param steady time since some moment in the life of this process
 */
public record Moment(Instant at, Duration steady) {

    /** @return how long ago the earlier one was, whatever became of the machine's clock meanwhile */
    public Duration since(Moment earlier) {
        return steady.minus(earlier.steady);
    }

    public Moment plus(Duration time) {
        return new Moment(at.plus(time), steady.plus(time));
    }

    public boolean isBefore(Moment other) {
        return steady.compareTo(other.steady) < 0;
    }

    /**
     * A moment of which only the machine's clock is known, from before this process; one that would be still to come, since
     * the clock was set back, counts as now.
     */
    public Moment past(Instant then) {
        var ago = Duration.between(then, at);
        return new Moment(then, ago.isNegative() ? steady : steady.minus(ago));
    }
}
