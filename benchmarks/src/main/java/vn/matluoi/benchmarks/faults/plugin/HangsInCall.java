package vn.matluoi.benchmarks.faults.plugin;

import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;

/** A driver whose calls do not come back, however often they are interrupted. */
public final class HangsInCall implements BundleActivator, DeviceDriver {

    @Override
    public void start(BundleContext context) {
        Hashtable<String, Object> family = new Hashtable<>();
        family.put(FAMILY, "hangs-in-call");
        context.registerService(DeviceDriver.class, this, family);
    }

    @Override
    public void stop(BundleContext context) {
        // its service goes with it
    }

    @Override
    public DeviceSession open(Target target) {
        while (true) {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                // takes no notice
            }
        }
    }
}
