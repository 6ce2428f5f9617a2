package vn.matluoi.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.event.CameraEvent;

/**
 * What every driver whose devices tell events is tested with, beside {@link DeviceDriverContract}. How the device is made to
 * tell is its own affair: most have a stream that does not end ({@link DeviceServer.Answer#endless}), ONVIF answers a pull.
 */
public abstract class DeviceEventsContract {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SESSIONS = 50;
    private static final int ENDLESS_MIB = 64;
    private static final int HELD_MIB = 24;

    /** @return the driver, with {@link Targets#http()} as its client */
    protected abstract DeviceDriver driver();

    /** @return the device, to be logged in to; a new target at each call */
    protected abstract Target reachable();

    /** Makes the device tell every subscriber that motion began on one of its channels. */
    protected abstract void tellMotion();

    /** Puts bytes where the next event would stand, to every subscriber, as they are. */
    protected abstract void tellBytes(byte[] bytes);

    /** Makes the device end every subscription by itself. */
    protected abstract void hangUp();

    /** @return subscriptions open on the device's side */
    protected abstract int subscriptions();

    /**
     * @return whether the driver tells that the device ended a subscription. Not where it makes another by itself, as for a
     *     PullPoint that the device forgot: what is told then has to go on
     */
    protected boolean endsByItself() {
        return true;
    }

    /** What a subscriber was told. */
    protected static class Told implements DeviceFacet.Events.Sink {

        private final List<CameraEvent> events = new CopyOnWriteArrayList<>();
        private final List<DeviceException> ends = new CopyOnWriteArrayList<>();

        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            events.add(event);
        }

        @Override
        public void ended(DeviceException why) {
            ends.add(why);
        }

