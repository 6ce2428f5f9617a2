package vn.matluoi.core.internal.driver;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/**
 * Brings the plug-ins that {@code etc/vn.matluoi.drivers.cfg} names into the container, through its features service, in
 * a thread of its own: neither the hub's start nor another plug-in waits for one that does not start.
 */
@Component(service = DriverInstaller.class, configurationPid = DriverInstaller.PID, immediate = true)
public final class DriverInstaller {

    /** The configuration: {@code install = hikvision, onvif:0.2.0}. */
    public static final String PID = "vn.matluoi.drivers";

    static final String INSTALL = "install";

    private static final Logger LOG = LoggerFactory.getLogger(DriverInstaller.class);

    private final BundleContext context;
    private final DriverFaults faults;
    private final DriverRepository repository;
    private final Deployments deployments;
    private final ThreadPoolExecutor thread;

    private volatile Map<String, Optional<String>> wanted;

    @Activate
    public DriverInstaller(
            BundleContext context,
            @Reference DriverFaults faults,
            @Reference StubbornPlugins stubborn,
            Map<String, Object> settings) {
        this(context, faults, stubborn, new DriverRepository(InstalledDrivers.folder()), settings);
    }

    DriverInstaller(
            BundleContext context,
            DriverFaults faults,
            StubbornPlugins stubborn,
            DriverRepository repository,
            Map<String, Object> settings) {
        this.context = context;
        this.faults = faults;
        this.repository = repository;
        this.deployments = new Deployments(context, stubborn);
        this.wanted = wanted(settings.get(INSTALL));
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var own = new Thread(task, "matluoi-drivers");
            own.setDaemon(true);
            return own;
        });
        this.thread.allowCoreThreadTimeOut(true);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindFeatures(FeaturesService service) {
        deployments.bind(service);
        thread.execute(this::bringWanted);
    }

    void unbindFeatures(FeaturesService service) {
        deployments.unbind(service);
    }

    @Modified
    void modified(Map<String, Object> settings) {
        wanted = wanted(settings.get(INSTALL));
        thread.execute(this::bringWanted);
    }

    @Deactivate
    void stop() {
        thread.shutdown();
    }

    Map<String, Optional<String>> wanted() {
        return wanted;
    }

    /** @return which version {@link #install} would bring; empty if there is none */
    String offered(String family, Optional<String> version) {
        return repository.find(family, version).map(Offer::version).orElse("");
    }

    /** @return which version is installed; empty if there is none */
    String present(String family) {
        return installed(family).map(bundle -> bundle.getVersion().toString()).orElse("");
    }

    /** Installs that version, or the newest; runs in the installer's thread. Fails with a {@link HubException}. */
    CompletableFuture<Offer> install(String family, Optional<String> version) {
        return inThread(() -> {
            var offer = repository.find(family, version).orElseThrow(() -> notOffered(family, version));
            install(offer);
            return offer;
        });
    }

    /** Removes the plug-in; runs in the installer's thread. Fails with a {@link HubException}. */
    CompletableFuture<Offer> uninstall(String family) {
        return inThread(() -> {
            var bundle = installed(family).orElseThrow(() -> notInstalled(family));
            var feature = DriverRepository.featureOf(family);
            deployments.make(family, service -> {
                for (var requirement : service.listRequirements().getOrDefault(FeaturesService.ROOT_REGION, Set.of())) {
                    if (requirement.equals("feature:" + feature)
                            || requirement.startsWith("feature:" + feature + "/")) {
                        service.removeRequirements(
                                Map.of(FeaturesService.ROOT_REGION, Set.of(requirement)), Deployments.gently());
                    }
                }
            });
            faults.clear(family);
            LOG.info("driver {} {} removed", family, bundle.getVersion());
            return new Offer(family, bundle.getVersion().toString());
        });
    }

    private void bringWanted() {
        wanted.forEach((family, version) -> {
            var present = installed(family);
            var offer = repository.find(family, version);
            if (present.isPresent()
                    && (version.isEmpty()
                            || offer.filter(each ->
                                            each.order().equals(present.get().getVersion()))
                                    .isPresent())) {
                return;
            }
            if (offer.isEmpty()) {
                note(family, notOffered(family, version));
                return;
            }
            try {
                install(offer.get());
            } catch (HubException e) {
                LOG.debug("driver {} was not installed", family, e); // noted already, and shown
            }
        });
    }

    private void install(Offer offer) {
        var options = Deployments.gently();
        if (installed(offer.family()).isPresent()) {
            options.add(Option.Upgrade);
        }
        try {
            deployments.make(offer.family(), service -> {
                service.addRepository(URI.create(offer.featuresUri()));
                service.installFeatures(Set.of(offer.feature() + "/" + offer.version()), options);
            });
            faults.clear(offer.family());
            LOG.info("driver {} {} installed", offer.family(), offer.version());
        } catch (HubException e) {
            throw e;
        } catch (Exception e) { // the container declares nothing narrower; whatever it is, it is this plug-in's fault
            var there = installed(offer.family()).map(Bundle::getVersion);
            if (!there.equals(
                    Optional.of(offer.order()))) { // another version may serve on: that is not what was asked for
                faults.note(offer.family(), e);
                LOG.warn("driver {} {} is not installed: {}", offer.family(), offer.version(), e.getMessage());
                throw notInstallable(offer, e);
            }
            note(offer.family(), e);
        }
    }

    private void note(String family, Throwable fault) {
        faults.note(family, fault);
        LOG.warn("driver {} does not serve: {}", family, fault.getMessage());
    }

    private Optional<Bundle> installed(String family) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> DriverRepository.familyOf(bundle.getSymbolicName())
                        .filter(family::equals)
                        .isPresent())
                .findFirst();
    }

    private <T> CompletableFuture<T> inThread(Callable<T> work) {
        var answer = new CompletableFuture<T>();
        thread.execute(() -> {
            try {
                answer.complete(work.call());
            } catch (Exception e) { // goes to the caller, whatever it is
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** @return family to version; {@code hikvision, onvif:0.2.0} as one text or several */
    static Map<String, Optional<String>> wanted(Object property) {
        var texts = property instanceof String[] several
                ? Arrays.asList(several)
                : Arrays.asList(property == null ? "" : property.toString());
        var wanted = new LinkedHashMap<String, Optional<String>>();
        for (var text : texts) {
            for (var entry : text.split(",")) {
                var parts = entry.strip().split(":", 2);
                if (!parts[0].isBlank()) {
                    wanted.put(parts[0].strip(), parts.length > 1 ? Optional.of(parts[1].strip()) : Optional.empty());
                }
            }
        }
        return wanted;
    }

    private static HubException notOffered(String family, Optional<String> version) {
        var what = version.map(each -> family + " " + each).orElse(family);
        return new HubException(
                Reason.NOT_FOUND,
                "driver.not-offered",
                new Text(
                        "drivers/repository không có trình điều khiển %s".formatted(what),
                        "drivers/repository has no driver %s".formatted(what)));
    }

    private static HubException notInstalled(String family) {
        return new HubException(
                Reason.NOT_FOUND,
                "driver.not-installed",
                new Text(
                        "trình điều khiển %s chưa được cài".formatted(family),
                        "driver %s is not installed".formatted(family)));
    }

    private static HubException notInstallable(Offer offer, Exception cause) {
        var why = DriverFaults.rootOf(cause);
        return new HubException(
                Reason.UNAVAILABLE,
                "driver.not-installable",
                new Text(
                        "không cài được trình điều khiển %s %s: %s".formatted(offer.family(), offer.version(), why),
                        "driver %s %s cannot be installed: %s".formatted(offer.family(), offer.version(), why)));
    }
}
