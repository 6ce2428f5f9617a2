package vn.matluoi.core.internal.supervise;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.core.internal.ladder.Mends;
import vn.matluoi.core.internal.ladder.Sessions;
import vn.matluoi.core.internal.work.Lanes;

/**
 * The one open session with a source's device: opened when it is needed, used again, and closed when it failed, when the
 * settings changed or when nobody needs it for a while. Once ended it opens none any more. Opened in the source's lane
 * only; closed and ended from any thread.
 */
final class DeviceLine implements AutoCloseable {

    private final AtomicReference<Open> open = new AtomicReference<>();
    private final Runnable closing;
    private final BiConsumer<DeviceDriver, Throwable> faults;

    private volatile boolean ended;

    /**
     * @param closing called before a session that was open is closed, by the thread that closes it
     * @param faults told of a call that ended by a fault of the driver's own
     */
    DeviceLine(Runnable closing, BiConsumer<DeviceDriver, Throwable> faults) {
        this.closing = closing;
        this.faults = faults;
    }

    /** Each step with the device is one that its lane knows of. */
    private record Attended(DeviceSession session) implements DeviceSession {

        @Override
        public List<Channel> channels() throws DeviceException {
            Lanes.goesOn();
            return session.channels();
        }

        @Override
        public <F extends DeviceFacet> Optional<F> facet(Class<F> facet) {
            Lanes.goesOn();
            return session.facet(facet);
        }

        @Override
        public <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet) {
            Lanes.goesOn();
            return session.facet(channel, facet);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private record Open(DeviceSession session, DeviceDriver driver, long epoch) {}

    /**
     * Does the work on the session there is, or on a new one.
     *
     * @param epoch changes with the settings: a session of another epoch is closed first
     * @param fresh done first on a session just opened
     * @throws HubException if it has ended
     * @throws DeviceException as the driver says; a driver's own fault (a runtime exception) is {@code Garbled}
     */
    <T> T use(DeviceDriver driver, long epoch, Supplier<Target> target, DeviceWork<?> fresh, DeviceWork<T> work)
            throws DeviceException {
        Lanes.goesOn();
        try {
            return work.with(new Attended(session(driver, epoch, target, fresh)));
        } catch (HubException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            faults.accept(driver, e); // a plug-in's bug must look like one, and stop nobody else
            throw Mends.driverFault(e);
        } finally {
            Lanes.rests();
        }
    }

    /**
     * Does the work on the session there is, while others may use it too: see {@link DeviceSession}. Any thread.
     *
     * @return empty if there is none
     * @throws DeviceException as {@link #use} does
     */
    <T> Optional<T> useBeside(long epoch, DeviceWork<T> work) throws DeviceException {
        var present = open.get();
        if (present == null || present.epoch != epoch) {
            return Optional.empty();
        }
        Lanes.goesOn();
        try {
            return Optional.of(work.with(new Attended(present.session)));
        } catch (HubException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            faults.accept(present.driver, e);
            throw Mends.driverFault(e);
        } finally {
            Lanes.rests();
        }
    }

    private DeviceSession session(DeviceDriver driver, long epoch, Supplier<Target> target, DeviceWork<?> fresh)
            throws DeviceException {
        var present = open.get();
        if (present != null && present.epoch == epoch && present.driver == driver) {
            return present.session;
        }
        close();
        refuseIfEnded();
        var session = driver.open(target.get());
        var done = false;
        try {
            fresh.with(new Attended(session));
            done = true;
        } finally {
            if (!done) {
                Sessions.end(session);
            }
        }
        open.set(new Open(session, driver, epoch));
        if (ended) {
            close(); // it ended while this was opened, and closed nothing
        }
        refuseIfEnded();
        return session;
    }

    private void refuseIfEnded() {
        if (ended) {
            throw Refusals.ended();
        }
    }

    /** Closes it for good. */
    void end() {
        ended = true;
        close();
    }

    @Override
    public void close() {
        end(open.getAndSet(null));
    }

    /** Closes the session of that epoch, if that is the one there is: a late failure says nothing of the one after it. */
    void close(long epoch) {
        var last = open.get();
        if (last != null && last.epoch == epoch && open.compareAndSet(last, null)) {
            end(last);
        }
    }

    private void end(Open last) {
        if (last != null) {
            closing.run();
            Sessions.end(last.session);
        }
    }
}
