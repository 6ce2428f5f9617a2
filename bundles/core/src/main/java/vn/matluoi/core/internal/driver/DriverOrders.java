package vn.matluoi.core.internal.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers.Plugin;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/** Carries out what people order of plug-ins, records it, and writes it to {@code etc/vn.matluoi.drivers.cfg}. */
@Component(service = DriverAdmin.class)
public final class DriverOrders implements DriverAdmin {

    private static final long LONGEST_SECONDS = 180;
    private static final String FILE = "felix.fileinstall.filename";

    private final DriverInstaller installer;
    private final InstalledDrivers drivers;
    private final AuditLog audit;
    private final ConfigurationAdmin configurations;

    @Activate
    public DriverOrders(
            @Reference DriverInstaller installer,
            @Reference InstalledDrivers drivers,
            @Reference AuditLog audit,
            @Reference ConfigurationAdmin configurations) {
        this.installer = installer;
        this.drivers = drivers;
        this.audit = audit;
        this.configurations = configurations;
    }

    @Override
    public Plugin install(Caller by, String family, Optional<String> version) {
        var offer = recorded(
                by,
                "driver.install",
                family,
                installer.offered(family, version),
                () -> installer.install(family, version));
        var wanted = new LinkedHashMap<>(installer.wanted());
        wanted.put(family, version);
        write(wanted);
        return drivers.list().stream()
                .filter(plugin -> plugin.family().equals(family))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("installed, but not there: " + offer));
    }

    @Override
    public void uninstall(Caller by, String family) {
        recorded(by, "driver.uninstall", family, installer.present(family), () -> installer.uninstall(family));
        var wanted = new LinkedHashMap<>(installer.wanted());
        if (wanted.containsKey(family)) {
            wanted.remove(family);
            write(wanted);
        }
    }

    /** Records the order, then gives it; {@code version} is empty if there is no such plug-in. */
    private Offer recorded(
            Caller by, String action, String family, String version, Supplier<CompletableFuture<Offer>> order) {
        var record = AuditRecord.of(by.account(), "core", action, family, Outcome.DONE, Map.of("version", version));
        return audit.recorded(record, () -> waitFor(order.get()));
    }

    private static Offer waitFor(CompletableFuture<Offer> order) {
        try {
            return order.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HubException refusal) {
                throw refusal;
            }
            throw unavailable("driver.failed", "không thực hiện được: ", "not done: ", DriverFaults.rootOf(e));
        } catch (TimeoutException e) {
            throw unavailable(
                    "driver.slow",
                    "Karaf vẫn đang làm; xem hub:driver-list",
                    "Karaf is still at it; see hub:driver-list",
                    "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("hub.stopping", "yêu cầu đã bị ngắt", "the request was interrupted", "");
        }
    }

    /** File Install writes the configuration back to its file. */
    private void write(Map<String, Optional<String>> wanted) {
        try {
            var configuration = configurations.getConfiguration(DriverInstaller.PID, "?");
            var properties = configuration.getProperties();
            var changed = properties == null ? new Hashtable<String, Object>() : properties;
            changed.put(
                    DriverInstaller.INSTALL,
                    wanted.entrySet().stream()
                            .map(entry -> entry.getKey()
                                    + entry.getValue().map(each -> ":" + each).orElse(""))
                            .collect(Collectors.joining(", ")));
            if (changed.get(FILE) == null) {
                changed.put(FILE, file().toUri().toString());
            }
            configuration.update(changed);
        } catch (IOException e) {
            throw unavailable(
                    "driver.not-noted",
                    "đã thực hiện, nhưng không ghi được etc/vn.matluoi.drivers.cfg: ",
                    "done, but etc/vn.matluoi.drivers.cfg cannot be written: ",
                    String.valueOf(e.getMessage()));
        }
    }

    private static Path file() {
        return Path.of(System.getProperty("karaf.etc", "etc")).resolve(DriverInstaller.PID + ".cfg");
    }

    private static HubException unavailable(String rule, String vi, String en, String cause) {
        return new HubException(Reason.UNAVAILABLE, rule, new Text(vi + cause, en + cause));
    }
}
