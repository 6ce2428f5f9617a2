package vn.matluoi.source.mqtt.internal;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An agency's words for the hub's: {@code che camera = TAMPER; mất hình = VIDEO_LOST}. Compared without regard to case, and to how its
 * letters with marks are composed. The hub's own
 * words need no line.
 *
 * @param <E> the hub's words
 */
final class Words<E extends Enum<E>> {

    private final Map<String, E> known = new LinkedHashMap<>();

    /** @throws IllegalArgumentException naming the part that is not written so */
    Words(Class<E> own, String text) {
        for (var one : own.getEnumConstants()) {
            known.put(key(one.name()), one);
        }
        lines(text).forEach((word, name) -> {
            var meant = Arrays.stream(own.getEnumConstants())
                    .filter(one -> key(one.name()).equals(key(name)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(word + " = " + name));
            known.put(key(word), meant);
        });
    }

    Words<E> with(E meant, String... words) {
        for (var word : words) {
            known.putIfAbsent(key(word), meant);
        }
        return this;
    }

    Optional<E> of(String word) {
        return Optional.ofNullable(known.get(key(word)));
    }

    /**
     * @return what is written {@code NAME = VALUE; NAME = VALUE}
     * @throws IllegalArgumentException naming the part that is not written so
     */
    static Map<String, String> lines(String text) {
        var lines = new LinkedHashMap<String, String>();
        Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .forEach(one -> {
                    var parts = one.split("=", 2);
                    if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                        throw new IllegalArgumentException(one);
                    }
                    lines.put(parts[0].strip(), parts[1].strip());
                });
        return lines;
    }

    private static String key(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFC)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replace('-', '_')
                .replace(' ', '_');
    }
}
