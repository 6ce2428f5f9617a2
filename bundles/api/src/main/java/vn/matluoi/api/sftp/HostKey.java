package vn.matluoi.api.sftp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import vn.matluoi.api.route.PinnedCertificate;

/** SHA-256 of what a server shows of itself: of its public key as {@code ssh-keygen -lf} counts it, of its certificate for FTPS. */
public final class HostKey {

    private static final String PREFIX = "SHA256:";
    private static final int BYTES = 32;

    private final byte[] digest;

    private HostKey(byte[] digest) {
        this.digest = digest;
    }

    /**
     * @param text {@code SHA256:} and Base64, or 64 hex digits, with colons or without
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static HostKey of(String text) {
        var bytes = text.startsWith(PREFIX)
                ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
                : HexFormat.of().parseHex(PinnedCertificate.fingerprint(text));
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("no SHA-256: " + text);
        }
        return new HostKey(bytes);
    }

    /** @param shown the key or certificate as it is encoded */
    public static HostKey shown(byte[] shown) {
        try {
            return new HostKey(MessageDigest.getInstance("SHA-256").digest(shown));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostKey key && MessageDigest.isEqual(digest, key.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** @return 64 lower-case digits */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    /** @return as {@code ssh-keygen} writes it */
    @Override
    public String toString() {
        return PREFIX + Base64.getEncoder().withoutPadding().encodeToString(digest);
    }
}
