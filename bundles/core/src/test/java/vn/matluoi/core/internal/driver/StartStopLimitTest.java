package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Version;
import vn.matluoi.core.internal.testing.ManualTimer;

/** Plug-ins that do not come to the end of their start or stop. */
class StartStopLimitTest {

    @TempDir
    private Path folder;

    private final ManualTimer timer = new ManualTimer();
    private final List<String> stopped = new ArrayList<>();
    private int hub = Bundle.ACTIVE;
    private int halted;
    private final Bundle bad = bundle("vn.matluoi.driver.bad");
    private final BundleContext context = fake(
            BundleContext.class,
            Map.of(
                    "getBundles",
                    () -> new Bundle[] {bad},
                    "getBundle",
                    () -> fake(Bundle.class, Map.of("getState", () -> hub))));
    private final DriverFaults faults = new DriverFaults(context);
    private final String thread = Thread.currentThread().getName();
    private StubbornPlugins stubborn;
    private final Quarantine quarantine = new Quarantine(new DriverShelf(), Map.of());
    private StartStopLimit limit;

    @BeforeEach
    void start() {
        stubborn = new StubbornPlugins(folder.resolve("stubborn"));
        limit = new StartStopLimit(context, faults, stubborn, quarantine, timer, () -> {}, () -> halted++);
    }

    @AfterEach
    void stop() {
        Thread.interrupted();
        Thread.currentThread().setName(thread);
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
        assertThat(quarantine.mark("bad").orElseThrow().why().en()).contains("hangs at its start");
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

    @Test
    void oneThatTakesNoNoticeIsRememberedUntilItStarts() {
        happens("vn.matluoi.driver.bad", BundleEvent.STARTING);
        timer.advance(Duration.ofSeconds(31));
        assertThat(stubborn.families()).isEmpty();
        timer.advance(Duration.ofSeconds(5));
        assertThat(new StubbornPlugins(folder.resolve("stubborn")).families()).containsExactly("bad");
        assertThat(stubborn.holder()).isEmpty();

        happens("vn.matluoi.driver.bad", BundleEvent.STARTED);
        assertThat(new StubbornPlugins(folder.resolve("stubborn")).families()).isEmpty();
    }

    @Test
    void itIsKnownWhoHoldsTheFeaturesService() {
        Thread.currentThread().setName("features-3-thread-1");
        happens("vn.matluoi.driver.bad", BundleEvent.STOPPING);
        timer.advance(Duration.ofSeconds(36));
        assertThat(stubborn.holder()).contains("bad");

        happens("vn.matluoi.driver.bad", BundleEvent.STOPPED);
        assertThat(stubborn.holder()).isEmpty();
    }

    @Test
    void theNextStartLeavesItOut() {
        stubborn.add("bad");
        var next = new StartStopLimit(context, faults, stubborn, quarantine, timer, () -> {}, () -> halted++);
        assertThat(stopped).containsExactly("vn.matluoi.driver.bad");
        assertThat(faults.noted("bad").orElseThrow().vi()).contains("không được khởi động lại");
        next.stop();
    }

    @Test
    void oneThatHangsAtTheHubsOwnEndDoesNotKeepTheProcess() {
        hub = Bundle.STOPPING;
        happens("vn.matluoi.driver.bad", BundleEvent.STOPPING);
        timer.advance(Duration.ofSeconds(39));
        assertThat(halted).isZero();

        timer.advance(Duration.ofSeconds(2));
        assertThat(halted).isPositive();
    }

    @Test
    void oneThatHungBeforeGivesTheOthersTimeToEnd() {
        happens("vn.matluoi.driver.bad", BundleEvent.STARTING);
        timer.advance(Duration.ofMinutes(2));
        hub = Bundle.STOPPING;
        timer.advance(Duration.ofSeconds(5));
        assertThat(halted).isZero();
        timer.advance(Duration.ofSeconds(5));
        assertThat(halted).isPositive();
    }

    @Test
    void oneThatEndsAtLastLetsTheHubEndAsItShould() {
        hub = Bundle.STOPPING;
        happens("vn.matluoi.driver.bad", BundleEvent.STOPPING);
        timer.advance(Duration.ofSeconds(36));
        happens("vn.matluoi.driver.bad", BundleEvent.STOPPED);
        timer.advance(Duration.ofMinutes(1));
        assertThat(halted).isZero();
    }

    @Test
    void oneThatHangsAtTheHubsOwnEndIsStartedAgain() {
        hub = Bundle.STOPPING;
        happens("vn.matluoi.driver.bad", BundleEvent.STOPPING);
        timer.advance(Duration.ofMinutes(1));
        assertThat(stubborn.families()).isEmpty();
    }

    private void happens(String name, int what) {
        limit.bundleChanged(new BundleEvent(what, bundle(name)));
    }

    private Bundle bundle(String name) {
        return fake(
                Bundle.class,
                Map.of(
                        "getSymbolicName",
                        () -> name,
                        "getVersion",
                        () -> new Version("1.0.0"),
                        "getBundleId",
                        () -> (long) name.hashCode(),
                        "getState",
                        () -> Bundle.RESOLVED,
                        "stop",
                        () -> {
                            stopped.add(name);
                            return null;
                        }));
    }

    /** Answers what it is given, and nothing to everything else. */
    private static <T> T fake(Class<T> type, Map<String, Supplier<Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> answers.getOrDefault(
                                method.getName(), () -> null)
                        .get()));
    }
}
