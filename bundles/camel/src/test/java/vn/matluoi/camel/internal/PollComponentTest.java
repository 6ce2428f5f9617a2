package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.route.Poll;

class PollComponentTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** Counts its runs, and fails in the first. */
    public static final class Counting implements Poll {

        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();

        @Override
        public void begin() {
            begun.incrementAndGet();
        }

        @Override
        public void run() {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("the first fails");
            }
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(10);
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }
    }

    private void add(String name, Poll poll) throws Exception {
        camel.getRegistry().bind("poll-" + name, poll);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("poll:" + name).routeId(name).bean("poll-" + name, "run");
            }
        });
    }

    @Test
    void aRunThatFailsIsFollowedByTheNext() throws Exception {
        var poll = new Counting();
        add("vms", poll);
        camel.start();
        await().until(() -> poll.runs.get() > 2);
        assertThat(poll.begun).hasValue(1);
    }

    /** Cannot say what is done. */
    public static final class Unsure implements Poll, Poll.Times {

        final AtomicInteger runs = new AtomicInteger();

        @Override
        public void begin() {}

        @Override
        public void end() {}

        @Override
        public void run() {
            runs.incrementAndGet();
        }

        @Override
        public Duration pause() {
            return Duration.ofMillis(10);
        }

        @Override
        public Optional<Times> times() {
            return Optional.of(this);
        }

        @Override
        public Duration first(Optional<Instant> done) {
            return Duration.ZERO;
        }

        @Override
        public Instant done() {
            throw new IllegalStateException("a defect");
        }
    }

    @Test
    void aRouteWhoseTimesCannotBeKeptGoesOn() throws Exception {
        var poll = new Unsure();
        add("vms", poll);
        camel.start();
        await().until(() -> poll.runs.get() > 2);
    }

    @Test
    void aRouteThatStopsEndsItsPollAndStartsItAnew() throws Exception {
        var poll = new Counting();
        add("vms", poll);
        camel.start();
        await().until(() -> poll.runs.get() > 0);
        camel.getRouteController().stopRoute("vms");
        assertThat(poll.ended).hasValue(1);
        camel.getRouteController().startRoute("vms");
        assertThat(poll.begun).hasValue(2);
    }

    @Test
    void aRouteThatIsMadeAnewRunsTheNewPoll() throws Exception {
        var before = new Counting();
        add("vms", before);
        camel.start();
        camel.getRouteController().stopRoute("vms");
        camel.removeRoute("vms");
        var after = new Counting();
        add("vms", after);
        await().until(() -> after.runs.get() > 0);
        assertThat(before.ended).hasValue(1);
    }
}
