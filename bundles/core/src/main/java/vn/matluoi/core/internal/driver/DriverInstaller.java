package vn.matluoi.core.internal.driver;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.karaf.features.FeaturesService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
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
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.core.internal.driver.DriverOrigins.Origin;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;
import vn.matluoi.core.internal.driver.kar.Kar;
import vn.matluoi.core.internal.driver.kar.KarGate;

/**
 * Brings the plug-ins that {@code etc/vn.matluoi.drivers.cfg} names into the container, through its features service, in
 * a thread of its own: neither the hub's start nor another plug-in waits for one that does not start.
 */
@Component(service = DriverInstaller.class, configurationPid = DriverInstaller.PID, immediate = true)
public final class DriverInstaller {

    /** The configuration: {@code install = hikvision, onvif:0.2.0}. */
    public static final String PID = "vn.matluoi.drivers";

    private static final Logger LOG = LoggerFactory.getLogger(DriverInstaller.class);

    private final InstalledBundles bundles;
    private final DriverFaults faults;
    private final Quarantine quarantine;
    private final DriverRepository repository;
    private final DriverArchive archive;
    private final DriverOrigins origins;
    private final OwnDeeds deeds = new OwnDeeds();
    private final Leftovers leftovers;
    private final Deployments deployments;
    private final Warden warden;
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
                Folders.drivers("archive"),
                Folders.shipped(),
                KarGate.of(context, Folders.trusted()),
                settings);
    }

    DriverInstaller(
            BundleContext context,
            DriverFaults faults,
            StubbornPlugins stubborn,
            Quarantine quarantine,
            DriverConfiguration configuration,
            DriverRepository repository,
            Path archive,
            Path shipped,
            KarGate gate,
            Map<String, Object> settings) {
        this.bundles = new InstalledBundles(context);
        this.faults = faults;
        this.quarantine = quarantine;
        this.repository = repository;
        this.archive = new DriverArchive(archive, repository);
        this.origins = new DriverOrigins(repository, this.archive, shipped, gate);
        this.deployments =
                new Deployments(context, stubborn, new KnownFeatures(repository, origins, this::unsignedAllowed));
        this.leftovers = new Leftovers(repository, bundles, deployments, deeds);
        this.warden = new Warden(bundles, faults, quarantine, configuration, deployments);
        this.thread = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var own = new Thread(task, "matluoi-drivers");
            own.setDaemon(true);
            return own;
        });
        this.thread.allowCoreThreadTimeOut(true);
        read(settings);
        quarantine.guardedBy(
                (family, mark) -> thread.execute(() -> warden.isolate(family, mark)),
                family -> thread.execute(() -> warden.startAgain(family)));
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

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindAudit(AuditLog log) {
        deeds.to(log);
        thread.execute(deeds::write);
    }

    void unbindAudit(AuditLog log) {
        deeds.away(log);
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

    /**
     * @return that version; if none is named, the newest that may be installed
     * @throws HubException {@code NOT_FOUND} if there is no such plug-in or version; as {@link #judged} if none may be
     */
    Offer offered(String family, Optional<String> version) {
        var offer = repository.find(family, version).orElseThrow(() -> Refusals.notOffered(family, version));
        return version.isPresent() ? offer : origins.newest(repository.versions(family), unsignedAllowed);
    }

    /** @return the newest that may be installed of those above a version; the newest of all if there are none above */
    Offer offeredAbove(String family, Version present) {
        var newest = repository.find(family, Optional.empty());
        var above = repository.versions(family).stream()
                .filter(offer -> offer.order().compareTo(present) > 0)
                .toList();
        return above.isEmpty()
                ? newest.orElseThrow(() -> Refusals.notOffered(family, Optional.empty()))
                : origins.newest(above, unsignedAllowed);
    }

    /** @return where it comes from. @throws HubException if it may not be installed */
    Origin judged(Offer offer) {
        return origins.of(offer, unsignedAllowed);
    }

    /**
     * Takes in what came as a file, for an order under way.
     *
     * @return whether it was not there yet
     */
    boolean take(Kar kar) {
        var offer = new Offer(kar.family(), kar.version());
        leftovers.givenTo(offer);
        return repository.add(kar, () -> mayBeInstalled(offer), isInstalled(offer));
    }

    private boolean mayBeInstalled(Offer offer) {
        var why = whyNot(offer);
        if (why.isPresent() && why.get().reason() != Reason.INVALID) {
            throw why.get(); // it cannot be told
        }
        return why.isEmpty();
    }

    /** @return why a version may not be installed; empty if it may */
    Optional<HubException> whyNot(Offer offer) {
        try {
            judged(offer);
            return Optional.empty();
        } catch (HubException refusal) {
            return Optional.of(refusal);
        }
    }

    private boolean isInstalled(Offer offer) {
        return present(offer.family()).filter(offer.order()::equals).isPresent();
    }

    /** @return which version is installed; empty if there is none */
    Optional<Version> present(String family) {
        return bundles.of(family).map(Bundle::getVersion);
    }

    /** @return bundles that are wired to the family's, and would have to be refreshed with it */
    Set<String> usersOf(String family) {
        return bundles.usersOf(family);
    }

    /** Has the container work out what {@link #install} would do. */
    CompletableFuture<ContainerPlan> plan(Offer offer) {
        return inThread(() -> {
            judged(offer);
            try {
                return deployments.planInstallation(
                        offer, present(offer.family()).isPresent());
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
            if (isInstalled(offer)) {
                return false;
            }
            leftovers.takeOut(offer);
            return true;
        });
    }

    DriverRepository repository() {
        return repository;
    }

    /** Has the container work out what {@link #uninstall} would do. */
    CompletableFuture<ContainerPlan> planRemoval(String family) {
        return inThread(() -> deployments.planRemoval(family));
    }

    /** Lets a quarantined plug-in run again; runs in the installer's thread. */
    CompletableFuture<Boolean> release(String family) {
        return inThread(() -> {
            warden.takeMark(family);
            warden.startAgain(family);
            return true;
        });
    }

    /** Another version has taken the place of the one that was held, or none; runs in the installer's thread, as marking does. */
    CompletableFuture<Boolean> unmark(String family) {
        return inThread(() -> {
            warden.takeMark(family);
            return true;
        });
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
            var bundle = bundles.of(family).orElseThrow(() -> Refusals.notInstalled(family));
            deployments.remove(family);
            faults.clear(family);
            LOG.info("driver {} {} removed", family, bundle.getVersion());
            return new Offer(family, bundle.getVersion().toString());
        });
    }

    private void bringWanted() {
        warden.stopHeld();
        var wishes = wanted;
        leftovers.settleAbsent(wishes);
        wishes.forEach(this::bring);
        leftovers.settlePresent(wishes);
        deeds.write(); // last: it may wait for the database
    }

    private void bring(String family, Optional<String> version) {
        var present = present(family);
        var named = repository.find(family, version);
        if (Stream.concat(present.stream(), named.map(Offer::order).stream())
                .anyMatch(each -> quarantine.holds(family, each.toString()))) {
            return; // a person's turn
        }
        if (present.isPresent() && (version.isEmpty() || named.map(Offer::order).equals(present))) {
            return;
        }
        var details = new TreeMap<String, String>();
        named.map(Offer::version).ifPresent(each -> details.put("version", each));
        try {
            var offer = offered(family, version);
            details.put("version", offer.version());
            if (quarantine.holds(family, offer.order().toString())) {
                return;
            }
            var origin = install(offer);
            details.putAll(origin.details());
            deeds.note("driver.install", family, Outcome.DONE, details);
            archive.mark(offer, origin);
        } catch (HubException refusal) {
            note(family, refusal);
            details.put("because", refusal.rule());
            deeds.note(
                    "driver.install",
                    family,
                    refusal.reason() == Reason.INVALID ? Outcome.REFUSED : Outcome.FAILED,
                    details);
        } catch (UncheckedIOException e) { // the mark that nobody signed it
            LOG.warn("driver {}: {}", family, e.toString());
        }
    }

    private Origin install(Offer offer) {
        Origin origin;
        try {
            origin = judged(offer);
        } catch (HubException refusal) {
            note(offer.family(), refusal);
            throw refusal;
        }
        try {
            deployments.install(offer, present(offer.family()).isPresent());
            faults.clear(offer.family());
            LOG.info("driver {} {} installed", offer.family(), offer.version());
        } catch (HubException e) {
            throw e;
        } catch (Exception e) { // the container declares nothing narrower; whatever it is, it is this plug-in's fault
            var there = present(offer.family());
            if (!there.equals(
                    Optional.of(offer.order()))) { // another version may serve on: that is not what was asked for
                faults.note(offer.family(), e);
                LOG.warn("driver {} {} is not installed: {}", offer.family(), offer.version(), e.getMessage());
                throw Refusals.notInstallable(offer, e);
            }
            if (bundles.isActive(offer.family())) { // another that the container tried to start along with it is broken
                faults.clear(offer.family());
                LOG.info("driver {} {} installed, but: {}", offer.family(), offer.version(), e.getMessage());
            } else {
                note(offer.family(), e);
            }
        }
        return origin;
    }

    private void note(String family, Throwable fault) {
        faults.note(family, fault);
        LOG.warn("driver {} does not serve: {}", family, fault.getMessage());
    }

    private <T> CompletableFuture<T> inThread(Callable<T> work) {
        var answer = new CompletableFuture<T>();
        thread.execute(() -> {
            try {
                answer.complete(work.call());
            } catch (Throwable e) { // goes to the caller, whatever it is: else it waits for an answer
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }
}
