package vn.matluoi.sftp.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection that takes too long, whatever it is doing: a server that says something now and then is never silent. It waits in
 * no thread of its own.
 */
final class Deadline {

    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** @param cut ends the connection; called once at most, by a thread that may wait for it */
    Deadline(Duration longest, Runnable cut) {
        done.orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS).exceptionallyAsync(late -> {
            cut.run();
            return null;
        });
    }

    /** The connection has ended by itself. */
    void met() {
        done.complete(null);
    }
}
