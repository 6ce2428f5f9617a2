package vn.matluoi.api.route;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Sees to it that a refused password or key is not shown again and again to a server that may lock the account: only once it is
 * another, or after a quarter of an hour. Keeps no secret, only its digest. Any thread.
 */
public final class OneTry {

    /** After that the same secret may be tried once more: the server's side may have been mended. */
    public static final Duration REST = Duration.ofMinutes(15);

    private final LongSupplier nanos;
    private byte[] refused; // guarded by this, as the next two
    private Unusable why;
    private long since;

    /** @param nanos a monotonic clock */
    public OneTry(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * To be called before the secret is shown.
     *
     * @throws Unusable why it was refused, while it must not be shown again
     */
    public synchronized void ask(String secret) throws Unusable {
        if (refused != null && nanos.getAsLong() - since < REST.toNanos() && Arrays.equals(refused, digest(secret))) {
            throw why;
        }
    }

    /** The server did not accept it. @return why, to be thrown */
    public synchronized Unusable refused(String secret, Unusable reason) {
        refused = digest(secret);
        why = reason;
        since = nanos.getAsLong();
        return reason;
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
