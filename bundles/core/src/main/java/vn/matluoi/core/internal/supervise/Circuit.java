package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.work.Moment;

/**
 * The bad-password circuit of one source. Once it is broken nothing is sent until a person closes it; the break holds at
 * once, in memory, and is written to the database so that it outlives a restart. Only a lock that names its end allows
 * one more try, and that this try is used up is written before it is made. Any thread, except where a method says lane.
 */
final class Circuit {

    /** What is added to the time a locked device says it stays locked. */
    static final Duration AFTER_LOCK = Duration.ofSeconds(10);

    /** The one try after a lock is put off by this when nothing answered it. */
    static final Duration UNANSWERED = Duration.ofMinutes(1);

    private final SourceId id;
    private final Site site;
    private Optional<Block> block; // guarded by this, as below
    private Optional<Moment> opens; // when one more try is allowed, by the clock that never jumps
    private boolean unsaved;
    private boolean probation;

    Circuit(SourceId id, Site site, Optional<String> stored) {
        this.id = id;
        this.site = site;
        this.block = stored.map(Block::parse);
        this.opens = opening();
    }

    /** @return why nothing may be sent; empty while the one try after a lock is made */
    synchronized Optional<Block> broken() {
        return probation ? Optional.empty() : block;
    }

    /** A person changed the source: what is stored now counts. */
    synchronized void reset(Optional<String> stored) {
        block = stored.map(Block::parse);
        opens = opening();
        unsaved = false;
        probation = false;
    }

    /** Nothing is sent from now on. */
    synchronized void breakFor(String cause) {
        breakWith(Block.forPerson(cause));
    }

    /** @return whether that refusal breaks it */
    synchronized boolean breakFor(Refused refused) {
        switch (refused.why()) {
            case CREDENTIALS -> breakFor(Causes.CREDENTIALS);
            case WRONG_DEVICE -> breakFor(Causes.WRONG_DEVICE);
            case CERTIFICATE -> breakFor(Causes.CERTIFICATE);
            case LOCKED -> breakWith(new Block(Causes.LOCKED, mayTryAgain(refused)));
            case NETWORK -> {
                return unanswered();
            }
            case RIGHTS -> {
                return false;
            }
        }
        return true;
    }

    /** The one try after a lock came to nothing by itself: it does not count. */
    synchronized boolean unanswered() {
        if (probation) {
            breakWith(new Block(Causes.LOCKED, Optional.of(now().at().plus(UNANSWERED))));
            return true;
        }
        return false;
    }

    private void breakWith(Block why) {
        block = Optional.of(why);
        opens = opening();
        unsaved = true;
        probation = false;
    }

    private Optional<Instant> mayTryAgain(Refused refused) {
        return probation
                ? Optional.empty()
                : refused.retryAfter().map(time -> now().at().plus(time).plus(AFTER_LOCK));
    }

    /**
     * Writes a break that is not written yet. In the lane.
     *
     * @return the source as written
     */
    Optional<StoredSource> save() {
        Optional<Block> why;
        synchronized (this) {
            if (!unsaved) {
                return Optional.empty();
            }
            why = block;
        }
        var written = site.ledger().change(id, SourceLedger.blocked(why), "system");
        synchronized (this) {
            unsaved = unsaved && !block.equals(why);
        }
        return written;
    }

    /**
     * Allows the one try if a lock's time is up. In the lane.
     *
     * @return the source as written
     */
    Optional<StoredSource> tryAfterLock() {
        synchronized (this) {
            if (probation || timeToTry().filter(Duration.ZERO::equals).isEmpty()) {
                return Optional.empty();
            }
        }
        var used = Optional.of(Block.forPerson(Causes.LOCKED));
        var written = site.ledger().change(id, SourceLedger.blocked(used), "system");
        synchronized (this) {
            block = used;
            opens = Optional.empty();
            unsaved = false;
            probation = true;
        }
        return written;
    }

    /**
     * The device answered: a try after a lock succeeded. In the lane.
     *
     * @return the source as written, if something had to be
     */
    Optional<StoredSource> answered() {
        synchronized (this) {
            if (!probation) {
                return Optional.empty();
            }
            probation = false;
            block = Optional.empty();
        }
        return site.ledger().change(id, SourceLedger.blocked(Optional.empty()), "system");
    }

    /** @return how long until one more try is allowed; empty if only a person allows it */
    synchronized Optional<Duration> timeToTry() {
        var now = now();
        return opens.map(moment -> now.isBefore(moment) ? moment.since(now) : Duration.ZERO);
    }

    /** What the block says, read now: from here on the machine's clock may be set, the time does not change. */
    private Optional<Moment> opening() {
        var now = now();
        return block.flatMap(Block::until).map(until -> now.plus(Duration.between(now.at(), until)));
    }

    private Moment now() {
        return site.timer().now();
    }
}
