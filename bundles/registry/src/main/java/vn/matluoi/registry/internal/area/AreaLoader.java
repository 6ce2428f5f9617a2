package vn.matluoi.registry.internal.area;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.registry.internal.db.Database;

/**
 * Loads the reference files in a thread of its own. At a first start that takes seconds: a component that did it while it
 * is activated would make everybody wait who asks for the areas meanwhile.
 */
@Component(service = AreaLoader.class, immediate = true)
public final class AreaLoader {

    private final BundleContext bundles;
    private final Database database;

    private boolean stopped; // guarded by this
    private ServiceRegistration<AreasLoaded> registration; // guarded by this; null until loaded

    @Activate
    public AreaLoader(BundleContext bundles, @Reference Database database) {
        this.bundles = bundles;
        this.database = database;
        var thread = new Thread(this::load, "matluoi-areas");
        thread.setDaemon(true);
        thread.start();
    }

    private void load() {
        AreaSeed.load(database);
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        // outside the lock: components start inside this call
        var made = bundles.registerService(AreasLoaded.class, new AreasLoaded(), null);
        synchronized (this) {
            if (!stopped) {
                registration = made;
                return;
            }
        }
        made.unregister();
    }

    @Deactivate
    void stop() {
        ServiceRegistration<AreasLoaded> made;
        synchronized (this) {
            stopped = true;
            made = registration;
            registration = null;
        }
        if (made != null) {
            made.unregister();
        }
    }
}
