package vn.matluoi.core.internal.driver;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceDriver;

/**
 * Why a plug-in that is there does not serve: what the container said when it was installed or started, and what its
 * component lacks or threw. Any thread.
 */
@Component(service = DriverFaults.class, immediate = true)
public final class DriverFaults implements FrameworkListener {

    private static final int DEEPEST = 32;

    private final Map<String, Text> said = new ConcurrentHashMap<>();
    private final Map<String, Text> hung = new ConcurrentHashMap<>();
    private final BundleContext context;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile ServiceComponentRuntime components;

    @Activate
    public DriverFaults(BundleContext context) {
        this.context = context;
        context.addFrameworkListener(this);
    }

    @Deactivate
    void stop() {
        context.removeFrameworkListener(this);
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR && event.getThrowable() != null) {
            DriverRepository.familyOf(event.getBundle().getSymbolicName())
                    .ifPresent(family -> note(family, event.getThrowable()));
        }
    }

    /** Keeps what went wrong with a family's plug-in, until it serves. */
    void note(String family, Throwable fault) {
        said.put(family, fault instanceof HubException refusal ? refusal.text() : failed(rootOf(fault)));
    }

    /** Keeps that it hangs, which says more than what comes of ending that. */
    void hangs(String family, Text how) {
        hung.put(family, how);
    }

    void clear(String family) {
        said.remove(family);
        hung.remove(family);
    }

    /** @return families something went wrong with */
    java.util.Set<String> families() {
        return Stream.concat(said.keySet().stream(), hung.keySet().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** @return what went wrong when it was installed or started */
    Optional<Text> noted(String family) {
        return Optional.ofNullable(hung.getOrDefault(family, said.get(family)));
    }

    /** @return why that bundle, which is there, does not serve, as far as can be found out */
    Text whyNot(String family, Bundle bundle) {
        if (bundle.getState() != Bundle.ACTIVE) {
            return noted(family)
                    .orElseGet(() -> new Text(
                            "gói của trình điều khiển không khởi động được; xem nhật ký và bundle:diag %d"
                                    .formatted(bundle.getBundleId()),
                            "the plug-in's bundle does not start; see the log and bundle:diag %d"
                                    .formatted(bundle.getBundleId())));
        }
        return componentFault(bundle)
                .or(() -> foreign(bundle))
                .or(() -> noted(family))
                .orElseGet(() -> new Text(
                        "gói đã chạy nhưng không đăng ký trình điều khiển nào; hãy báo cho tác giả",
                        "the bundle runs but registers no driver; tell its author"));
    }

    private static Optional<Text> foreign(Bundle bundle) {
        return Stream.ofNullable(bundle.getRegisteredServices())
                .flatMap(Stream::of)
                .filter(each -> each.getProperty(DeviceDriver.FAMILY) != null)
                .filter(each -> !DriverShelf.speaksForItsOwn(each))
                .findFirst()
                .map(each -> each.getProperty(DeviceDriver.FAMILY))
                .map(other -> new Text(
                        "gói đăng ký trình điều khiển cho họ %s, không phải họ của nó; không nhận, vì sẽ có mật khẩu của các thiết bị ấy; hãy báo cho tác giả"
                                .formatted(other),
                        "the bundle registers a driver for family %s, not its own; not taken, for it would get those devices' passwords; tell its author"
                                .formatted(other)));
    }

    private Optional<Text> componentFault(Bundle bundle) {
        var runtime = components;
        if (runtime == null) {
            return Optional.empty();
        }
        return runtime.getComponentDescriptionDTOs(bundle).stream()
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .flatMap(configured -> faultOf(configured).stream())
                .findFirst();
    }

    private static Optional<Text> faultOf(ComponentConfigurationDTO configured) {
        if (configured.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            return Optional.of(failed(
                    String.valueOf(configured.failure).lines().findFirst().orElse("")));
        }
        if (configured.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE) {
            var missing = java.util.Arrays.stream(configured.unsatisfiedReferences)
                    .map(reference -> reference.name)
                    .collect(Collectors.joining(", "));
            return Optional.of(new Text(
                    "trình điều khiển chờ dịch vụ còn thiếu: " + missing,
                    "the driver waits for missing services: " + missing));
        }
        return Optional.empty();
    }

    private static Text failed(String cause) {
        return new Text("không khởi động được: " + cause, "does not start: " + cause);
    }

    /**
     * Causes may go round in circles, and what asks an exception of a driver runs the driver's code.
     *
     * @return the innermost cause in one line; of several that failed together (Karaf's MultiException) the first
     */
    static String rootOf(Throwable fault) {
        try {
            var root = fault;
            var inner = innerOf(root);
            for (int depth = 0; inner != null && depth < DEEPEST; depth++) {
                root = inner;
                inner = innerOf(root);
            }
            var message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
            return "%s: %s".formatted(root.getClass().getSimpleName(), message);
        } catch (Throwable e) {
            return fault.getClass().getName();
        }
    }

    private static Throwable innerOf(Throwable fault) {
        if (fault.getCause() != null) {
            return fault.getCause();
        }
        return fault.getSuppressed().length > 0 ? fault.getSuppressed()[0] : null;
    }
}
