package vn.matluoi.registry.internal.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import vn.matluoi.api.intake.Item;

/** SHA-256 over all that a statement's rows say, in their order. */
final class Fingerprint {

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(Item item) {
        var words = "%d\u001f%s\u001f%s\u001f%s\u001e"
                .formatted(item.row(), item.channel().orElse(""), item.values(), item.raw());
        digest.update(words.getBytes(StandardCharsets.UTF_8));
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
