package vn.matluoi.registry.internal.identity;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import vn.matluoi.registry.internal.db.Json;

/**
 * One thing that speaks for or against two descriptions being one camera.
 *
 * @param name as in {@code identity/weights.csv}, or {@code channel}, {@code place} for what decides by itself
 * @param content the words
 */
public record Sign(String name, String content, int points) {

    private static final TypeReference<List<Sign>> LIST = new TypeReference<>() {};

    static String write(List<Sign> signs) {
        return Json.write(signs);
    }

    static List<Sign> read(String json) {
        return Json.read(json, LIST);
    }

    /** @return the same for the same signs in any order: whether an answer still answers */
    static String key(List<Sign> signs) {
        return hash(signs.stream()
                .filter(sign -> sign.points >= 0)
                .sorted(Comparator.comparing(Sign::name).thenComparing(Sign::content))
                .map(sign -> sign.name + "\u001f" + sign.content)
                .collect(Collectors.joining("\u001e")));
    }

    /** @return 40 hexadecimal digits */
    static String hash(String words) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
