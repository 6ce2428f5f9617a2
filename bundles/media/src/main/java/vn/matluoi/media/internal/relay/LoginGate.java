package vn.matluoi.media.internal.relay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;

/**
 * Lets a password be tried once (rule 9), also when all channels of a recorder are opened at the same moment: until a
 * log-in has worked, one connection a source tries and the others wait for what becomes of it. A password that was
 * rejected is not tried again for a minute, by which time the hub's own breaker has long stopped giving it out. Any
 * thread.
 */
public final class LoginGate {

    private static final Duration REJECTED = Duration.ofSeconds(60);

    private final Map<SourceId, Gate> gates = new HashMap<>();
    private final byte[] salt = new byte[16];
    private final LongSupplier nanos;

    /** @param nanos a clock that never jumps, in nanoseconds */
    public LoginGate(LongSupplier nanos) {
        this.nanos = nanos;
        new SecureRandom().nextBytes(salt);
    }

    /** Who comes to the gate. Called back once, on any thread. */
    interface Visitor {

        /** May connect now; must then tell what became of it. */
        void enter();

        /** The password was rejected just now. */
        void rejected();

        /** The device could not be reached just now. */
        void unreachable();
    }

    private enum State {
        OPEN,
        TRYING,
        PROVEN,
        REJECTED
    }

    private static final class Gate {

        private final byte[] password;
        private final ArrayDeque<Visitor> waiting = new ArrayDeque<>();
        private State state = State.OPEN;
        private Optional<Visitor> trying = Optional.empty();
        private long rejectedAt;

        Gate(byte[] password) {
            this.password = password;
        }
    }

    /** Calls back at once or later, on this thread or another one. */
    void pass(StreamAddress address, Visitor visitor) {
        if (address.user().isEmpty()) {
            visitor.enter();
            return;
        }
        switch (decide(address, visitor)) {
            case OPEN, PROVEN -> visitor.enter();
            case REJECTED -> visitor.rejected();
            case TRYING -> {
                // called back when the one who tries is through
            }
        }
    }

    private synchronized State decide(StreamAddress address, Visitor visitor) {
        var password = fingerprint(address);
        var gate = gates.get(address.source());
        if (gate == null || !Arrays.equals(gate.password, password)) {
            var replaced = new Gate(password);
            if (gate != null) {
                replaced.waiting.addAll(gate.waiting);
            }
            gates.put(address.source(), replaced);
            gate = replaced;
        }
        if (gate.state == State.REJECTED && nanos.getAsLong() - gate.rejectedAt > REJECTED.toNanos()) {
            gate.state = State.OPEN;
        }
        if (gate.state == State.OPEN) {
            gate.state = State.TRYING;
            gate.trying = Optional.of(visitor);
            return State.OPEN;
        }
        if (gate.state == State.TRYING) {
            gate.waiting.add(visitor);
        }
        return gate.state;
    }

    /** The log-in worked: everyone may enter. */
    void proven(StreamAddress address) {
        end(address, State.PROVEN).forEach(Visitor::enter);
    }

    /** The device refused the password: nobody may. */
    void rejected(StreamAddress address) {
        end(address, State.REJECTED).forEach(Visitor::rejected);
    }

    /**
     * The connection failed or was lost: whoever waited for it need not try too, and who comes next tries alone,
     * since the password may have been changed meanwhile.
     */
    void failed(StreamAddress address, Visitor visitor) {
        if (doubt(address, visitor)) {
            end(address, State.OPEN).forEach(Visitor::unreachable);
        }
    }

    /** Nobody needs the connection any more: the next one may try. */
    void abandoned(StreamAddress address, Visitor visitor) {
        if (!doubt(address, visitor)) {
            return;
        }
        Optional<Visitor> next;
        synchronized (this) {
            var gate = gates.get(address.source());
            next = Optional.ofNullable(gate.waiting.poll());
            gate.trying = next;
            gate.state = next.isPresent() ? State.TRYING : State.OPEN;
        }
        next.ifPresent(Visitor::enter);
    }

    /** @return whether it was this visitor's try that others wait for */
    private synchronized boolean doubt(StreamAddress address, Visitor visitor) {
        var gate = gates.get(address.source());
        if (gate == null || !Arrays.equals(gate.password, fingerprint(address))) {
            return false;
        }
        if (gate.state == State.PROVEN) {
            gate.state = State.OPEN;
        }
        return gate.state == State.TRYING
                && gate.trying.filter(known -> known == visitor).isPresent();
    }

    private synchronized ArrayDeque<Visitor> end(StreamAddress address, State state) {
        var gate = gates.get(address.source());
        if (gate == null || !Arrays.equals(gate.password, fingerprint(address))) {
            return new ArrayDeque<>();
        }
        gate.state = state;
        gate.trying = Optional.empty();
        gate.rejectedAt = nanos.getAsLong();
        var waiting = new ArrayDeque<>(gate.waiting);
        gate.waiting.clear();
        return waiting;
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
