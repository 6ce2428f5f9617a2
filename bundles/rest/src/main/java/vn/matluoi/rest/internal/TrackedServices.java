package vn.matluoi.rest.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Services out of the registry, by a tracker for each type asked for; the best first. */
final class TrackedServices implements Services, AutoCloseable {

    private final BundleContext context;
    private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new ConcurrentHashMap<>();

    TrackedServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public <T> List<T> all(Class<T> type) {
        var tracker = trackers.computeIfAbsent(type, this::tracker);
        var references = tracker.getServiceReferences();
        return references == null
                ? List.of()
                : Arrays.stream(references)
                        .sorted((a, b) -> b.compareTo(a))
                        .map(reference -> service(tracker, reference))
                        .filter(type::isInstance)
                        .map(type::cast)
                        .toList();
    }

    @SuppressWarnings("unchecked")
    private static <S> Object service(ServiceTracker<?, ?> tracker, ServiceReference<S> reference) {
        return ((ServiceTracker<S, ?>) tracker).getService(reference);
    }

    private <S> ServiceTracker<?, ?> tracker(Class<S> type) {
        var tracker = new ServiceTracker<S, S>(context, type, null);
        tracker.open();
        return tracker;
    }

    @Override
    public void close() {
        trackers.values().forEach(ServiceTracker::close);
    }
}
