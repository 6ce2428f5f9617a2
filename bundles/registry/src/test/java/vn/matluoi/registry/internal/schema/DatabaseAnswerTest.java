package vn.matluoi.registry.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DatabaseAnswerTest {

    private final AtomicLong nanos = new AtomicLong(7);

    @Test
    void isGoodWhenItAnswersAndBadWhenItRefuses() {
        assertThat(new DatabaseAnswer(() -> {}, Runnable::run, nanos::get).good())
                .isTrue();
        assertThat(new DatabaseAnswer(
                                () -> {
                                    throw new SQLException("connection refused");
                                },
                                Runnable::run,
                                nanos::get)
                        .good())
                .isFalse();
    }

    @Test
    void isBusyForAWhileBeforeItIsAway() {
        Queue<Runnable> waiting = new ArrayDeque<>(); // as behind a pool without a free connection
        var answer = new DatabaseAnswer(() -> {}, waiting::add, nanos::get);

        assertThat(answer.good()).as("at once").isTrue();
        nanos.addAndGet(DatabaseAnswer.BUSY_AT_MOST.toNanos());
        assertThat(answer.good()).as("when it waited for long").isFalse();
        assertThat(waiting).as("questions under way").hasSize(1);

        waiting.remove().run();
        assertThat(answer.good()).as("busy again").isTrue();
    }
}
