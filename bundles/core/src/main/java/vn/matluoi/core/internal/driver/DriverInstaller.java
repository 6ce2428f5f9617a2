package vn.matluoi.core.internal.driver;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;
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
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/**
 * Brings the plug-ins that {@code etc/vn.matluoi.drivers.cfg} names into the container, through its features service, in
 * a thread of its own: neither the hub's start nor another plug-in waits for one that does not start.
 */
@Component(service = DriverInstaller.class, configurationPid = DriverInstaller.PID, immediate = true)
public final class DriverInstaller {

    /** The configuration: {@code install = hikvision, onvif:0.2.0}. */
    public static final String PID = "vn.matluoi.drivers";

    private static final Logger LOG = LoggerFactory.getLogger(DriverInstaller.class);

    private final BundleContext context;
    private final DriverFaults faults;
    private final Quarantine quarantine;
    private final DriverConfiguration configuration;
    private final DriverRepository repository;
    private final Deployments deployments;
    private final ThreadPoolExecutor thread;

    private volatile Map<String, Optional<String>> wanted = Map.of();
    private volatile boolean unsignedAllowed;

    @Activate
    public DriverInstaller(
            BundleContext context,
            @Reference DriverFaults faults,
            @Reference StubbornPlugins stubborn,
            @Reference Quarantine quarantine,
            @Reference DriverConfiguration configuration,
            Map<String, Object> settings) {
        this(
                context,
                faults,
                stubborn,
                quarantine,
                configuration,
                new DriverRepository(InstalledDrivers.folder()),
                settings);
    }

