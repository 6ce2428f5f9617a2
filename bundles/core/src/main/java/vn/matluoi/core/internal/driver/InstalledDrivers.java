package vn.matluoi.core.internal.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.api.registry.SourceStore;

/** The driver plug-ins as people see them: those that serve, those that failed, those that lie ready, those that lack. */
@Component(service = {Drivers.class, InstalledDrivers.class})
public final class InstalledDrivers implements Drivers {

    private static final Text UNSIGNED =
            new Text("KHÔNG có chữ ký: chỉ dùng khi phát triển", "NOT signed: for development only");

    /** How long a component may take to appear after its bundle has started. */
    Duration servesWithin = Duration.ofSeconds(10);

    private final BundleContext context;
    private final DriverShelf shelf;
    private final DriverFaults faults;
    private final Quarantine quarantine;
    private final SourceStore store;
    private final DriverRepository repository;
    private final DriverArchive archive;

    @Activate
    public InstalledDrivers(
            BundleContext context,
            @Reference DriverShelf shelf,
            @Reference DriverFaults faults,
            @Reference Quarantine quarantine,
            @Reference SourceStore store) {
        this(context, shelf, faults, quarantine, store, new DriverRepository(folder()), Folders.drivers("archive"));
    }

    InstalledDrivers(
            BundleContext context,
            DriverShelf shelf,
            DriverFaults faults,
            Quarantine quarantine,
            SourceStore store,
            DriverRepository repository,
            Path archive) {
        this.context = context;
        this.shelf = shelf;
        this.faults = faults;
        this.quarantine = quarantine;
        this.store = store;
        this.repository = repository;
        this.archive = new DriverArchive(archive, repository);
    }

    /** @return {@code drivers/repository} of this hub */
    static Path folder() {
        return Folders.drivers("repository");
    }

    @Override
    public List<Plugin> list() {
        var uses = uses();
        var plugins = new TreeMap<String, Plugin>();
        faults.families().forEach(family -> plugins.put(family, missing(family, uses)));
        uses.keySet().forEach(family -> plugins.put(family, missing(family, uses)));
        repository.newest().values().forEach(offer -> plugins.put(offer.family(), available(offer, uses)));
        for (var bundle : context.getBundles()) {
            DriverRepository.familyOf(bundle.getSymbolicName())
                    .ifPresent(family -> plugins.put(family, failed(family, bundle, uses)));
        }
        shelf.all().forEach((family, serving) -> {
            faults.clear(family);
            var problem = stuck(shelf.stuckWith(family));
            var version = serving.version().toString();
            plugins.put(
                    family,
                    new Plugin(
                            family,
                            Optional.of(version),
                            problem.isPresent() ? Status.FAILED : Status.ACTIVE,
                            problem.or(() -> archive.unsigned(family, serving.version())
                                    ? Optional.of(UNSIGNED)
                                    : Optional.empty()),
                            uses.getOrDefault(family, 0)));
        });
        quarantine
                .families()
                .forEach(family -> plugins.computeIfPresent(
                        family,
                        (key, plugin) -> plugin.status() == Status.ACTIVE
                                        && !quarantine.holds(
                                                family, plugin.version().orElse(""))
                                ? plugin
                                : held(plugin)));
        return plugins.values().stream().map(this::withKept).toList();
    }

    private Plugin withKept(Plugin plugin) {
        var kept = archive.versions(plugin.family()).stream()
                .map(DriverRepository.Offer::version)
                .toList();
        return kept.isEmpty()
                ? plugin
                : new Plugin(
                        plugin.family(), plugin.version(), plugin.status(), plugin.problem(), plugin.sources(), kept);
    }

    /** @return that family's plug-in; empty if there is none */
    Optional<Plugin> find(String family) {
        return list().stream().filter(plugin -> plugin.family().equals(family)).findFirst();
    }

    /** @return whether that version serves, or does so shortly: its component may be made in another thread */
    boolean serves(String family, Version version) {
        if (faults.noted(family).isPresent()) {
            return false; // it did not even start
        }
        var came = new CountDownLatch(1);
        try (var listening = shelf.listen(changed -> tell(came, family, version))) {
            tell(came, family, version);
            return came.await(servesWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) { // what the listener's end cannot throw
            throw new IllegalStateException(e);
        }
    }

    private void tell(CountDownLatch came, String family, Version version) {
        if (shelf.find(family).filter(each -> each.version().equals(version)).isPresent()) {
            came.countDown();
        }
    }

    private Plugin held(Plugin plugin) {
        return new Plugin(
                plugin.family(),
                plugin.version(),
                Status.QUARANTINED,
                quarantine.problem(plugin.family()).or(plugin::problem),
                plugin.sources());
    }

    private static Optional<Text> stuck(List<String> sources) {
        if (sources.isEmpty()) {
            return Optional.empty();
        }
        var named = String.join(", ", sources.subList(0, Math.min(5, sources.size())));
        return Optional.of(new Text(
                "lời gọi tới trình điều khiển không trở lại, %d nguồn: %s; hãy báo cho tác giả"
                        .formatted(sources.size(), named),
                "calls to the driver do not come back, %d sources: %s; tell its author"
                        .formatted(sources.size(), named)));
    }

    /** A plug-in whose installation failed altogether is not there, but what went wrong is told. */
    private Plugin available(DriverRepository.Offer offer, Map<String, Integer> uses) {
        var noted = faults.noted(offer.family());
        return new Plugin(
                offer.family(),
                Optional.empty(),
                noted.isPresent() ? Status.FAILED : Status.AVAILABLE,
                noted,
                uses.getOrDefault(offer.family(), 0));
    }

    private Plugin failed(String family, Bundle bundle, Map<String, Integer> uses) {
        return new Plugin(
                family,
                Optional.of(bundle.getVersion().toString()),
                Status.FAILED,
                Optional.of(faults.whyNot(family, bundle)),
                uses.getOrDefault(family, 0));
    }

    private Plugin missing(String family, Map<String, Integer> uses) {
        return new Plugin(
                family,
                Optional.empty(),
                Status.MISSING,
                faults.noted(family)
                        .or(() -> Optional.of(new Text(
                                "nguồn cần trình điều khiển %s nhưng drivers/repository không có; hãy bỏ tệp .kar có chữ ký của nó vào drivers/inbox"
                                        .formatted(family),
                                "sources need driver %s, but drivers/repository has none; drop its signed .kar file into drivers/inbox"
                                        .formatted(family)))),
                uses.getOrDefault(family, 0));
    }

    private Map<String, Integer> uses() {
        var uses = new HashMap<String, Integer>();
        store.all()
                .forEach(source -> source.settings().driver().ifPresent(family -> uses.merge(family, 1, Integer::sum)));
        return uses;
    }
}
