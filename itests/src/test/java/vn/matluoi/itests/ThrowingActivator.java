package vn.matluoi.itests;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A plug-in whose start always fails. */
public final class ThrowingActivator implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("this plug-in cannot start");
    }

    @Override
    public void stop(BundleContext context) {
        // nothing was started
    }
}
