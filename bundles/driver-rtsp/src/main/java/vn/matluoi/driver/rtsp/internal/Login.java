package vn.matluoi.driver.rtsp.internal;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;

/**
 * What is known of one account on one device. One call at a time has its turn, so that a wrong password is sent once
 * however many come together; after that nothing is sent for a while. Any thread; what is known is changed only by the
 * one whose turn it is.
 */
final class Login {

    /** By then the hub's own breaker has long stopped giving the password out; a person who mended it need not wait long. */
    static final Duration REJECTED_FOR = Duration.ofSeconds(60);

    private final ReentrantLock turn = new ReentrantLock(true);
    private final String where;
    private final LongSupplier nanos;
    private OptionalLong rejectedAt = OptionalLong.empty();
    private boolean digest;

    Login(String where, LongSupplier nanos) {
        this.where = where;
        this.nanos = nanos;
    }

    /**
     * Waits for the turn; to be followed by {@link #leave}, unless it throws.
     *
     * @throws Refused if the device rejected this account just now
     * @throws DeviceException.Busy if the turn does not come in time
     */
    void enter(Deadline deadline) throws DeviceException {
        try {
            if (!turn.tryLock(deadline.at() - nanos.getAsLong(), TimeUnit.NANOSECONDS)) {
                throw Words.busy(where);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Words.closed();
        }
        if (rejectedAt.isPresent() && nanos.getAsLong() - rejectedAt.getAsLong() < REJECTED_FOR.toNanos()) {
            leave();
            throw Words.wrongCredentials(where);
        }
    }

    void leave() {
        turn.unlock();
    }

    Refused rejected() {
        rejectedAt = OptionalLong.of(nanos.getAsLong());
        return Words.wrongCredentials(where);
    }

    void accepted(boolean byDigest) {
        rejectedAt = OptionalLong.empty();
        digest |= byDigest;
    }

    /** @return whether the device took a digest from this account before: then it gets nothing weaker */
    boolean knowsDigest() {
        return digest;
    }
}
