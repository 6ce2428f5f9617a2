package vn.matluoi.audit.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How a row hangs on the row before: SHA-256 (FIPS 180-4) over the previous hash as 64 hex digits, one line feed, and
 * the canonical text in UTF-8. Anyone can recompute it: {@code printf '%s\n%s' PREVIOUS CANONICAL | sha256sum}.
 */
final class Chain {

    /** What stands before the first row. */
    static final String BEGINNING = "0".repeat(64);

    private Chain() {}

    static String hash(String previousHash, String canonical) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(previousHash.getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) '\n');
            return HexFormat.of().formatHex(digest.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
