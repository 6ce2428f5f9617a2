package vn.matluoi.benchmarks.faults.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A plug-in whose start does not come to its end, however often it is interrupted. */
public final class HangsAtStart implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // takes no notice
            }
        }
    }

    @Override
    public void stop(BundleContext context) {
        // nothing was started
    }
}
