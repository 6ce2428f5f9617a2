package vn.matluoi.registry.internal.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import vn.matluoi.registry.internal.SearchKey;

/** How much each sign says, and which words say nothing: data, from {@code identity/weights.csv} and {@code placeholders.txt}. */
public final class Weights {

    private static final Weights SHIPPED = new Weights(lines("weights.csv"), lines("placeholders.txt"));

    private final Map<String, Integer> points = new HashMap<>();
    private final Set<String> placeholders = new HashSet<>();

    private Weights(Stream<String> weights, Stream<String> placeholders) {
        weights.map(line -> line.split(",", 2))
                .forEach(cells -> points.put(cells[0], Integer.valueOf(cells[1].strip())));
        placeholders.forEach(this.placeholders::add);
    }

    public static Weights shipped() {
        return SHIPPED;
    }

    /** @throws IllegalArgumentException if the file has no such line */
    public int of(String name) {
        var found = points.get(name);
        if (found == null) {
            throw new IllegalArgumentException("weights.csv has no line for " + name);
        }
        return found;
    }

    /** @return whether a serial number or MAC says which device it is: not a blank, a zero or what stands for nothing */
    public boolean tells(String word) {
        var plain = SearchKey.of(word).replace(" ", "").toUpperCase(Locale.ROOT);
        return plain.length() >= 4 && plain.chars().distinct().count() > 1 && !placeholders.contains(plain);
    }

    private static Stream<String> lines(String name) {
        try (var file = Weights.class.getResourceAsStream("/identity/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
