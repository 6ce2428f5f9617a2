package vn.matluoi.core.internal.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceDriver;

/**
 * The drivers that serve right now. Of two bundles that serve one family the newer version is taken, so a plug-in
 * may be replaced by starting the new one beside the old. Any thread.
 */
@Component(service = DriverShelf.class)
public final class DriverShelf {

    /** Service property by which a driver names further option keys it reads, beside those every source has. */
    public static final String OPTIONS = "matluoi.options";

    private static final Logger LOG = LoggerFactory.getLogger(DriverShelf.class);

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final List<Serving> serving = new ArrayList<>(); // guarded by this, as below
    private final Map<String, Set<String>> stuck = new HashMap<>();
    private final Crashes crashes = new Crashes();
    private final List<BiConsumer<String, Text>> judges = new CopyOnWriteArrayList<>();

    /**
     * A driver that serves.
     *
     * @param options option keys of its own
     */
    public record Serving(String family, Version version, DeviceDriver driver, List<String> options) {}

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bind(ServiceReference<DeviceDriver> reference, DeviceDriver driver) {
        var bundle = reference.getBundle();
        if (bundle == null) {
            return; // gone again
        }
        var family = reference.getProperty(DeviceDriver.FAMILY);
        if (!speaksForItsOwn(reference)) {
            LOG.warn("{} registers a driver for {}, which is not its own: not taken", bundle.getSymbolicName(), family);
            return;
        }
        add(new Serving((String) family, bundle.getVersion(), driver, strings(reference.getProperty(OPTIONS))));
    }

    /**
     * A driver is handed the passwords of its family's devices, so a bundle serves the family that it is named after, and
     * no other, whatever the service's property says.
     */
    public static boolean speaksForItsOwn(ServiceReference<?> reference) {
        var bundle = reference.getBundle();
        return bundle != null
                && DriverRepository.familyOf(bundle.getSymbolicName())
                        .filter(own -> own.equals(reference.getProperty(DeviceDriver.FAMILY)))
                        .isPresent();
    }

    void unbind(ServiceReference<DeviceDriver> reference, DeviceDriver driver) {
        remove(driver);
    }

    /** Takes a driver into service and tells the listeners its family. */
    public void add(Serving driver) {
        synchronized (this) {
            serving.add(driver);
        }
        crashes.forget(driver.family());
        listeners.forEach(listener -> listener.accept(driver.family()));
    }

    /** Takes a driver out of service and tells the listeners its family. */
    public void remove(DeviceDriver driver) {
        Optional<Serving> gone;
        synchronized (this) {
            gone = serving.stream().filter(each -> each.driver() == driver).findFirst();
            gone.ifPresent(serving::remove);
        }
        gone.ifPresent(each -> crashes.forget(each.family()));
        gone.ifPresent(each -> listeners.forEach(listener -> listener.accept(each.family())));
    }

    /** @return the newest driver of that family */
    public synchronized Optional<Serving> find(String family) {
        return serving.stream()
                .filter(each -> each.family().equals(family))
                .max(Comparator.comparing(Serving::version));
    }

    /** @return the newest driver of each family, by family */
    public synchronized Map<String, Serving> all() {
        var newest = new TreeMap<String, Serving>();
        for (var each : serving) {
            newest.merge(each.family(), each, (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b);
        }
        return newest;
    }

    /** Notes that a call to a family's driver did not come back. */
    public void stuck(String family, String source) {
        synchronized (this) {
            stuck.computeIfAbsent(family, key -> new TreeSet<>()).add(source);
        }
        if (crashes.add(family, source)) {
            judge(
                    family,
                    "lời gọi không trở lại, %d lần liền".formatted(Crashes.MOST),
                    "calls do not come back, %d in a row".formatted(Crashes.MOST));
        }
    }

    /** Notes that a call to that driver ended by a fault of its own; one of a driver that was replaced does not count. */
    public void crashed(DeviceDriver driver, String family, String source, Throwable fault) {
        var serves = find(family).filter(each -> each.driver() == driver).isPresent();
        if (serves && crashes.add(family, source)) {
            var last = DriverFaults.rootOf(fault);
            judge(
                    family,
                    "hỏng %d lần liền, lần cuối: %s".formatted(Crashes.MOST, last),
                    "crashed %d times in a row, last by %s".formatted(Crashes.MOST, last));
        }
    }

    private void judge(String family, String vi, String en) {
        judges.forEach(judge -> judge.accept(family, new Text(vi, en)));
    }

    /** Notes that a call for that source came back as it should. */
    public void served(String family, String source) {
        crashes.served(family, source);
        unstick(family, source);
    }

    /** @return whether the last call for another source of the family came back as it should */
    boolean servesOther(String family, Set<String> sources) {
        return crashes.servesOther(family, sources);
    }

    /** Notes that calls for that source are not made any more. */
    public void free(String family, String source) {
        crashes.gone(family, source);
        unstick(family, source);
    }

    private synchronized void unstick(String family, String source) {
        stuck.computeIfPresent(family, (key, sources) -> {
            sources.remove(source);
            return sources.isEmpty() ? null : sources;
        });
    }

    /** @param judge told of a family whose driver failed too often, and how; it must not block */
    void judgeBy(BiConsumer<String, Text> judge) {
        judges.add(judge);
    }

    /** @return the sources a family's driver is stuck with */
    public synchronized List<String> stuckWith(String family) {
        return List.copyOf(stuck.getOrDefault(family, Set.of()));
    }

    /**
     * @param listener called with the family whose driver came or went, on the thread that started or stopped it:
     *     it must not block
     * @return to end it
     */
    public AutoCloseable listen(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private static List<String> strings(Object property) {
        if (property instanceof String[] several) {
            return List.of(several);
        }
        return property instanceof String one ? List.of(one) : List.of();
    }
}
