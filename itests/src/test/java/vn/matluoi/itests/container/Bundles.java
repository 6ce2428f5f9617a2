package vn.matluoi.itests.container;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The bundles of the container, as a test talks of them. */
final class Bundles {

    private Bundles() {}

    /** What is neither active nor, being a fragment, resolved; in words. */
    static List<String> notActive(BundleContext context) {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getState() != wanted(bundle))
                .map(bundle -> "%s is %s".formatted(name(bundle), state(bundle.getState())))
                .toList();
    }

    static TreeSet<String> names(BundleContext context) {
        var names = new TreeSet<String>();
        for (var bundle : context.getBundles()) {
            names.add(name(bundle));
        }
        return names;
    }

    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private static int wanted(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null ? Bundle.RESOLVED : Bundle.ACTIVE;
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.UNINSTALLED -> "uninstalled";
            case Bundle.INSTALLED -> "installed, not resolved";
            case Bundle.RESOLVED -> "resolved, not started";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "active";
        };
    }
}
