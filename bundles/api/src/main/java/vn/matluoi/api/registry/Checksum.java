package vn.matluoi.api.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A checksum of some cameras, the same in whatever order they come, so that two registries find quickly where they differ.
 *
 * <p>That of one camera is SHA-256 over a text in UTF-8: its id and a line feed; then for each field that has a value, in the order of the
 * keys' characters, the key, {@code =}, the value and a line feed. In a value a backslash is written as two, a line feed as {@code \n}. That
 * of several is theirs combined by exclusive or, byte by byte; that of none is all zeros.
 *
 * @param count how many cameras
 * @param digest 64 lower-case hexadecimal digits
 */
public record Checksum(long count, String digest) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Of no camera. */
    public static final Checksum NONE = new Checksum(0, "0".repeat(64));

    /** @throws IllegalArgumentException if the digest has another shape, or the count is negative */
    public Checksum {
        Objects.requireNonNull(digest, "digest");
        if (count < 0 || !DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("a checksum is a count and 64 hexadecimal digits");
        }
    }

    /**
     * @param id of the camera
     * @param values by key; blank ones are left out
     * @return the checksum of that camera
     */
    public static Checksum of(String id, Map<String, String> values) {
        var text = new StringBuilder(600).append(id).append('\n');
        new TreeMap<>(values).forEach((key, value) -> {
            if (!value.isBlank()) {
                text.append(key)
                        .append('=')
                        .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                        .append('\n');
            }
        });
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return new Checksum(
                    1, HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @return that of these cameras and those together; no camera is in both */
    public Checksum and(Checksum other) {
        var mine = HexFormat.of().parseHex(digest);
        var theirs = HexFormat.of().parseHex(other.digest);
        for (var i = 0; i < mine.length; i++) {
            mine[i] ^= theirs[i];
        }
        return new Checksum(count + other.count, HexFormat.of().formatHex(mine));
    }
}
