package vn.matluoi.benchmarks.forward;

import java.io.IOException;

/** A system that a sink of the hub tells events, outside the hub: it lives through whatever becomes of that. */
public interface EventReceiver extends AutoCloseable {

    /** @return the lines of the sink's file that say how it is reached */
    String settings();

    /** Reads what has come since. */
    Brought look() throws IOException;

    @Override
    void close() throws IOException;
}
