package vn.matluoi.http.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Target;

/**
 * What connections to one device have in common: its {@link Gate}, by host and port, and its {@link Login}, by
 * source, host, port, user and secret. A gate lives while a connection uses it; a login outlives its connections, so
 * that a rejected secret stays rejected, and a changed one is another login. Safe for any thread.
 */
final class KnownDevices {

    /** Calls on their way to one device. */
    private static final int PERMITS = 2;

    /** Calls waiting for one device. */
    private static final int PLACES = 32;

    /** Log-ins kept without a connection; the oldest goes first. About 300 bytes each. */
    private static final int REMEMBERED = 20_000;

    private final LongSupplier nanos;
    private final byte[] salt = new byte[16];
    private final Map<String, Shared> gates = new HashMap<>(); // guarded by this

    private final Map<Account, Login> logins = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Account, Login> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /** @param nanos a clock that never jumps, in nanoseconds */
    KnownDevices(LongSupplier nanos) {
        this.nanos = nanos;
        new SecureRandom().nextBytes(salt);
    }

    private record Account(SourceId source, String where, String user, String secretHash) {}

    private static final class Shared {
        private final Gate gate = new Gate(PERMITS, PLACES);
        private int users;
    }

    /** @param where host and port */
    synchronized Gate gate(String where) {
        var shared = gates.computeIfAbsent(where, w -> new Shared());
        shared.users++;
        return shared.gate;
    }

    /** The connection that asked for the gate is closed. */
    synchronized void leave(String where) {
        var shared = gates.get(where);
        if (--shared.users == 0) {
            gates.remove(where);
        }
    }

    synchronized Login login(Target target, String where) {
        if (target.user().isEmpty()) {
            return new Login(where, nanos); // nobody logs in: nothing to remember, and a scan must not push out what is
        }
        var account = new Account(target.id(), where, target.user(), hash(target.secret()));
        return logins.computeIfAbsent(account, a -> new Login(where, nanos));
    }

    /** A person says the source's account is to be tried again. */
    synchronized void forgive(SourceId source) {
        logins.forEach((account, login) -> {
            if (account.source.equals(source)) {
                login.forgive();
            }
        });
    }

    private String hash(String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return HexFormat.of().formatHex(sha.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
