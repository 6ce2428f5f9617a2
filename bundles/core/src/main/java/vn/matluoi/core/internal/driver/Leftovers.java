package vn.matluoi.core.internal.driver;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.core.internal.driver.DriverRepository.Offer;

/**
 * What orders put into {@code drivers/repository} that ended with the hub, killed amid them: settled at its next start, as the
 * configuration says. Nobody was told that such an order was done. Used in the installer's thread, unless said otherwise.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final DriverRepository repository;
    private final InstalledBundles bundles;
    private final Deployments deployments;
    private final OwnDeeds deeds;
    private final Set<Offer> left = ConcurrentHashMap.newKeySet();

    Leftovers(DriverRepository repository, InstalledBundles bundles, Deployments deployments, OwnDeeds deeds) {
        this.deeds = deeds;
        this.repository = repository;
        this.bundles = bundles;
        this.deployments = deployments;
        try {
            left.addAll(repository.pending());
        } catch (UncheckedIOException e) {
            LOG.warn("what orders that were cut short left is not looked for: {}", e.toString());
        }
    }

    /** An order takes that version in hand: what becomes of it is the order's. Any thread. */
    void givenTo(Offer offer) {
        left.remove(offer);
    }

    /** Before what is wanted is brought: one that was never installed is not there, the newest or not. */
    void settleAbsent(Map<String, Optional<String>> wanted) {
        for (var offer : List.copyOf(left)) {
            if (wanted.getOrDefault(offer.family(), Optional.empty()).equals(Optional.of(offer.version()))) {
                keep(offer); // the order had come to its note
            } else if (!isPresent(offer)) {
                drop(offer);
            }
        }
    }

    /** After it: one that was installed has given way to what is wanted, or has no claim. */
    void settlePresent(Map<String, Optional<String>> wanted) {
        for (var offer : List.copyOf(left)) {
            var wish = wanted.get(offer.family());
            if (!isPresent(offer)) {
                drop(offer);
            } else if (wish == null) {
                try {
                    deployments.remove(offer.family());
                    drop(offer);
                } catch (Exception e) { // the container declares nothing narrower; tried again with the next wish
                    LOG.warn("driver {}, left by an order that was cut short: {}", offer.family(), e.toString());
                }
            } else if (wish.isEmpty()) {
                keep(offer); // the newest is wanted
            }
        }
    }

    private boolean isPresent(Offer offer) {
        return bundles.of(offer.family())
                .filter(bundle -> bundle.getVersion().equals(offer.order()))
                .isPresent();
    }

    private void keep(Offer offer) {
        settle(offer, "stays: it is wanted", () -> repository.accept(offer));
    }

    private void drop(Offer offer) {
        settle(offer, "is taken out", () -> {
            takeOut(offer);
            // the log has the order as done: it is written before the deed
            deeds.note(
                    "driver.uninstall",
                    offer.family(),
                    Outcome.DONE,
                    Map.of("version", offer.version(), "because", "cut-short"));
        });
    }

    /** Takes a version that is not installed out of the repository, and out of the container's knowledge. */
    void takeOut(Offer offer) {
        try {
            deployments.forget(offer);
        } catch (Exception e) { // it is not there to be asked: its files go all the same
            LOG.warn("the container still knows of driver {} {}: {}", offer.family(), offer.version(), e.toString());
        }
        repository.remove(offer);
    }

    private void settle(Offer offer, String how, Runnable work) {
        try {
            work.run();
            left.remove(offer);
            LOG.warn("driver {} {}, left by an order that was cut short, {}", offer.family(), offer.version(), how);
        } catch (UncheckedIOException | HubException e) {
            LOG.warn(
                    "driver {} {}, left by an order that was cut short: {}",
                    offer.family(),
                    offer.version(),
                    e.toString());
        }
    }
}
