package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeatureState;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import vn.matluoi.api.HubException;
import vn.matluoi.core.internal.driver.kar.Kars;

/** Plug-ins that the container does not take. */
class DriverInstallerTest {

    private static final String NAME = "vn.matluoi.driver.fake";

    @TempDir
    private Path folder;

    private volatile Version present = new Version("1.0.0");
    private volatile Version left = present; // after the container gave up
    private final List<String> features = new CopyOnWriteArrayList<>(); // what became of the service's bundle
    private volatile int state = Bundle.ACTIVE;
    private volatile Optional<Error> error = Optional.empty();
    private StubbornPlugins stubborn;
    private DriverFaults faults;
    private final Quarantine quarantine = new Quarantine(new DriverShelf(), Map.of());
    private final FakeConfigurations configurations = new FakeConfigurations();
    private DriverInstaller installer;

    @BeforeEach
    void offerANewerOne() throws IOException {
        var place = Files.createDirectories(
                folder.resolve("vn/matluoi").resolve(NAME).resolve("2.0.0"));
        Files.writeString(place.resolve(NAME + "-2.0.0.jar"), "a bundle");
        Files.writeString(place.resolve(NAME + "-2.0.0-features.xml"), "<features/>");
        var bundle = fake(
                Bundle.class,
                Map.of("getSymbolicName", () -> NAME, "getVersion", () -> present, "getState", () -> state));
        var service = fake(
                Bundle.class,
                Map.of(
                        "getSymbolicName",
                        () -> "org.apache.karaf.features.core",
                        "stop",
                        () -> features.add("stopped"),
                        "start",
                        () -> features.add("started"),
                        "getState",
                        () -> Bundle.ACTIVE));
        var context = fake(BundleContext.class, Map.of("getBundles", () -> {
            error.ifPresent(each -> {
                throw each;
            });
            return new Bundle[] {bundle, service};
        }));
        stubborn = new StubbornPlugins(folder.resolve("stubborn"));
        faults = new DriverFaults(context);
        installer = new DriverInstaller(
                context,
                faults,
                stubborn,
                quarantine,
                new DriverConfiguration(configurations.admin()),
                new DriverRepository(folder),
                folder.resolve("archive"),
                folder.resolve("shipped.sha256"),
                new Kars(folder.resolve("kars")).gate(),
                Map.of("unsigned.allowed", "true"));
        installer.bindFeatures(fake(FeaturesService.class, Map.of("installFeatures", () -> {
            present = left;
            throw new IllegalStateException("Unable to resolve root: missing requirement");
        })));
    }

    @AfterEach
    void stop() {
        installer.stop();
    }

    private interface Answer {
        Object give() throws Exception;
    }

    /** Answers what it is given, and nothing to everything else. */
    private static <T> T fake(Class<T> type, Map<String, Answer> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    var answer =
                            answers.getOrDefault(method.getName(), () -> null).give();
                    if (answer == null && method.getReturnType().isArray()) {
                        return Array.newInstance(method.getReturnType().getComponentType(), 0);
                    }
                    if (answer == null && method.getReturnType() == Map.class) {
                        return Map.of();
                    }
                    return method.getReturnType() == void.class ? null : answer;
                }));
    }

    @Test
    void anUpgradeThatCannotBeResolvedIsNotReportedAsDone() {
        assertThat(installer.install("fake", Optional.of("2.0.0")))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo("driver.not-installable");
                    assertThat(refusal.text().vi()).contains("fake 2.0.0", "missing requirement");
                });
        assertThat(faults.noted("fake")).isPresent();
    }

    @Test
    void oneThatIsThereButDoesNotStartIsInstalledAndItsFaultNoted() {
        left = new Version("2.0.0");
        state = Bundle.RESOLVED;
        assertThat(installer.install("fake", Optional.of("2.0.0"))).succeedsWithin(Duration.ofSeconds(60));
        assertThat(faults.noted("fake").orElseThrow().en()).contains("missing requirement");
    }

    /** The container tries to start it along with each deployment, and says so at the end of it. */
    @Test
    void anotherPlugInThatDoesNotStartIsNotTheFaultOfOneThatRuns() {
        left = new Version("2.0.0");
        assertThat(installer.install("fake", Optional.of("2.0.0"))).succeedsWithin(Duration.ofSeconds(60));
        assertThat(faults.noted("fake")).isEmpty();
    }

    @Test
    void onePlugInThatTakesNoNoticeHoldsNobodyElse() {
        installer.bindFeatures(fake(FeaturesService.class, Map.of("installFeatures", () -> {
            stubborn.holds("bad");
            new CountDownLatch(1).await();
            return null;
        })));
        refused("driver bad hangs");
        assertThat(features).containsExactly("stopped", "started");
        assertThat(stubborn.holder()).isEmpty();

        installer.bindFeatures(fake(FeaturesService.class, Map.of()));
        assertThat(installer.install("fake", Optional.of("2.0.0"))).succeedsWithin(Duration.ofSeconds(60));
    }

    @Test
    void whatWouldWaitForOneThatIsStillOnItsWayIsRefusedAtOnce() {
        stubborn.add("fake");
        for (var onItsWay : List.of(Bundle.STARTING, Bundle.STOPPING)) {
            state = onItsWay;
            refused("restart the hub");
        }
        assertThat(features).isEmpty();
    }

    @Test
    void oneThatTakesNoNoticeIsNeitherStartedNorStoppedTogetherWithAnother() {
        stubborn.add("bad");
        var feature = fake(
                Feature.class,
                Map.of("getName", () -> "matluoi-driver-bad", "getId", () -> "matluoi-driver-bad/1.0.0"));
        var done = new CopyOnWriteArrayList<Object>();
        installer.bindFeatures((FeaturesService) Proxy.newProxyInstance(
                FeaturesService.class.getClassLoader(),
                new Class<?>[] {FeaturesService.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "listInstalledFeatures" -> new Feature[] {feature};
                    case "getState" -> FeatureState.Started;
                    case "updateFeaturesState", "installFeatures" -> noted(done, arguments[0]);
                    case "listRequirements" -> Map.of();
                    case "listRepositories", "listRequiredRepositories" -> new Repository[0];
                    default -> null;
                }));
        assertThat(installer.install("fake", Optional.of("2.0.0"))).succeedsWithin(Duration.ofSeconds(60));
        assertThat(done)
                .containsExactly(
                        Map.of(FeaturesService.ROOT_REGION, Map.of("matluoi-driver-bad/1.0.0", FeatureState.Installed)),
                        Set.of("matluoi-driver-fake/2.0.0"));
    }

    @Test
    void anErrorIsAnAnswerToo() {
        error = Optional.of(new NoClassDefFoundError("vn/matluoi/driver/fake/Missing"));
        assertThat(installer.uninstall("fake"))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(NoClassDefFoundError.class);
    }

    private static Object noted(List<Object> done, Object with) {
        done.add(with);
        return null;
    }

    private void refused(String because) {
        assertThat(installer.install("fake", Optional.of("2.0.0")))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.rule()).isEqualTo("driver.hangs");
                    assertThat(refusal.text().en()).contains(because);
                });
    }
}