    DriverInstaller(
            BundleContext context,
            DriverFaults faults,
            StubbornPlugins stubborn,
            Quarantine quarantine,
            DriverConfiguration configuration,
            DriverRepository repository,
            Map<String, Object> settings) {
        this.context = context;
        this.faults = faults;
        this.quarantine = quarantine;
        this.configuration = configuration;
        this.repository = repository;
        this.deployments = new Deployments(context, stubborn);
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var own = new Thread(task, "matluoi-drivers");
            own.setDaemon(true);
            return own;
        });
        this.thread.allowCoreThreadTimeOut(true);
        read(settings);
        quarantine.guardedBy(
                (family, mark) -> thread.execute(() -> isolate(family, mark)),
                family -> thread.execute(() -> startAgain(family)));
    }

    private void read(Map<String, Object> settings) {
        wanted = DriverConfiguration.wanted(settings.get(DriverConfiguration.INSTALL));
        unsignedAllowed = "true"
                .equals(String.valueOf(settings.get(DriverConfiguration.UNSIGNED))
                        .strip());
        if (unsignedAllowed) {
            LOG.warn(
                    "etc/vn.matluoi.drivers.cfg, {} = true: trạm nhận cả trình điều khiển KHÔNG có chữ ký, chỉ dùng khi phát triển / plug-ins WITHOUT a signature are taken, for development only",
                    DriverConfiguration.UNSIGNED);
        }
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
        read(settings);
        thread.execute(this::bringWanted);
    }

    @Deactivate
    void stop() {
        thread.shutdown();
    }

    Map<String, Optional<String>> wanted() {
        return wanted;
    }

    /** @return whether plug-ins are taken that nobody signed: the developer's setting */
    boolean unsignedAllowed() {
        return unsignedAllowed;
    }

    /** @throws HubException {@code NOT_FOUND} if there is no such plug-in or version */
    Offer offered(String family, Optional<String> version) {
        return repository.find(family, version).orElseThrow(() -> Refusals.notOffered(family, version));
    }

    /** @return which version is installed; empty if there is none */
    Optional<Version> present(String family) {
        return installed(family).map(Bundle::getVersion);
    }

    /** @return bundles that are wired to the family's, and would have to be refreshed with it */
    Set<String> usersOf(String family) {
        return installed(family)
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .map(wiring -> wiring.getProvidedWires(null))
                .orElse(List.of())
                .stream()
                .map(wire -> wire.getRequirer().getBundle().getSymbolicName())
                .filter(name ->
                        DriverRepository.familyOf(name).filter(family::equals).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Has the container work out what {@link #install} would do. */
    CompletableFuture<ContainerPlan> plan(Offer offer) {
        return inThread(() -> {
            try {
                return deployments.simulate(offer.family(), service -> {
                    service.addRepository(URI.create(offer.featuresUri()));
                    var options = options(offer.family());
                    options.addAll(Set.of(Option.Simulate, Option.Verbose));
                    service.installFeatures(Set.of(offer.feature() + "/" + offer.version()), options);
                });
            } catch (HubException e) {
                throw e;
            } catch (Exception e) { // as in install
                faults.note(offer.family(), e);
                throw Refusals.notInstallable(offer, e);
            }
        });
    }

    /** Takes a version that is not installed out of the repository, and out of the container's knowledge. */
    CompletableFuture<Boolean> forget(Offer offer) {
        return inThread(() -> {
            if (present(offer.family()).filter(offer.order()::equals).isPresent()) {
                return false;
            }
            try {
                deployments.make(offer.family(), service -> service.removeRepository(URI.create(offer.featuresUri())));
            } catch (Exception e) { // it is not there to be asked: its files go all the same
                LOG.warn(
                        "the container still knows of driver {} {}: {}", offer.family(), offer.version(), e.toString());
            }
            repository.remove(offer);
            return true;
        });
    }

    DriverRepository repository() {
        return repository;
    }

    /** Has the container work out what {@link #uninstall} would do. */
    CompletableFuture<ContainerPlan> planRemoval(String family) {
        return inThread(() -> deployments.simulate(family, service -> {
            var options = Deployments.gently();
            options.addAll(Set.of(Option.Simulate, Option.Verbose));
            remove(service, family, options);
        }));
    }

    /** Stops one that is quarantined, and notes it in the configuration. */
    private void isolate(String family, Quarantine.Mark mark) {
        try {
            configuration.quarantine(family, Optional.of(mark.line()));
        } catch (HubException e) {
            LOG.warn("driver {}: {}", family, e.getMessage());
        }
        if (present(family)
                .filter(each -> each.toString().equals(mark.version()))
                .isPresent()) { // or another has taken its place
            try {
                deployments.stop(family);
            } catch (Exception e) { // whatever it is: it is marked, and not started again
                LOG.warn("driver {} is quarantined, but cannot be stopped: {}", family, e.toString());
            }
        }
        quarantine.record(family, mark); // last: it may wait for the database
    }

    private void startAgain(String family) {
        try {
            faults.clear(family);
            if (installed(family).isPresent()) {
                deployments.start(family);
            }
        } catch (Exception e) { // the container declares nothing narrower
            note(family, e);
        }
    }

    /** One that was marked just before the hub ended may have been started with it. */
    private void stopHeld() {
        for (var family : quarantine.families()) {
            installed(family)
                    .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                    .filter(bundle ->
                            quarantine.holds(family, bundle.getVersion().toString()))
                    .flatMap(bundle -> quarantine.mark(family))
                    .ifPresent(mark -> isolate(family, mark));
        }
    }

    /** Lets a quarantined plug-in run again; runs in the installer's thread. */
    CompletableFuture<Boolean> release(String family) {
        return inThread(() -> {
            takeMark(family);
            startAgain(family);
            return true;
        });
    }

    /** Another version has taken the place of the one that was held, or none; runs in the installer's thread, as marking does. */
    CompletableFuture<Boolean> unmark(String family) {
        return inThread(() -> {
            takeMark(family);
            return true;
        });
    }

    private void takeMark(String family) {
        if (quarantine.mark(family).isPresent()) {
            quarantine.release(family);
            configuration.quarantine(family, Optional.empty());
        }
    }

    private EnumSet<Option> options(String family) {
        var options = Deployments.gently();
        if (installed(family).isPresent()) {
            options.add(Option.Upgrade);
        }
        return options;
    }

    private static void remove(FeaturesService service, String family, EnumSet<Option> options) throws Exception {
        var feature = DriverRepository.featureOf(family);
        for (var requirement : service.listRequirements().getOrDefault(FeaturesService.ROOT_REGION, Set.of())) {
            if (requirement.equals("feature:" + feature) || requirement.startsWith("feature:" + feature + "/")) {
                service.removeRequirements(Map.of(FeaturesService.ROOT_REGION, Set.of(requirement)), options);
            }
        }
    }

    /** Installs that version, or the newest; runs in the installer's thread. Fails with a {@link HubException}. */
    CompletableFuture<Offer> install(String family, Optional<String> version) {
        return inThread(() -> {
            var offer = repository.find(family, version).orElseThrow(() -> Refusals.notOffered(family, version));
            install(offer);
            return offer;
        });
    }

    /** Removes the plug-in; runs in the installer's thread. Fails with a {@link HubException}. */
    CompletableFuture<Offer> uninstall(String family) {
        return inThread(() -> {
            var bundle = installed(family).orElseThrow(() -> Refusals.notInstalled(family));
            deployments.make(family, service -> remove(service, family, Deployments.gently()));
            faults.clear(family);
            LOG.info("driver {} {} removed", family, bundle.getVersion());
            return new Offer(family, bundle.getVersion().toString());
        });
    }

    private void bringWanted() {
        stopHeld();
        wanted.forEach((family, version) -> {
            var present = installed(family);
            var offer = repository.find(family, version);
            if (Stream.concat(present.map(Bundle::getVersion).stream(), offer.map(Offer::order).stream())
                    .anyMatch(each -> quarantine.holds(family, each.toString()))) {
                return; // a person's turn
            }
            if (present.isPresent()
                    && (version.isEmpty()
                            || offer.filter(each ->
                                            each.order().equals(present.get().getVersion()))
                                    .isPresent())) {
                return;
            }
            if (offer.isEmpty()) {
                note(family, Refusals.notOffered(family, version));
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
        var options = options(offer.family());
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
                throw Refusals.notInstallable(offer, e);
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
}
