package vn.matluoi.itests.container;

import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** The hub's own components, as a test talks of them. */
final class Components {

    private Components() {}

    /** Those that do not serve, and what each waits for. */
    static List<String> unsatisfied(BundleContext context) {
        var runtime = context.getService(context.getServiceReference(ServiceComponentRuntime.class));
        return runtime.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith("vn.matluoi."))
                .flatMap(component -> runtime.getComponentConfigurationDTOs(component).stream())
                .filter(configuration -> configuration.state != ComponentConfigurationDTO.ACTIVE
                        && configuration.state != ComponentConfigurationDTO.SATISFIED)
                .map(configuration -> configuration.description.name + why(configuration))
                .sorted()
                .toList();
    }

    private static String why(ComponentConfigurationDTO configuration) {
        if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
            return " failed: " + configuration.failure.lines().findFirst().orElse("");
        }
        var missing = Stream.of(configuration.unsatisfiedReferences)
                .map(reference -> reference.name + (reference.target == null ? "" : " " + reference.target))
                .toList();
        return " lacks " + (missing.isEmpty() ? "its configuration" : missing);
    }
}
