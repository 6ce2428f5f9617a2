package vn.matluoi.core.internal.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/** The bundles of plug-ins that are in the container. Any thread. */
record InstalledBundles(BundleContext context) {

    /** @return the family's bundle; empty if it is not installed */
    Optional<Bundle> of(String family) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> DriverRepository.familyOf(bundle.getSymbolicName())
                        .filter(family::equals)
                        .isPresent())
                .findFirst();
    }

    boolean isActive(String family) {
        return of(family).filter(bundle -> bundle.getState() == Bundle.ACTIVE).isPresent();
    }

    /** @return bundles that are wired to the family's, and would have to be refreshed with it */
    Set<String> usersOf(String family) {
        return of(family)
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .map(wiring -> wiring.getProvidedWires(null))
                .orElse(List.of())
                .stream()
                .map(wire -> wire.getRequirer().getBundle().getSymbolicName())
                .filter(name ->
                        DriverRepository.familyOf(name).filter(family::equals).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
