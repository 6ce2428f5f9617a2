package vn.matluoi.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.forward.Sinks.State;

class LinkDaysTest {

    private static final Instant MORNING = Instant.parse("2026-11-22T00:00:00Z");

    private final LinkDays link = new LinkDays();
    private Duration passed = Duration.ZERO;
    private Duration clockAhead = Duration.ZERO;

    private void is(State state) {
        link.is(state, MORNING.plus(passed).plus(clockAhead), passed.toNanos());
    }

    private Sinks.Link after(Duration more) {
        passed = passed.plus(more);
        return link.known().at(passed.toNanos());
    }

    @Test
    void timeCountsAsReachedOrAwayAndNotAtAllWhilePaused() {
        assertThat(after(Duration.ofHours(1)).availability()).as("not begun").isEmpty();
        is(State.RUNNING);
        after(Duration.ofHours(6));
        is(State.WAITING);
        after(Duration.ofHours(1));
        is(State.REFUSED);
        after(Duration.ofHours(1));
        is(State.PAUSED);
        var all = after(Duration.ofHours(100));
        assertThat(all).isEqualTo(new Sinks.Link(Duration.ofHours(6), Duration.ofHours(2)));
        assertThat(all.availability()).hasValue(0.75);
    }

    @Test
    void howItIsNowCountsUpToNow() {
        is(State.WAITING);
        assertThat(after(Duration.ofMinutes(5)).away()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void whatIsKeptIsGoneOnWith() {
        is(State.RUNNING);
        after(Duration.ofDays(2));
        is(State.WAITING);
        after(Duration.ofHours(1));
        is(State.STOPPED);
        var next = new LinkDays();
        next.load(link.text());
        assertThat(next.known().link()).isEqualTo(link.known().link());
        next.load("");
        assertThat(next.text()).isEqualTo(link.text());
    }

    @Test
    void daysThatAreLongGoneDoNotCount() {
        is(State.WAITING);
        after(Duration.ofHours(3));
        is(State.RUNNING);
        for (var day = 0; day < 40; day++) {
            after(Duration.ofDays(1));
            is(State.RUNNING);
        }
        assertThat(link.known().link()).isEqualTo(new Sinks.Link(Duration.ofDays(30), Duration.ZERO));
        assertThat(link.text().length()).isLessThan(2000);
    }

    @Test
    void daysThatAreNotYetDoNotCount() {
        is(State.WAITING);
        clockAhead = Duration.ofDays(400);
        after(Duration.ofHours(1));
        is(State.RUNNING);
        clockAhead = Duration.ZERO;
        after(Duration.ofHours(1));
        is(State.RUNNING);
        assertThat(link.known().link()).isEqualTo(new Sinks.Link(Duration.ofHours(1), Duration.ZERO));
    }

    @Test
    void aClockThatJumpsAddsNothing() {
        is(State.RUNNING);
        after(Duration.ofMinutes(1));
        clockAhead = Duration.ofHours(20);
        is(State.RUNNING);
        clockAhead = Duration.ofHours(-30);
        is(State.RUNNING);
        assertThat(link.known().link().reached()).isEqualTo(Duration.ofMinutes(1));
    }
}
