package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.karaf.features.FeaturesService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.core.internal.testing.MemoryAudit;
import vn.matluoi.core.internal.testing.MemoryStore;

/** What people order of plug-ins is recorded before it is done. */
class DriverOrdersTest {

    private static final String NAME = "vn.matluoi.driver.fake";

    @TempDir
    private Path folder;

    private final MemoryAudit audit = new MemoryAudit();
    private final List<Object> brought = new CopyOnWriteArrayList<>();
    private DriverInstaller installer;
    private DriverOrders orders;

    @BeforeEach
    void offerTwo() throws IOException {
        for (var version : List.of("1.0.0", "2.0.0")) {
            var place = Files.createDirectories(
                    folder.resolve("vn/matluoi").resolve(NAME).resolve(version));
            Files.writeString(place.resolve(NAME + "-" + version + "-features.xml"), "<features/>");
        }
        var context =
                fake(BundleContext.class, (method, arguments) -> "getBundles".equals(method) ? new Bundle[0] : null);
        var faults = new DriverFaults(context);
        var repository = new DriverRepository(folder);
        installer = new DriverInstaller(
                context, faults, new StubbornPlugins(folder.resolve("stubborn")), repository, Map.of());
        installer.bindFeatures(fake(FeaturesService.class, (method, arguments) -> {
            if ("installFeatures".equals(method)) {
                brought.addAll((Set<?>) arguments[0]);
                throw new IllegalStateException("Unable to resolve root");
            }
            return null;
        }));
        var drivers = new InstalledDrivers(context, new DriverShelf(), faults, new MemoryStore(), repository);
        orders = new DriverOrders(
                installer, drivers, audit, fake(ConfigurationAdmin.class, (method, arguments) -> null));
    }

    @AfterEach
    void stop() {
        installer.stop();
    }

    private interface Answer {
        Object give(String method, Object[] arguments);
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.give(method.getName(), arguments)));
    }

    private void refused(Optional<String> version) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> orders.install(Caller.system(), "fake", version));
    }

    @Test
    void anOrderThatCannotBeRecordedIsNotGiven() {
        audit.away = true;
        refused(Optional.of("1.0.0"));
        audit.away = false;
        refused(Optional.of("2.0.0"));

        assertThat(brought).singleElement().asString().endsWith("/2.0.0");
    }

    @Test
    void anOrderThatFailsIsRecordedWithItsVersionAndTheRule() {
        refused(Optional.empty());

        assertThat(audit.outcomes()).containsExactly("driver.install DONE", "driver.install FAILED");
        assertThat(audit.records)
                .extracting(AuditRecord::details)
                .allSatisfy(details -> assertThat(details).containsEntry("version", "2.0.0"))
                .last()
                .satisfies(details -> assertThat(details).containsEntry("because", "driver.not-installable"));
    }

    @Test
    void theRemovalOfAPlugInThatIsNotThereIsRecordedAsFailed() {
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> orders.uninstall(Caller.system(), "fake"));

        assertThat(audit.outcomes()).containsExactly("driver.uninstall DONE", "driver.uninstall FAILED");
    }
}
