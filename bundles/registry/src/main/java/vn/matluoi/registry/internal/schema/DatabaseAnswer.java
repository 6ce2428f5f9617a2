package vn.matluoi.registry.internal.schema;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers. A refusal says no at once. A question that only waits, as behind a long import that holds
 * every connection, says no after a while: busy is not down. One question is under way at a time.
 */
final class DatabaseAnswer {

    static final Duration BUSY_AT_MOST = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAnswer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Question question;
    private final Executor executor;
    private final LongSupplier nanos;

    private CompletableFuture<Void> asked = CompletableFuture.completedFuture(null); // guarded by this
    private long answeredAt; // guarded by this

    DatabaseAnswer(Question question, Executor executor, LongSupplier nanos) {
        this.question = question;
        this.executor = executor;
        this.nanos = nanos;
        this.answeredAt = nanos.getAsLong();
    }

    /** Blocks for at most a second. */
    boolean good() {
        try {
            asked().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return isRecent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return isRecent();
        } catch (ExecutionException | RejectedExecutionException e) {
            LOG.debug("the database does not answer", e);
            return false;
        }
    }

    private synchronized CompletableFuture<Void> asked() {
        if (asked.isDone()) {
            asked = CompletableFuture.runAsync(this::ask, executor);
        }
        return asked;
    }

    private void ask() {
        try {
            question.ask();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
        synchronized (this) {
            answeredAt = nanos.getAsLong();
        }
    }

    private synchronized boolean isRecent() {
        return nanos.getAsLong() - answeredAt < BUSY_AT_MOST.toNanos();
    }

    /** What is asked. */
    interface Question {

        void ask() throws SQLException;
    }
}
