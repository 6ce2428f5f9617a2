package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Version;
import vn.matluoi.core.internal.testing.ManualTimer;

/** Plug-ins that do not come to the end of their start or stop. */
class StartStopLimitTest {

    private final ManualTimer timer = new ManualTimer();
    private final BundleContext context = fake(BundleContext.class, "");
    private final DriverFaults faults = new DriverFaults(context);
    private final StartStopLimit limit = new StartStopLimit(context, faults, timer, () -> {});

    @AfterEach
    void stop() {
        Thread.interrupted();
        limit.stop();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aStartThatHangsIsSaidAndInterruptedAgainAndAgain() {
        happens("vn.matluoi.driver.bad", BundleEvent.STARTING);
        timer.advance(Duration.ofSeconds(29));
        assertThat(faults.noted("bad")).isEmpty();
        assertThat(Thread.interrupted()).isFalse();

        timer.advance(Duration.ofSeconds(2));
        assertThat(faults.noted("bad").orElseThrow().en()).contains("hangs at its start");
        assertThat(Thread.interrupted()).isTrue();
        timer.advance(Duration.ofSeconds(5));
        assertThat(Thread.interrupted()).isTrue();

        happens("vn.matluoi.driver.bad", BundleEvent.STOPPED);
        timer.advance(Duration.ofMinutes(5));
        assertThat(Thread.interrupted()).isFalse();
        faults.note("bad", new InterruptedException("sleep interrupted"));
        assertThat(faults.noted("bad").orElseThrow().en()).contains("hangs at its start");
        assertThat(faults.families()).containsExactly("bad");
        faults.clear("bad");
        assertThat(faults.noted("bad")).isEmpty();
    }

    @Test
    void aStopThatHangsIsSaidToo() {
        happens("vn.matluoi.driver.bad", BundleEvent.STOPPING);
        timer.advance(Duration.ofSeconds(31));
        assertThat(faults.noted("bad").orElseThrow().en()).contains("hangs at its stop");
    }

    @Test
    void onesThatComeToTheirEndAndOtherBundlesAreLeftAlone() {
        happens("vn.matluoi.driver.good", BundleEvent.STARTING);
        happens("vn.matluoi.driver.good", BundleEvent.STARTED);
        happens("vn.matluoi.rest", BundleEvent.STARTING);
        happens("vn.matluoi.driver.testkit", BundleEvent.STARTING);
        timer.advance(Duration.ofMinutes(5));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(faults.families()).isEmpty();
    }

    private void happens(String name, int what) {
        limit.bundleChanged(new BundleEvent(what, fake(Bundle.class, name)));
    }

    /** Has a name, and does nothing. */
    private static <T> T fake(Class<T> type, String name) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> switch (method.getName()) {
                    case "getSymbolicName" -> name;
                    case "getVersion" -> new Version("1.0.0");
                    case "getBundleId" -> (long) name.hashCode();
                    default -> null;
                }));
    }
}
