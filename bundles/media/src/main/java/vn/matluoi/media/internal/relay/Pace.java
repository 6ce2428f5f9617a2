package vn.matluoi.media.internal.relay;

import io.netty.channel.SelectStrategy;
import io.netty.channel.SelectStrategyFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Paces event loops: after each round of work a loop rests for a moment before it looks at its sockets again, and so finds
 * many of them ready at once. Without it, every picture of every camera is a wake-up of its own. What comes to a loop that
 * waits is handled at once; a task for one that rests is late by no more than the rest.
 */
public final class Pace implements SelectStrategyFactory {

    private final long rest;

    /** @param rest between two rounds; a picture may be late by as much */
    public Pace(Duration rest) {
        this.rest = rest.toNanos();
    }

    @Override
    public SelectStrategy newSelectStrategy() {
        return (ready, hasTasks) -> {
            if (hasTasks) {
                return ready.get();
            }
            LockSupport.parkNanos(this, rest);
            return SelectStrategy.SELECT;
        };
    }
}
