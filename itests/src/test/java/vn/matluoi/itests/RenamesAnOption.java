package vn.matluoi.itests;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.SettingsMigrator;

/** What a later Dahua driver would bring along that calls an option otherwise. */
public final class RenamesAnOption implements BundleActivator, SettingsMigrator {

    static final String OLD = "events.codes";
    static final String NEW = "events.wanted";

    @Override
    public void start(BundleContext context) {
        var properties = new Hashtable<String, Object>();
        properties.put(DeviceDriver.FAMILY, "dahua");
        context.registerService(SettingsMigrator.class, this, properties);
    }

    @Override
    public void stop(BundleContext context) {
        // its service goes with it
    }

    @Override
    public Map<String, String> migrate(Map<String, String> options, String from, String to) {
        var migrated = new HashMap<>(options);
        var value = migrated.remove(OLD);
        if (value != null) {
            migrated.put(NEW, value);
        }
        return migrated;
    }
}
