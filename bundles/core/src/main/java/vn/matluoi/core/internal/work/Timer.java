package vn.matluoi.core.internal.work;

import java.time.Duration;
import java.time.InstantSource;

/** Time for the supervisor: what time it is, and a call when some time is over. */
public interface Timer extends InstantSource {

    /** @return this moment; how long things last is measured between two of them, not between two {@link #instant}s */
    Moment now();

    /**
     * Calls once, after the delay, on a thread that must not be held: the call only hands work to {@link Lanes}.
     *
     * @return to call it off
     */
    Pending after(Duration delay, Runnable call);

    /** A call that is still to come. */
    interface Pending {

        /** Calls it off; does nothing if it came already. */
        void cancel();
    }
}
