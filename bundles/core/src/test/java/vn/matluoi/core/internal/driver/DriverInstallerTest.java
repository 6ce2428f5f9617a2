package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.features.FeaturesService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import vn.matluoi.api.HubException;

/** Plug-ins that the container does not take. */
class DriverInstallerTest {

    private static final String NAME = "vn.matluoi.driver.fake";

    @TempDir
    private Path folder;

    private volatile Version present = new Version("1.0.0");
    private volatile Version left = present; // after the container gave up
    private DriverFaults faults;
    private DriverInstaller installer;

    @BeforeEach
    void offerANewerOne() throws IOException {
        var place = Files.createDirectories(
                folder.resolve("vn/matluoi").resolve(NAME).resolve("2.0.0"));
        Files.writeString(place.resolve(NAME + "-2.0.0-features.xml"), "<features/>");
        var bundle = fake(Bundle.class, Map.of("getSymbolicName", () -> NAME, "getVersion", () -> present));
        var context = fake(BundleContext.class, Map.of("getBundles", () -> new Bundle[] {bundle}));
        faults = new DriverFaults(context);
        installer = new DriverInstaller(context, faults, new DriverRepository(folder), Map.of());
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
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answers.getOrDefault(
                                method.getName(), () -> null)
                        .give()));
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
        assertThat(installer.install("fake", Optional.of("2.0.0"))).succeedsWithin(Duration.ofSeconds(10));
        assertThat(faults.noted("fake").orElseThrow().en()).contains("missing requirement");
    }
}
