package vn.matluoi.rest.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services out of the registry, by a tracker for each type asked for; the best first. A service is fetched when it is
 * used, not when it appears: one that is still starting up cannot be had yet, and is asked for again next time.
 */
final class TrackedServices implements Services, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedServices.class);

    private final BundleContext context;
    private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new ConcurrentHashMap<>();

    TrackedServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        return trackers.computeIfAbsent(type, this::tracker).getTracked().values().stream()
                .map(found -> ((Found<?>) found).service())
                .flatMap(Optional::stream)
                .map(type::cast)
                .toList();
    }

    private <S> ServiceTracker<S, Found<S>> tracker(Class<S> type) {
        var tracker = new ServiceTracker<S, Found<S>>(context, type, new ServiceTrackerCustomizer<>() {
            @Override
            public Found<S> addingService(ServiceReference<S> reference) {
                return new Found<>(context, reference);
            }

            @Override
            public void modifiedService(ServiceReference<S> reference, Found<S> found) {
                // the same service
            }

            @Override
            public void removedService(ServiceReference<S> reference, Found<S> found) {
                found.giveBack();
            }
        });
        tracker.open();
        return tracker;
    }

    @Override
    public void close() {
        trackers.values().forEach(ServiceTracker::close);
    }

    /** A service that was announced. Fetching it may block while it starts, so no lock is held meanwhile. */
    private static final class Found<S> {

        private final BundleContext context;
        private final ServiceReference<S> reference;
        private volatile S service;

        Found(BundleContext context, ServiceReference<S> reference) {
            this.context = context;
            this.reference = reference;
        }

        Optional<S> service() {
            var known = service;
            if (known != null) {
                return Optional.of(known);
            }
            try {
                service = context.getService(reference);
            } catch (ServiceException | IllegalStateException notNow) {
                LOG.debug("{} cannot be had yet", reference, notNow);
            }
            return Optional.ofNullable(service);
        }

        void giveBack() {
            if (service != null) {
                service = null;
                try {
                    context.ungetService(reference);
                } catch (IllegalStateException over) {
                    LOG.debug("{} went with its bundle", reference, over);
                }
            }
        }
    }
}
