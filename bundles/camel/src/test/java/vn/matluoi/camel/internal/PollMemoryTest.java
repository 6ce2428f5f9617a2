package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.route.Poll;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class PollMemoryTest {

    private static final Instant FIRST = Instant.parse("2026-11-28T19:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-11-29T19:00:00Z");

    @Parameter
    Engine engine;

    private DataSource database;

    @BeforeEach
    void database() {
        database = engine.migrated("db/routes.sql");
    }

    /** Due at once, and done when it ran; then not for an hour. */
    public static final class Daily implements Poll, Poll.Times {

        final List<Optional<Instant>> asked = new CopyOnWriteArrayList<>();
        final AtomicInteger runs = new AtomicInteger();
        private volatile Instant done = FIRST;

        @Override
        public void begin() {}

        @Override
        public void end() {}

        @Override
        public void run() {
            done = SECOND;
            runs.incrementAndGet();
        }

        @Override
        public Duration pause() {
            return Duration.ofHours(1);
        }

        @Override
        public Optional<Times> times() {
            return Optional.of(this);
        }

        @Override
        public Duration first(Optional<Instant> before) {
            asked.add(before);
            done = before.orElse(FIRST);
            return before.equals(Optional.of(SECOND)) ? Duration.ofHours(1) : Duration.ZERO;
        }

        @Override
        public Instant done() {
            return done;
        }
    }

    private HubCamelContext hub(Daily poll) throws Exception {
        var hub = new HubCamelContext(new DefaultCamelContext());
        hub.remember(new PollMemory(database));
        hub.camel().getRegistry().bind("poll-vms", poll);
        hub.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("poll:vms").routeId("vms").bean("poll-vms", "run");
            }
        });
        return hub;
    }

    @Test
    void aRouteIsToldAfterARestartWhatItHadDone() throws Exception {
        var before = new Daily();
        var hub = hub(before);
        await().until(() -> new PollMemory(database).done("vms").equals(Optional.of(SECOND)));
        hub.stop();
        assertThat(before.asked).containsExactly(Optional.empty());
        assertThat(before.runs).hasValue(1);

        var after = new Daily();
        hub = hub(after);
        await().until(() -> !after.asked.isEmpty());
        hub.stop();
        assertThat(after.asked).containsExactly(Optional.of(SECOND));
        assertThat(after.runs).as("it was done").hasValue(0);
    }

    @Test
    void aRouteThatIsRemovedIsForgotten() throws SQLException {
        var memory = new PollMemory(database);
        memory.keep("vms", FIRST);
        memory.keep("vms", SECOND);
        memory.keep("vms-2", FIRST);
        new RouteStore(database).remove("vms");
        assertThat(memory.done("vms")).isEmpty();
        assertThat(memory.done("vms-2")).contains(FIRST);
    }
}
