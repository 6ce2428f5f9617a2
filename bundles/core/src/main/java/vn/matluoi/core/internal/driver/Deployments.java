package vn.matluoi.core.internal.driver;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.features.FeatureState;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/**
 * What Karaf's features service is asked to do with plug-ins. It starts and stops all bundles in one thread: when a plug-in
 * holds that and takes no notice of being interrupted, the thread is left to it, and the service started anew for the others.
 * Used by one thread.
 */
final class Deployments {

    private static final String FEATURES_BUNDLE = "org.apache.karaf.features.core";
    private static final long LOOK_MILLIS = 500;
    private static final int PLAN_TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

    private final BundleContext context;
    private final StubbornPlugins stubborn;
    private final KnownFeatures known;
    private volatile FeaturesService features;

    Deployments(BundleContext context, StubbornPlugins stubborn, KnownFeatures known) {
        this.context = context;
        this.stubborn = stubborn;
        this.known = known;
    }

    void bind(FeaturesService service) {
        features = service;
    }

    void unbind(FeaturesService service) {
        if (features == service) {
            features = null;
        }
    }

    interface Work {
        void by(FeaturesService service) throws Exception; // it declares nothing narrower
    }

    /**
     * Has the features service bring another version of a family, or none, after what it will read for that is judged: what is
     * there of the family need not be fit to be installed.
     *
     * @throws HubException if something is not, or if a plug-in that takes no notice holds it, or would
     */
    private void replace(String family, boolean removes, Work work) throws Exception {
        make(family, service -> {
            leaveOut(service, Optional.of(family), removes);
            known.hold(service, Optional.of(family), removes);
            work.by(service);
        });
    }

    private void make(String family, Work work) throws Exception {
        var service = service();
        refuseIfItWouldWaitForEver(family);
        var done = new FutureTask<Void>(() -> {
            work.by(service);
            return null;
        });
        var waits = new Thread(done, "matluoi-drivers-deploy");
        waits.setDaemon(true);
        waits.start();
        try {
            await(done);
        } finally {
            MavenSessions.drop(context);
        }
    }

