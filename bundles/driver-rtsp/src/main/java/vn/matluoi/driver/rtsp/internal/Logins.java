package vn.matluoi.driver.rtsp.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Target;

/** The accounts known of, by source, host, port, user and secret; a changed secret is another one. Any thread. */
final class Logins {

    /** The one used longest ago goes first. About 300 bytes each. */
    private static final int REMEMBERED = 20_000;

    private final LongSupplier nanos;
    private final byte[] salt = new byte[16];

    private final Map<Account, Login> logins = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Account, Login> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private record Account(SourceId source, String where, String user, String secretHash) {}

    /** @param nanos a clock that never jumps, in nanoseconds */
    Logins(LongSupplier nanos) {
        this.nanos = nanos;
        new SecureRandom().nextBytes(salt);
    }

    synchronized Login of(Target target, Place place) {
        var account = new Account(target.id(), place.where(), target.user(), hash(target.secret()));
        return logins.computeIfAbsent(account, a -> new Login(place.where(), nanos));
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
