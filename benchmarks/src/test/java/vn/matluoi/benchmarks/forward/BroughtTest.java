package vn.matluoi.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BroughtTest {

    private final Brought brought = new Brought();

    private void take(int number, String id) {
        brought.take(new Told("told-1", number, 0), id);
    }

    @Test
    void whatComesAgainUnderItsIdIsNoSecondEvent() {
        take(1, "a");
        take(1, "a");
        assertThat(brought.count()).isEqualTo(1);
        assertThat(brought.repeated()).isEqualTo(1);
        assertThat(brought.doubled()).isZero();
    }

    @Test
    void anEventUnderASecondIdIsDoubledOnceHoweverOftenThatComes() {
        take(1, "a");
        take(1, "b");
        take(1, "b");
        assertThat(brought.doubled()).isEqualTo(1);
        assertThat(brought.repeated()).isEqualTo(1);
        take(1, "c");
        assertThat(brought.doubled()).isEqualTo(2);
    }

    @Test
    void asOftenAsAnEventWasHandedOverItMayStandThereAndNoOftener() {
        take(1, "a");
        take(1, "b");
        take(2, "c");
        take(2, "d");
        assertThat(brought.doubled((source, number) -> 2)).isZero();
        assertThat(brought.doubled((source, number) -> number)).isEqualTo(1);
        assertThat(brought.doubled((source, number) -> 9)).isZero();
    }

    @Test
    void anIdThatBringsAnotherEventIsTold() {
        take(1, "a");
        take(2, "a");
        assertThat(brought.altered()).isEqualTo(1);
    }
}
