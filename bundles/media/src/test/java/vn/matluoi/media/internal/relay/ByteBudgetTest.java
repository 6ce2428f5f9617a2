package vn.matluoi.media.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(100);
    private final Slow small = new Slow(10);
    private final Slow large = new Slow(60);

    private static final class Slow implements ByteBudget.Backlog {

        private final long held;
        private boolean shed;
        private boolean closed;

        Slow(long held) {
            this.held = held;
        }

        @Override
        public long held() {
            return held;
        }

        @Override
        public void shed() {
            shed = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @BeforeEach
    void enter() {
        budget.enter(small);
        budget.enter(large);
    }

    @Test
    void nothingIsQueuedOverTheLimit() {
        assertThat(budget.take(80)).isTrue();
        assertThat(large.shed).isFalse();

        assertThat(budget.take(21)).isFalse();
        assertThat(budget.used()).isEqualTo(80);
        assertThat(large.shed).isTrue();
        assertThat(small.shed).isFalse();
    }

    @Test
    void whatIsOnItsWayCountsAndTheLargestBacklogMakesRoom() {
        budget.force(101);

        assertThat(budget.used()).isEqualTo(101);
        assertThat(budget.isTight()).isTrue();
        assertThat(large.shed).isTrue();
        assertThat(large.closed).isFalse();
        assertThat(small.shed).isFalse();
    }

    @Test
    void pastTwiceTheLimitTheLargestIsClosedThenTheNext() {
        budget.force(201);
        assertThat(large.closed).isTrue();
        assertThat(small.closed).isFalse();

        budget.force(1);
        assertThat(small.closed).isTrue();
    }
}