        boolean motion() {
            return events.stream()
                    .anyMatch(e -> e.type() == CameraEvent.Type.MOTION && e.phase() != CameraEvent.Phase.INACTIVE);
        }
    }

    @BeforeEach
    void nobodyIsSubscribed() {
        await("subscriptions of the test before").atMost(PATIENCE).until(() -> subscriptions() == 0);
    }

    private static DeviceFacet.Events events(DeviceSession session) {
        return session.facet(DeviceFacet.Events.class).orElseThrow();
    }

    /**
     * Tells motion again and again, as devices do, until the subscriber knows.
     *
     * @return how often: as many events may still come
     */
    private int untilMotion(Told told) {
        var times = new AtomicInteger();
        await("motion").atMost(PATIENCE).until(() -> {
            if (told.ends.isEmpty() && !told.motion()) {
                times.incrementAndGet();
                tellMotion();
            }
            return told.motion();
        });
        return times.get();
    }

    @Test
    void tellsWhatTheDeviceTells() throws Exception {
        var target = reachable();
        try (var session = driver().open(target)) {
            var told = new Told();
            try (var subscription = events(session).subscribe(told)) {
                untilMotion(told);
                assertThat(told.events).allSatisfy(event -> {
                    assertThat(event.source()).isEqualTo(target.id());
                    assertThat(event.topic()).isNotBlank();
                    assertThat(event.payload()).isNotBlank().doesNotContain(target.secret());
                });
                var motion = told.events.stream()
                        .filter(e -> e.type() == CameraEvent.Type.MOTION)
                        .findFirst()
                        .orElseThrow();
                assertThat(session.channels())
                        .as("the channel it names is one of the device's")
                        .anyMatch(c -> motion.channel().equals(Optional.of(c.id())));
            }
        }
    }

    /**
     * Four kibibytes that are nothing of the protocol. Two outcomes are allowed: the subscription goes on, and what the device tells
     * next arrives; or it ends, once, as {@link DeviceException.Garbled}, upon which the hub subscribes anew. A subscription that
     * neither goes on nor ends, that ends twice or for another reason, is not allowed.
     */
    @Test
    void goesOnAfterGarbage() throws Exception {
        try (var session = driver().open(reachable())) {
            var told = new Told();
            try (var subscription = events(session).subscribe(told)) {
                int before = untilMotion(told);
                var garbage = new byte[4096];
                new Random(1).nextBytes(garbage);
                tellBytes(garbage);
                await("an event after it").atMost(PATIENCE).until(() -> {
                    tellMotion();
                    return told.events.size() > before || !told.ends.isEmpty();
                });
                assertThat(told.ends)
                        .as("an end is told once, if it cannot go on")
                        .hasSizeLessThanOrEqualTo(1);
                if (!told.ends.isEmpty()) {
                    assertThat(told.ends.get(0)).isInstanceOf(DeviceException.Garbled.class);
                }
            }
        }
    }

    @Test
    void holdsBoundedMemoryWhenWhatComesDoesNotEnd() throws Exception {
        try (var session = driver().open(reachable())) {
            var told = new Told();
            try (var subscription = events(session).subscribe(told)) {
                untilMotion(told);
                long before = Memory.held();
                var more = new byte[1 << 20];
                Arrays.fill(more, (byte) 'x');
                for (int i = 0; i < ENDLESS_MIB && told.ends.isEmpty(); i++) {
                    tellBytes(more);
                }
                assertThat((Memory.held() - before) >> 20)
                        .as("MiB held after %d MiB without an end", ENDLESS_MIB)
                        .isLessThanOrEqualTo(HELD_MIB);
            }
        }
    }

    @Test
    void endsTheSubscriptionOnTheDeviceWhenClosed() throws Exception {
        try (var session = driver().open(reachable())) {
            var told = new Told();
            var subscription = events(session).subscribe(told);
            untilMotion(told);
            assertThat(subscriptions()).isEqualTo(1);
            subscription.close();
            await("given back").atMost(PATIENCE).until(() -> subscriptions() == 0);
            assertThat(told.ends).as("closing is no end to be told").isEmpty();
            subscription.close();
        }
    }

    @Test
    void endsTheSubscriptionOnTheDeviceWithItsSession() throws Exception {
        var session = driver().open(reachable());
        var told = new Told();
        events(session).subscribe(told);
        untilMotion(told);
        session.close();
        await("given back").atMost(PATIENCE).until(() -> subscriptions() == 0);
        assertThat(told.ends).as("closing is no end to be told").isEmpty();
    }

    @Test
    void saysOnceWhenTheDeviceEndsItOrGoesOn() throws Exception {
        try (var session = driver().open(reachable())) {
            var told = new Told();
            try (var subscription = events(session).subscribe(told)) {
                untilMotion(told);
                hangUp();
                if (endsByItself()) {
                    await("the end").atMost(PATIENCE).until(() -> !told.ends.isEmpty());
                    subscription.close();
                    assertThat(told.ends).hasSize(1);
                    assertThat(told.ends.get(0).text().vi()).isNotBlank();
                } else {
                    await("another subscription").atMost(PATIENCE).until(() -> subscriptions() == 1);
                    var before = told.events.size();
                    await("an event of it").atMost(PATIENCE).until(() -> {
                        tellMotion();
                        return told.events.size() > before;
                    });
                    assertThat(told.ends).as("what goes on did not end").isEmpty();
                }
            }
        }
    }

    @Test
    void outlivesASubscriberThatThrows() throws Exception {
        try (var session = driver().open(reachable())) {
            Told told = new Told() {
                private boolean thrown;

                @Override
                public void event(CameraEvent event, Optional<Duration> lapse) {
                    if (!thrown) {
                        thrown = true;
                        throw new IllegalStateException("the subscriber's own fault");
                    }
                    super.event(event, lapse);
                }
            };
            try (var subscription = events(session).subscribe(told)) {
                untilMotion(told);
                assertThat(told.ends).as("the device ended nothing").isEmpty();
            }
        }
    }

    @Test
    void holdsNoThreadPerSubscription() throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var open = new ArrayList<DeviceSession>();
        try {
            int before = 0;
            for (int i = 0; i < SESSIONS; i++) {
                var session = driver().open(reachable());
                open.add(session);
                events(session).subscribe(new Told());
                if (i == 1) {
                    before = threads.getThreadCount();
                }
            }
            assertThat(threads.getThreadCount() - before)
                    .as("threads that %d more subscriptions took", SESSIONS - 2)
                    .isLessThanOrEqualTo(4);
        } finally {
            open.forEach(DeviceSession::close);
        }
    }

    @Test
    void refusesASubscriptionOnAClosedSession() throws Exception {
        var session = driver().open(reachable());
        var events = events(session);
        session.close();
        assertThatExceptionOfType(DeviceException.class).isThrownBy(() -> events.subscribe(new Told()));
    }
}
