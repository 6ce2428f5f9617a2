package vn.matluoi.media.internal.relay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;

/**
 * Lets a password be tried once (rule 9), also when all channels of a recorder are opened at the same moment: of one
 * source's connections one at a time shows its password, and the next one's turn comes when the device has answered or
 * the connection is gone. A password that was rejected is not shown again for a minute, by which time the hub's own
 * breaker has long stopped giving it out. Any thread.
 */
public final class LoginGate {

    private static final Duration REJECTED = Duration.ofSeconds(60);

    private final Map<SourceId, Gate> gates = new HashMap<>();
    private final byte[] salt = new byte[16];
    private final LongSupplier nanos;
    private final Consumer<SourceId> refusals;

    /**
     * @param nanos a clock that never jumps, in nanoseconds
     * @param refusals hears of each source whose device refused its password; must not block
     */
    public LoginGate(LongSupplier nanos, Consumer<SourceId> refusals) {
        this.nanos = nanos;
        this.refusals = refusals;
        new SecureRandom().nextBytes(salt);
    }

    /** Who comes to the gate. Called back once, on any thread. */
    interface Visitor {

        /** May show its password now; must then tell what became of it. */
        void enter();

        /** The password was rejected just now. */
        void rejected();
    }

    private record Waiting(Visitor visitor, byte[] password) {}

    private static final class Gate {

        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private Optional<Visitor> inside = Optional.empty();
        private byte[] rejected = new byte[0];
        private long rejectedAt;
    }

    /** Calls back at once or later, on this thread or another one. */
    void pass(StreamAddress address, Visitor visitor) {
        var password = fingerprint(address);
        boolean isRejected;
        synchronized (this) {
            var gate = gates.computeIfAbsent(address.source(), source -> new Gate());
            isRejected = isRejected(gate, password);
            if (!isRejected && gate.inside.isPresent()) {
                gate.waiting.add(new Waiting(visitor, password));
                return;
            }
            if (!isRejected) {
                gate.inside = Optional.of(visitor);
            }
        }
        if (isRejected) {
            visitor.rejected();
        } else {
            visitor.enter();
        }
    }

    private boolean isRejected(Gate gate, byte[] password) {
        return Arrays.equals(gate.rejected, password) && nanos.getAsLong() - gate.rejectedAt <= REJECTED.toNanos();
    }

    /** @return whether the device refused this password just now */
    synchronized boolean isRejected(StreamAddress address) {
        var gate = gates.get(address.source());
        return gate != null && isRejected(gate, fingerprint(address));
    }

    /** The device refused the password: nobody else shows the same one. */
    void rejected(StreamAddress address, Visitor visitor) {
        var password = fingerprint(address);
        var turnedAway = new ArrayList<Visitor>();
        synchronized (this) {
            var gate = gates.computeIfAbsent(address.source(), source -> new Gate());
            gate.rejected = password;
            gate.rejectedAt = nanos.getAsLong();
            gate.waiting.removeIf(next -> Arrays.equals(next.password(), password) && turnedAway.add(next.visitor()));
        }
        turnedAway.forEach(Visitor::rejected);
        refusals.accept(address.source());
        leave(address, visitor);
    }

    /** The log-in worked, or broke for another reason, or is not wanted any more: the next one may try. */
    void leave(StreamAddress address, Visitor visitor) {
        Optional<Visitor> next;
        synchronized (this) {
            var gate = gates.get(address.source());
            if (gate == null) {
                return;
            }
            gate.waiting.removeIf(waiting -> waiting.visitor() == visitor);
            if (gate.inside.filter(known -> known == visitor).isEmpty()) {
                return;
            }
            next = Optional.ofNullable(gate.waiting.poll()).map(Waiting::visitor);
            gate.inside = next;
        }
        next.ifPresent(Visitor::enter);
    }

    private byte[] fingerprint(StreamAddress address) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(address.user().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(address.secret().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
