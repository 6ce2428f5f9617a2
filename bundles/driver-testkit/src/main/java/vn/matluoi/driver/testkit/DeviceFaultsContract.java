package vn.matluoi.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.driver.testkit.PlayedDevice.Pace;

/**
 * The part of {@link DeviceDriverContract} that deals with devices which fall ill: busy is not down, and whatever a device
 * answers costs a bounded time and a bounded memory.
 */
public abstract class DeviceFaultsContract {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final int TAKEN_MIB = 32;

    /** @return the driver, with {@link Targets#http()} as its client */
    protected abstract DeviceDriver driver();

    /** @return {@link #device()}, to be logged in to */
    protected abstract Target reachable();

    /** @return the device that is played, the same during a test */
    protected abstract PlayedDevice device();

    /**
     * The ways in which devices of this family say that they have no room now, by a name for the test's report; at least
     * one, and for HTTP a 503 among them. Each has {@link #device()} say so from then on, whatever it is asked with the right
     * password, most easily by {@link DeviceServer#insist} or {@link RtspDevice#insist}.
     */
    protected abstract Map<String, Runnable> busyWays();

    @Test
    void busyIsNotDown() throws DeviceException {
        var ways = busyWays();
        assertThat(ways).as("ways of this family to be busy").isNotEmpty();
        for (var way : ways.entrySet()) {
            try (var session = driver().open(reachable())) {
                assertThat(session.channels()).as("channels before it is busy").isNotEmpty();
                var events = session.facet(DeviceFacet.Events.class);
                way.getValue().run();
                isBusy(way.getKey() + ": log-in", () -> driver().open(reachable())
                        .close());
                if (events.isPresent()) { // of channels that are known: it is the subscription that is refused
                    isBusy(
                            way.getKey() + ": events",
                            () -> events.get().subscribe(new Unheard()).close());
                }
                isBusy(way.getKey() + ": channels", session::channels);
                var health = session.facet(DeviceFacet.Health.class);
                if (health.isPresent()) {
                    isBusyAtMost(way.getKey() + ": health", health.get()::health);
                }
                device().recover();
                assertThat(session.channels()).as("channels after it was busy").isNotEmpty();
            }
            driver().open(reachable()).close();
        }
    }

    private static void isBusy(String when, ThrowingCallable call) {
        var thrown = catchThrowable(call);
        assertThat(thrown).as(when).isInstanceOf(Busy.class);
        assertThat(((Busy) thrown).text().vi()).as(when).isNotBlank();
    }

    /** Of its health a driver may say what it knows all the same. */
    private static void isBusyAtMost(String when, ThrowingCallable call) {
        Optional.ofNullable(catchThrowable(call))
                .ifPresent(thrown -> assertThat(thrown).as(when).isInstanceOf(Busy.class));
    }

    @ParameterizedTest
    @EnumSource
    void givesUpAnAnswerWithoutEnd(Pace pace) throws DeviceException {
        driver().open(reachable()).close(); // what is loaded once does not count
        var target = Targets.moved(reachable(), reachable().address(), SHORT);
        try (var session = driver().open(target)) {
            assertThat(session.channels()).isNotEmpty();
            device().answerWithoutEnd(pace);
            long before = Memory.held();

            isGivenUp("log-in", () -> driver().open(target).close());
            isGivenUp("channels", session::channels);

            assertThat(device().mostTaken()).as("bytes that came").isPositive();
            assertThat(device().mostTaken() >> 20)
                    .as("MiB it let come of one answer")
                    .isLessThanOrEqualTo(TAKEN_MIB);
            assertThat((Memory.held() - before) >> 20)
                    .as("MiB held when it had given up")
                    .isLessThanOrEqualTo(TAKEN_MIB);
            device().recover();
            assertThat(session.channels()).as("channels afterwards").isNotEmpty();
        }
        driver().open(target).close();
    }

    /** In time, and with the word that fits: nobody has to do anything but wait, or the driver's author. */
    private static void isGivenUp(String when, ThrowingCallable call) {
        var thrown = assertTimeoutPreemptively(
                SHORT.plusSeconds(1), () -> catchThrowableOfType(DeviceException.class, call), when);
        assertThat(thrown).as(when).isInstanceOfAny(DeviceException.Garbled.class, DeviceException.Unreachable.class);
    }

    /** Subscribes, and does not care. */
    private static final class Unheard implements DeviceFacet.Events.Sink {
        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {}

        @Override
        public void ended(DeviceException why) {}
    }
}
