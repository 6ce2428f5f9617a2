package vn.matluoi.source.mqtt.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Gives what comes its turn, so that there is only so much a second: a broker sends no more than it may before the first is
 * confirmed, and so keeps the rest. Any thread.
 */
final class Pacing {

    private final long gap;
    private final LongSupplier nanos;
    private long next; // guarded by this; of the clock
    private CompletionStage<Void> before = CompletableFuture.completedFuture(null); // guarded by this

    /** @param rate a second */
    Pacing(int rate, LongSupplier nanos) {
        this.gap = Duration.ofSeconds(1).toNanos() / rate;
        this.nanos = nanos;
        this.next = nanos.getAsLong();
    }

    /** @return how long to wait until so many may be said to be there */
    synchronized Duration turn(int many) {
        var now = nanos.getAsLong();
        next = Math.max(now, next) + gap * many;
        return Duration.ofNanos(next - now - gap * many);
    }

    /**
     * The same for what may be given up while it waits.
     *
     * @param comesAgain asked when those before have had their turn: then it has none
     * @return completes when it has had its turn, on a thread that must not be held up
     */
    synchronized CompletionStage<Void> inTurn(int many, BooleanSupplier comesAgain) {
        before = before.thenCompose(done -> turnUnless(comesAgain, many));
        return before;
    }

    /** @return completes after the turn of so many, or at once if they come again: then they have none */
    CompletionStage<Void> turnUnless(BooleanSupplier comesAgain, int many) {
        return after(comesAgain.getAsBoolean() ? Duration.ZERO : turn(many));
    }

    /** @return completes after that time, on a thread that must not be held up */
    static CompletionStage<Void> after(Duration pause) {
        return pause.isZero()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, Runnable::run));
    }
}
