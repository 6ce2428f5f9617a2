package vn.matluoi.simulators.recorder;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;

/** A recorder's own clock: it follows a time server until somebody sets it. Safe for any thread. */
final class SetClock {

    private final Clock clock;
    private volatile long ahead;
    private volatile boolean followsServer = true;

    SetClock(Clock clock) {
        this.clock = clock;
    }

    /** What it shows, besides what a fault makes of it. */
    WrongClock wrongBy(WrongClock fault) {
        return new WrongClock(fault.seconds() + ahead, fault.year());
    }

    boolean followsServer() {
        return followsServer;
    }

    /** @param local as it stands in {@code localTime}; a time server knows better */
    void set(String local, boolean byServer) {
        followsServer = byServer;
        LocalDateTime truth = WrongClock.RIGHT.now(clock).toLocalDateTime();
        LocalDateTime asked = LocalDateTime.parse(local.substring(0, 19));
        ahead = byServer ? 0 : Duration.between(truth, asked).toSeconds();
    }
}
