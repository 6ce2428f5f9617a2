package vn.matluoi.media.internal.server;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there may be, in all and from one address. Any thread. */
public final class ConnectionLimits {

    private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private volatile int most;
    private volatile int mostFromOne;

    /**
     * @param most in all
     * @param mostFromOne from one address
     */
    public ConnectionLimits(int most, int mostFromOne) {
        resize(most, mostFromOne);
    }

    /** Changes the limits; connections there are already stay. */
    public void resize(int inAll, int fromOne) {
        most = inAll;
        mostFromOne = fromOne;
    }

    /** @return whether there was room; the connection is then counted until it {@link #leave}s */
    boolean enter(InetAddress address) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return false;
        }
        if (byAddress.merge(address, 1, Integer::sum) > mostFromOne) {
            leave(address);
            return false;
        }
        return true;
    }

    /** @return whether there is no room for a connection from that address */
    public boolean isFullFor(InetAddress address) {
        return all.get() >= most || byAddress.getOrDefault(address, 0) >= mostFromOne;
    }

    void leave(InetAddress address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
    }
}
