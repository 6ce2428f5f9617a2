package vn.matluoi.itests.container;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceListener;

/** Waits for something to become true in the container: it is looked at again whenever a bundle or a service changes. */
final class Changes {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    private static volatile boolean patient = true;

    private Changes() {}

    /**
     * Returns when the condition holds, or when patience is at an end; the assertion that follows says what is wrong. A
     * second without any change is a reason to look again, too: not everything that matters is announced. A container that
     * was waited for in vain is not waited for again.
     */
    static void await(BundleContext context, BooleanSupplier condition) throws InterruptedException {
        var changed = new Semaphore(0);
        BundleListener bundles = event -> changed.release();
        ServiceListener services = event -> changed.release();
        FrameworkListener framework = event -> changed.release();
        context.addBundleListener(bundles);
        context.addServiceListener(services);
        context.addFrameworkListener(framework);
        try {
            var end = System.nanoTime() + PATIENCE;
            while (!condition.getAsBoolean() && patient && System.nanoTime() < end) {
                if (changed.tryAcquire(1, TimeUnit.SECONDS)) {
                    changed.drainPermits();
                }
            }
            patient &= System.nanoTime() < end;
        } finally {
            context.removeFrameworkListener(framework);
            context.removeServiceListener(services);
            context.removeBundleListener(bundles);
        }
    }
}
