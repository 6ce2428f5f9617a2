package vn.matluoi.http.internal;

import java.net.InetAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DevicePush;

/** One address that is open to one device. What comes is handed on in the line of the device's connection. */
final class PushDoor implements DevicePush {

    /** In ten seconds; a recorder of 64 channels tells each alarm once a second. */
    static final int MOST_REQUESTS = 1000;

    /** In ten seconds, pictures included. */
    static final long MOST_BYTES = 64L * 1024 * 1024;

    /** In ten seconds, of what is kept: it is read on a few threads for all devices. The same as of a stream. */
    static final long MOST_HANDED = 10L * 1024 * 1024;

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final int MOST_WAITING = 16;

    private final URI address;
    private final Set<InetAddress> from;
    private final Handlers.Line line;
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
            Handlers.Line line,
            Sink sink,
            LongSupplier nanos,
            Consumer<PushDoor> leave) {
        this.address = address;
        this.from = from;
        this.line = line;
        this.sink = sink;
        this.nanos = nanos;
        this.leave = leave;
        this.window = nanos.getAsLong();
    }

    @Override
    public URI address() {
        return address;
    }

    /** @return bytes that are lent for its driver, with these */
    long lend(int bytes) {
        return line.driver().lend(bytes);
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
        line.hand(() -> take(post), () -> {
            waiting.decrementAndGet();
            done.run();
        });
    }

    private void take(Post post) {
        if (closed) {
            return;
        }
        sink.received(post);
        line.took();
    }

    void end(DeviceException why) {
        if (shut()) {
            line.hand(() -> sink.ended(why));
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
