package vn.matluoi.core.internal.driver;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.work.SystemTimer;
import vn.matluoi.core.internal.work.Timer;

/**
 * Gives a plug-in's bundle 30 s to start or to stop, whoever starts or stops it: the container at the hub's start and end,
 * the features service, a person. Then it is said that it hangs, it is quarantined, and its thread is interrupted, so that whoever
 * waits for it goes on. One that takes no notice of that is interrupted again and again, and {@link StubbornPlugins} knows of it; what
 * waits for it waits on, all else works. The next start of the hub leaves it out. The hub's own end does not wait for it: the
 * container would, for ever, and so the process is ended where it stands, as a loss of power would end it.
 */
@Component(service = StartStopLimit.class, immediate = true)
public final class StartStopLimit implements SynchronousBundleListener {

    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration AGAIN = Duration.ofSeconds(5);

    /** What sysexits.h calls EX_SOFTWARE. */
    private static final int EXIT_SOFTWARE = 70;

    /** Of the one thread in which Karaf's features service starts and stops bundles. */
    static final String FEATURES_THREAD = "features-";

    private static final Text LEFT_OUT = new Text(
            "treo khi khởi động hay dừng, không chịu ngắt, nên không được khởi động lại; hãy gỡ ra và báo cho tác giả",
            "hung at its start or stop, took no notice, and is therefore not started again; remove it, and tell its author");

    private static final Logger LOG = LoggerFactory.getLogger(StartStopLimit.class);

    private final Map<Long, Transition> going = new ConcurrentHashMap<>();
    private final BundleContext context;
    private final DriverFaults faults;
    private final StubbornPlugins stubborn;
    private final Quarantine quarantine;
    private final Timer timer;
    private final Runnable end;
    private final Runnable halt;

    @Activate
    public StartStopLimit(
            BundleContext context,
            @Reference DriverFaults faults,
            @Reference StubbornPlugins stubborn,
            @Reference Quarantine quarantine) {
        this(context, faults, stubborn, quarantine, new SystemTimer());
    }

    private StartStopLimit(
            BundleContext context,
            DriverFaults faults,
            StubbornPlugins stubborn,
            Quarantine quarantine,
            SystemTimer timer) {
        this(context, faults, stubborn, quarantine, timer, timer::close, () -> Runtime.getRuntime()
                .halt(EXIT_SOFTWARE));
    }

    StartStopLimit(
            BundleContext context,
            DriverFaults faults,
            StubbornPlugins stubborn,
            Quarantine quarantine,
            Timer timer,
            Runnable end,
            Runnable halt) {
        this.context = context;
        this.faults = faults;
        this.stubborn = stubborn;
        this.quarantine = quarantine;
        this.timer = timer;
        this.end = end;
        this.halt = halt;
        context.addBundleListener(this);
        leaveOut();
    }

    /** Plug-ins start after the core: until then, to stop one only takes back that the container is to start it. */
    private void leaveOut() {
        for (var bundle : context.getBundles()) {
            var family = DriverRepository.familyOf(bundle.getSymbolicName()).filter(stubborn::contains);
            if (family.isEmpty() || (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) == 0) {
                continue;
            }
            try {
                bundle.stop();
                faults.hangs(family.get(), LEFT_OUT);
                LOG.warn("driver {} {} is left out: {}", family.get(), bundle.getVersion(), LEFT_OUT.en());
            } catch (BundleException e) {
                LOG.warn("driver {} cannot be left out", family.get(), e);
            }
        }
    }

    @Deactivate
    void stop() {
        context.removeBundleListener(this);
        going.values().forEach(Transition::over);
        end.run();
    }

    /** Called on the thread that starts or stops the bundle. */
    @Override
    public void bundleChanged(BundleEvent event) {
        var bundle = event.getBundle();
        var family = DriverRepository.familyOf(bundle.getSymbolicName());
        if (family.isEmpty()) {
            return;
        }
        var before = going.remove(bundle.getBundleId());
        if (before != null) {
            before.over();
            if (stubborn.holder().equals(family)) {
                stubborn.free();
            }
            if (before.interrupted && before.thread == Thread.currentThread()) {
                Thread.interrupted(); // it was meant for that bundle, not for the next
            }
        }
        if (event.getType() == BundleEvent.STARTED || event.getType() == BundleEvent.UNINSTALLED) {
            stubborn.remove(family.get());
        }
        if (event.getType() == BundleEvent.STARTING || event.getType() == BundleEvent.STOPPING) {
            var transition = new Transition(
                    family.get(), bundle, event.getType() == BundleEvent.STARTING, Thread.currentThread());
            going.put(bundle.getBundleId(), transition);
            transition.watch(LONGEST);
        }
    }

    /** One start or stop that has not come to its end. */
    private final class Transition {
        private final String family;
        private final Bundle bundle;
        private final boolean starts;
        private final Thread thread;
        private Timer.Pending alarm = () -> {}; // guarded by this, as below
        private boolean over;
        private boolean holdsTheEnd;
        private volatile boolean interrupted;

        private Transition(String family, Bundle bundle, boolean starts, Thread thread) {
            this.family = family;
            this.bundle = bundle;
            this.starts = starts;
            this.thread = thread;
        }

        private synchronized void watch(Duration time) {
            alarm = timer.after(time, () -> hangs(time.equals(LONGEST)));
        }

        private synchronized void over() {
            over = true;
            alarm.cancel();
        }

        private synchronized void hangs(boolean first) {
            if (over) {
                return;
            }
            if (first) {
                var hangs = new IllegalStateException();
                hangs.setStackTrace(thread.getStackTrace());
                faults.hangs(family, said());
                if (context.getBundle(0).getState() != Bundle.STOPPING) {
                    quarantine.hold(family, bundle.getVersion().toString(), said());
                }
                LOG.warn("driver {} {}: {}", family, bundle.getVersion(), said().en(), hangs);
            } else if (context.getBundle(0).getState() != Bundle.STOPPING) {
                stubborn.add(family);
                if (thread.getName().startsWith(FEATURES_THREAD)) {
                    stubborn.holds(family);
                }
            } else if (holdsTheEnd) {
                LOG.error("driver {} {} keeps the hub from ending; the process is ended", family, bundle.getVersion());
                halt.run();
            } else {
                holdsTheEnd = true;
            }
            interrupted = true;
            thread.interrupt();
            watch(AGAIN);
        }

        private Text said() {
            var seconds = LONGEST.toSeconds();
            return starts
                    ? new Text(
                            "treo khi khởi động: chưa xong sau %d giây; hãy gỡ ra và báo cho tác giả"
                                    .formatted(seconds),
                            "hangs at its start: not done after %d s; remove it, and tell its author"
                                    .formatted(seconds))
                    : new Text(
                            "treo khi dừng: chưa xong sau %d giây; hãy báo cho tác giả".formatted(seconds),
                            "hangs at its stop: not done after %d s; tell its author".formatted(seconds));
        }
    }
}
