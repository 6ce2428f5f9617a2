package vn.matluoi.benchmarks.faults.plugin;

import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;

/** A driver whose calls end by a fault of its own. */
public final class ThrowsInCall implements BundleActivator, DeviceDriver {

    @Override
    public void start(BundleContext context) {
        Hashtable<String, Object> family = new Hashtable<>();
        family.put(FAMILY, "throws-in-call");
        context.registerService(DeviceDriver.class, this, family);
    }

    @Override
    public void stop(BundleContext context) {
        // its service goes with it
    }

    @Override
    public DeviceSession open(Target target) {
        throw new IllegalStateException("this driver knows no device");
    }
}