    private void await(FutureTask<Void> done) throws Exception {
        while (true) {
            try {
                done.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (TimeoutException e) {
                var holder = stubborn.holder();
                if (holder.isPresent()) {
                    done.cancel(true);
                    startAnew();
                    throw hangs(
                            holder.get(),
                            "Karaf đã mở lại dịch vụ cài đặt, việc này thì bỏ dở",
                            "Karaf's features service was started anew, and this was left undone");
                }
            }
        }
    }

    /** @param upgrade whether another version of it is there */
    void install(Offer offer, boolean upgrade) throws Exception {
        replace(offer.family(), false, service -> install(service, offer, installing(upgrade)));
    }

    /** Has the features service work out what {@link #install} would do. */
    ContainerPlan planInstallation(Offer offer, boolean upgrade) throws Exception {
        return simulate(offer.family(), false, service -> install(service, offer, simulated(installing(upgrade))));
    }

    private static void install(FeaturesService service, Offer offer, EnumSet<Option> options) throws Exception {
        service.addRepository(URI.create(offer.featuresUri()));
        service.installFeatures(Set.of(offer.feature() + "/" + offer.version()), options);
    }

    private static EnumSet<Option> installing(boolean upgrade) {
        var options = gently();
        if (upgrade) {
            options.add(Option.Upgrade);
        }
        return options;
    }

    void remove(String family) throws Exception {
        replace(family, true, service -> remove(service, family, gently()));
    }

    /** Has the features service work out what {@link #remove} would do. */
    ContainerPlan planRemoval(String family) throws Exception {
        return simulate(family, true, service -> remove(service, family, simulated(gently())));
    }

    private static void remove(FeaturesService service, String family, EnumSet<Option> options) throws Exception {
        var feature = DriverRepository.featureOf(family);
        for (var requirement : service.listRequirements().getOrDefault(FeaturesService.ROOT_REGION, Set.of())) {
            if (requirement.equals("feature:" + feature) || requirement.startsWith("feature:" + feature + "/")) {
                service.removeRequirements(Map.of(FeaturesService.ROOT_REGION, Set.of(requirement)), options);
            }
        }
    }

    /** A version that is not installed is no longer among those it knows. */
    void forget(Offer offer) throws Exception {
        make(offer.family(), service -> service.removeRepository(URI.create(offer.featuresUri()), false));
    }

    private static EnumSet<Option> simulated(EnumSet<Option> options) {
        options.addAll(Set.of(Option.Simulate, Option.Verbose));
        return options;
    }

    /**
     * Has the features service work out what it would do. It says so on standard output only, in its own thread.
     *
     * @param work with the options {@link Option#Simulate} and {@link Option#Verbose}
     */
    private ContainerPlan simulate(String family, boolean removes, Work work) throws Exception {
        for (var tries = 0; tries < PLAN_TRIES; tries++) {
            var said = heardOf(family, removes, work);
            if (said.isPresent()) {
                LOG.debug("plan for {}: {}", family, said.get());
                return ContainerPlan.read(said.get());
            }
        }
        throw new HubException(
                Reason.BUSY,
                "driver.plan-disturbed",
                new Text(
                        "không lập được kế hoạch vì có lệnh khác cùng chạy trong shell; hãy thử lại",
                        "no plan could be made, since other commands ran in the shell; try again"));
    }

    /** @return the lines; empty if another put standard output elsewhere meanwhile, as the shell does now and then */
    private Optional<List<String>> heardOf(String family, boolean removes, Work work) throws Exception {
        var heard = new ByteArrayOutputStream();
        synchronized (Deployments.class) {
            var standard = System.out;
            var ear = new PrintStream(heard, true, StandardCharsets.UTF_8);
            System.setOut(ear);
            try {
                replace(family, removes, work);
                if (System.out != ear) {
                    return Optional.empty();
                }
            } finally {
                System.setOut(standard);
            }
        }
        return Optional.of(heard.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /** Stops a plug-in, and keeps it stopped. */
    void stop(String family) throws Exception {
        bring(family, FeatureState.Installed);
        stopBundle(family);
    }

    /** Stops it without the features service, which would read the files of all plug-ins. */
    void stopAlone(String family) throws Exception {
        make(family, service -> stopBundle(family));
    }

    private void bring(String family, FeatureState state) throws Exception {
        make(family, service -> {
            leaveOut(service, Optional.empty(), false);
            setState(service, Set.of(family), state, Optional.empty(), false);
        });
    }

    private void stopBundle(String family) throws BundleException {
        for (var bundle : context.getBundles()) {
            if (DriverRepository.familyOf(bundle.getSymbolicName())
                            .filter(family::equals)
                            .isPresent()
                    && (bundle.getState() & (Bundle.STARTING | Bundle.STOPPING)) == 0) {
                bundle.stop(); // or the container would start it again when the hub starts
            }
        }
    }

    /** Starts one that was stopped. */
    void start(String family) throws Exception {
        bring(family, FeatureState.Started);
        for (var bundle : context.getBundles()) {
            if (DriverRepository.familyOf(bundle.getSymbolicName())
                            .filter(family::equals)
                            .isPresent()
                    && bundle.getState() != Bundle.ACTIVE) {
                bundle.start();
            }
        }
    }

    /** The container waits for a bundle that is on its way before it stops or removes it. */
    private void refuseIfItWouldWaitForEver(String family) {
        for (var bundle : context.getBundles()) {
            if (DriverRepository.familyOf(bundle.getSymbolicName())
                            .filter(family::equals)
                            .isPresent()
                    && stubborn.contains(family)
                    && (bundle.getState() & (Bundle.STARTING | Bundle.STOPPING)) != 0) {
                throw hangs(family, "hãy khởi động lại trạm rồi làm lại", "restart the hub, then do this again");
            }
        }
    }

    /** What the features service was told is saved before it starts any bundle: only its thread is lost. */
    private void startAnew() {
        for (var bundle : context.getBundles()) {
            if (FEATURES_BUNDLE.equals(bundle.getSymbolicName())) {
                try {
                    bundle.stop(Bundle.STOP_TRANSIENT);
                    bundle.start(Bundle.START_TRANSIENT);
                    stubborn.free();
                    LOG.warn("a plug-in holds Karaf's features service, which was started anew");
                } catch (BundleException e) {
                    LOG.error("a plug-in holds Karaf's features service, which cannot be started anew", e);
                }
            }
        }
    }

    /** Neither starts nor stops them: it would wait for one that is still at it, and one that is not would hang again. */
    private void leaveOut(FeaturesService service, Optional<String> but, boolean removes) throws Exception {
        setState(service, stubborn.families(), FeatureState.Installed, but, removes);
    }

    private void setState(
            FeaturesService service, Set<String> families, FeatureState wanted, Optional<String> but, boolean removes)
            throws Exception {
        if (families.isEmpty()) {
            return;
        }
        var states = new HashMap<String, FeatureState>();
        for (var feature : service.listInstalledFeatures()) {
            if (families.stream().map(DriverRepository::featureOf).anyMatch(feature.getName()::equals)
                    && service.getState(feature.getId()) != wanted) {
                states.put(feature.getId(), wanted);
            }
        }
        if (!states.isEmpty()) {
            known.hold(service, but, removes);
            service.updateFeaturesState(Map.of(FeaturesService.ROOT_REGION, states), gently());
        }
    }

    /**
     * Nobody else is refreshed; and the hub's own bundles, which the container started by itself, are not taken into the
     * features service's care for a plug-in's sake: it would remove them together with the last plug-in.
     */
    static EnumSet<Option> gently() {
        return EnumSet.of(Option.NoAutoRefreshBundles, Option.NoAutoManageBundles);
    }

    private FeaturesService service() {
        var present = features;
        if (present == null) {
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "driver.no-features-service",
                    new Text(
                            "dịch vụ cài đặt của Karaf chưa hoạt động; hãy thử lại sau",
                            "Karaf's features service is not there; try again later"));
        }
        return present;
    }

    private static HubException hangs(String family, String vi, String en) {
        return new HubException(
                Reason.UNAVAILABLE,
                "driver.hangs",
                new Text(
                        "trình điều khiển %s treo và không chịu ngắt; %s".formatted(family, vi),
                        "driver %s hangs and takes no notice; %s".formatted(family, en)));
    }
}
