package vn.matluoi.http.internal;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DevicePush;

/** One address that is open to one device. What comes is handed on in the event loop of the device's connection. */
final class PushDoor implements DevicePush {

    /** In ten seconds; a recorder of 64 channels tells each alarm once a second. */
    static final int MOST_REQUESTS = 1000;

    /** In ten seconds, pictures included. */
    static final long MOST_BYTES = 64L * 1024 * 1024;

    /** In ten seconds, of what is kept: it is read on the I/O threads of all devices. The same as of a stream. */
    static final long MOST_HANDED = 10L * 1024 * 1024;

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final int MOST_WAITING = 16;
    private static final Logger LOG = LoggerFactory.getLogger(PushDoor.class);

    private final URI address;
    private final Set<InetAddress> from;
    private final EventLoop loop;
    private final Sink sink;
    private final LongSupplier nanos;
    private final Consumer<PushDoor> leave;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;
    private long window; // guarded by this, as all below
    private int requests;
    private long bytes;
    private long handed;

    /** @param leave told once when it closes */
    PushDoor(
            URI address,
            Set<InetAddress> from,
            EventLoop loop,
            Sink sink,
            LongSupplier nanos,
            Consumer<PushDoor> leave) {
        this.address = address;
        this.from = from;
        this.loop = loop;
        this.sink = sink;
        this.nanos = nanos;
        this.leave = leave;
        this.window = nanos.getAsLong();
    }

    @Override
    public URI address() {
        return address;
    }

    boolean opensTo(InetAddress who) {
        return !closed && from.contains(who);
    }

    /** @return whether one more request may come now */
    synchronized boolean admits() {
        long now = nanos.getAsLong();
        if (now - window >= WINDOW_NANOS) {
            window = now;
            requests = 0;
            bytes = 0;
            handed = 0;
        }
        return ++requests <= MOST_REQUESTS && bytes <= MOST_BYTES && waiting.get() < MOST_WAITING;
    }

    /** @return whether so much more may come now */
    synchronized boolean admits(int more) {
        bytes += more;
        return bytes <= MOST_BYTES;
    }

    /** @return whether so much more may be handed on now */
    synchronized boolean admitsOn(int more) {
        handed += more;
        return handed <= MOST_HANDED;
    }

    /** @param done run when it was taken, or never will be */
    void hand(Post post, Runnable done) {
        waiting.incrementAndGet();
        try {
            loop.execute(() -> {
                waiting.decrementAndGet();
                try {
                    if (!closed) {
                        sink.received(post);
                    }
                } catch (RuntimeException | LinkageError e) { // a plug-in's bug; the address is a secret
                    LOG.debug("what a device sent was not taken", e);
                } finally {
                    done.run();
                }
            });
        } catch (RejectedExecutionException e) { // the hub stops
            done.run();
        }
    }

    void end(DeviceException why) {
        if (shut() && !loop.isShuttingDown()) { // else the hub stops, and nobody asks any more
            loop.execute(() -> sink.ended(why));
        }
    }

    @Override
    public void close() {
        shut();
    }

    private boolean shut() {
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
        }
        leave.accept(this);
        return true;
    }
}
