package vn.matluoi.core.internal.driver;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.Repository;
import org.osgi.framework.VersionRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/**
 * What Karaf's features service knows of plug-ins, held to what was judged. At each deployment, whatever that is for, it resolves
 * every feature that is required anew, and reads the jars of all of them again: so all are judged before each. It keeps the
 * features files it has once read, and after a start reads all it ever knew: so they are read again after they were judged, and
 * those that may not be installed are forgotten. Source: {@code FeaturesServiceImpl} of org.apache.karaf.features.core 4.4.10. Used
 * by one thread.
 */
final class KnownFeatures {

    private static final Logger LOG = LoggerFactory.getLogger(KnownFeatures.class);

    private static final String PLUGINS = "mvn:vn.matluoi/vn.matluoi.driver.";
    private static final Pattern PLUGIN =
            Pattern.compile(Pattern.quote(PLUGINS) + "([a-z0-9.-]+)/([^/]+)/xml/features");
    private static final Pattern REQUIRED =
            Pattern.compile("feature:" + DriverRepository.featureOf("") + "([a-z0-9.-]+)(?:/(.+))?");

    /** What was forgotten may have led to others. */
    private static final int TRIES = 3;

    private final DriverRepository repository;
    private final DriverOrigins origins;
    private final BooleanSupplier unsignedAllowed;

    KnownFeatures(DriverRepository repository, DriverOrigins origins, BooleanSupplier unsignedAllowed) {
        this.repository = repository;
        this.origins = origins;
        this.unsignedAllowed = unsignedAllowed;
    }

    /**
     * Judges before a deployment.
     *
     * @param but the family that is replaced or removed by it: what is there of it need not be fit to be installed
     * @param removes whether it brings nothing: of the others it is enough then that Karaf takes their bundles for those it has
     * @throws HubException if what another is installed from may not be installed any more; it names that one and both mends
     */
    void hold(FeaturesService service, Optional<String> but, boolean removes) throws Exception {
        var fit = required(service, but, removes);
        for (var tries = 0; tries < TRIES; tries++) {
            service.refreshRepositories(ledToByPlugins(service));
            if (!forgetsSome(service, fit)) {
                return;
            }
        }
        throw new IllegalStateException("the features service does not forget features that may not be installed");
    }

    private Set<Offer> required(FeaturesService service, Optional<String> but, boolean removes) {
        var fit = new HashSet<Offer>();
        for (var requirement : service.listRequirements().getOrDefault(FeaturesService.ROOT_REGION, Set.of())) {
            var plugin = REQUIRED.matcher(requirement);
            if (plugin.matches()) {
                var family = plugin.group(1);
                var replaced = but.filter(family::equals).isPresent();
                for (var offer : offers(family, Optional.ofNullable(plugin.group(2)), replaced)) {
                    judge(offer, replaced, removes);
                    fit.add(offer);
                }
            }
        }
        return fit;
    }

    private List<Offer> offers(String family, Optional<String> range, boolean replaced) {
        var versions = range.map(VersionRange::valueOf);
        var offers = repository.versions(family).stream()
                .filter(offer ->
                        versions.map(each -> each.includes(offer.order())).orElse(true))
                .toList();
        if (offers.isEmpty() && !replaced) {
            throw because(family, Refusals.notOffered(family, range));
        }
        return offers;
    }

    private void judge(Offer offer, boolean replaced, boolean removes) {
        try {
            origins.of(offer, unsignedAllowed.getAsBoolean());
        } catch (HubException refusal) {
            if (!replaced && !(removes && origins.isOfItsVersion(offer))) {
                throw because(offer.family(), refusal);
            }
            origins.disarm(offer);
        }
    }

    private static HubException because(String family, HubException refusal) {
        return new HubException(
                refusal.reason(),
                refusal.rule(),
                new Text(
                        "không làm được gì với các trình điều khiển, vì %1$s đang được cài mà %2$s; hoặc gỡ nó bằng hub:driver-uninstall %1$s"
                                .formatted(family, refusal.text().vi()),
                        "nothing is done with drivers, since %1$s is installed, but %2$s; or remove it by hub:driver-uninstall %1$s"
                                .formatted(family, refusal.text().en())));
    }

    /** @return features files that are known, but that the hub's own do not lead to */
    private static Set<URI> ledToByPlugins(FeaturesService service) throws Exception {
        var known = new HashMap<URI, Repository>();
        for (var each : service.listRepositories()) {
            known.put(each.getURI(), each);
        }
        var next = new ArrayDeque<URI>();
        for (var each : service.listRequiredRepositories()) {
            if (!isPlugin(each.getURI())) {
                next.add(each.getURI());
            }
        }
        while (!next.isEmpty()) {
            var own = known.remove(next.remove());
            if (own != null) {
                next.addAll(Arrays.asList(own.getRepositories()));
            }
        }
        return Set.copyOf(known.keySet());
    }

    /** @return whether something was forgotten, and what it led to is to be, too */
    private boolean forgetsSome(FeaturesService service, Set<Offer> fit) throws Exception {
        var some = false;
        for (var each : service.listRequiredRepositories()) {
            var plugin = PLUGIN.matcher(each.getURI().toString());
            if (plugin.matches()) {
                var offer = new Offer(plugin.group(1), plugin.group(2));
                if (!fit.contains(offer) && !isFit(offer)) {
                    forget(service, offer, fit);
                    some = true;
                }
            }
        }
        return some;
    }

    private boolean isFit(Offer offer) {
        try {
            origins.of(offer, unsignedAllowed.getAsBoolean());
            return true;
        } catch (HubException refusal) {
            LOG.info("the features of driver {} {} are forgotten: {}", offer.family(), offer.version(), refusal.rule());
            return false;
        }
    }

    private void forget(FeaturesService service, Offer offer, Set<Offer> fit) throws Exception {
        try {
            service.removeRepository(URI.create(offer.featuresUri()), false); // none is required of it: deploys nothing
        } catch (IllegalArgumentException | IllegalStateException e) { // the file of another that it knows is gone
            LOG.debug("driver {} {}", offer.family(), offer.version(), e);
            origins.disarm(offer);
            fit.add(offer);
        }
    }

    private static boolean isPlugin(URI uri) {
        return uri.toString().startsWith(PLUGINS);
    }
}
