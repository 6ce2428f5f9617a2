package vn.matluoi.benchmarks.faults.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A plug-in whose start does not come to its end. */
public final class HangsAtStart implements BundleActivator {

    @Override
    public void start(BundleContext context) throws InterruptedException {
        Thread.sleep(Long.MAX_VALUE);
    }

    @Override
    public void stop(BundleContext context) {
        // nothing was started
    }
}
