package vn.matluoi.http.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.login.Digest;

/**
 * What is known of one account on one device: whether it was accepted, and the breaker that keeps a rejected one
 * from being sent again. Shared by every connection of that source to that device with that secret, so that
 * connections opened at the same time spend one log-in between them. While nothing is known, one call proves it and
 * the others wait. Safe for any thread; the callbacks run on the thread that settles the matter.
 */
final class Login {

    /**
     * How long a rejected account is kept back when no person says it should be tried again. Four tries an hour stay
     * below the lock-out of every device known (Hikvision 5 to 7 in 30 minutes, Dahua 5 in 30).
     */
    static final Duration REJECTED_FOR = Duration.ofMinutes(15);

    /** A locked device is tried this long after the time it named. */
    static final Duration AFTER_LOCK = Duration.ofSeconds(10);

    private final String where;
    private final LongSupplier nanos;
    private final Queue<Consumer<Verdict>> waiting = new ArrayDeque<>(); // guarded by this, as all below
    private boolean proven;
    private boolean proving;
    private Optional<Barred> barred = Optional.empty();
    private Optional<Digest> digest = Optional.empty();
    private boolean tookDigest;

    /** @param nanos a clock that never jumps, in nanoseconds: setting the machine's makes no bar shorter or longer */
    Login(String where, LongSupplier nanos) {
        this.where = where;
        this.nanos = nanos;
    }

    /** Answer to {@link #ask}. */
    sealed interface Verdict {
        /** The account is known to be right: sign. */
        record Go() implements Verdict {}

        /** Sign, and settle the matter: {@link #accepted}, {@link #rejected}, {@link #locked} or {@link #unsettled}. */
        record Prove() implements Verdict {}

        /** Send nothing. */
        record Stop(DeviceException why) implements Verdict {}
    }

    private record Barred(long until, Supplier<DeviceException> why) {}

    /** @return why nothing may be sent; empty if it may */
    synchronized Optional<DeviceException> bar() {
        if (barred.filter(b -> nanos.getAsLong() - b.until >= 0).isPresent()) {
            barred = Optional.empty();
        }
        return barred.map(b -> b.why.get());
    }

    /** Asks to sign with the secret; the answer may come later. */
    void ask(Consumer<Verdict> answer) {
        Verdict verdict;
        synchronized (this) {
            var bar = bar();
            if (bar.isPresent()) {
                verdict = new Verdict.Stop(bar.get());
            } else if (proven) {
                verdict = new Verdict.Go();
            } else if (!proving) {
                proving = true;
                verdict = new Verdict.Prove();
            } else {
                waiting.add(answer);
                return;
            }
        }
        answer.accept(verdict);
    }

    /** The device accepted the account. */
    void accepted() {
        settle(
                () -> {
                    proven = true;
                    tookDigest |= digest.isPresent();
                },
                Verdict.Go::new);
    }

    /** The device rejected the account against a fresh nonce. */
    DeviceException rejected() {
        return barUntil(nanos.getAsLong() + REJECTED_FOR.toNanos(), () -> Failures.wrongCredentials(where));
    }

    /** The device says it is locked, for that long. */
    DeviceException locked(Duration unlock) {
        var opens = nanos.getAsLong() + unlock.toNanos();
        return barUntil(
                opens + AFTER_LOCK.toNanos(),
                () -> Failures.locked(where, Duration.ofNanos(opens - nanos.getAsLong())));
    }

    private DeviceException barUntil(long until, Supplier<DeviceException> why) {
        settle(
                () -> {
                    proven = false;
                    digest = Optional.empty();
                    barred = Optional.of(new Barred(until, why));
                },
                () -> new Verdict.Stop(why.get()));
        return why.get();
    }

    /** The call that was proving ended without an answer: the next one proves. */
    void unsettled() {
        Optional<Consumer<Verdict>> next;
        synchronized (this) {
            if (!proving) {
                return;
            }
            next = Optional.ofNullable(waiting.poll());
            proving = next.isPresent();
        }
        next.ifPresent(n -> n.accept(new Verdict.Prove()));
    }

    /** A request signed with a nonce that was kept got a 401: perhaps only the nonce is old, perhaps not. */
    synchronized void doubt(Digest used) {
        if (digest.filter(d -> d == used).isPresent()) {
            proven = false;
            digest = Optional.empty();
        }
    }

    /** A person says this account is to be tried again. */
    synchronized void forgive() {
        barred = Optional.empty();
        tookDigest = false; // the device may have been reset, or be another one
    }

    /** @return the digest to sign with at once, without asking the device for a nonce first */
    synchronized Optional<Digest> kept() {
        return proven ? digest : Optional.empty();
    }

    synchronized void keep(Digest fresh) {
        digest = Optional.of(fresh);
    }

    /** @return whether the device took a digest of this account: then it gets nothing weaker */
    synchronized boolean tookDigest() {
        return tookDigest;
    }

    private void settle(Runnable change, Supplier<Verdict> verdict) {
        List<Consumer<Verdict>> all;
        synchronized (this) {
            change.run();
            proving = false;
            all = new ArrayList<>(waiting);
            waiting.clear();
        }
        all.forEach(w -> w.accept(verdict.get()));
    }
}
