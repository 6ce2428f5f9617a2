package vn.matluoi.core.internal.driver;

import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What an upgrade made of the stored options of a family's sources.
 *
 * @param before by source, the options it had
 * @param after by source, the options it got; the same sources
 */
public record OptionChanges(Map<String, Map<String, String>> before, Map<String, Map<String, String>> after) {

    /** Nothing is stored, or nothing was changed. */
    public static final OptionChanges NONE = new OptionChanges(Map.of(), Map.of());

    private static final String SEPARATOR = "|"; // in no source's id

    public OptionChanges {
        before = Collections.unmodifiableMap(new TreeMap<>(before)); // in an order, as they are stored
        after = Collections.unmodifiableMap(new TreeMap<>(after));
    }

    /** @return as it is kept in a file */
    Properties properties() {
        var properties = new Properties();
        write(properties, "before", before);
        write(properties, "after", after);
        return properties;
    }

    static OptionChanges of(Properties properties) {
        var before = new TreeMap<String, Map<String, String>>();
        var after = new TreeMap<String, Map<String, String>>();
        for (var key : properties.stringPropertyNames()) {
            var parts = key.split("\\|", 3);
            if (parts.length < 2) {
                continue;
            }
            var options =
                    (parts[0].equals("before") ? before : after).computeIfAbsent(parts[1], source -> new TreeMap<>());
            if (parts.length == 3) {
                options.put(parts[2], properties.getProperty(key));
            }
        }
        return new OptionChanges(before, after);
    }

    private static void write(Properties properties, String when, Map<String, Map<String, String>> sources) {
        sources.forEach((source, options) -> {
            properties.setProperty(when + SEPARATOR + source, ""); // one without options is one, too
            options.forEach((key, value) -> properties.setProperty(String.join(SEPARATOR, when, source, key), value));
        });
    }

    /** @return the options with the changes taken back; what a person changed since stays as it is */
    public Map<String, String> takenBack(String source, Map<String, String> now) {
        var old = before.getOrDefault(source, Map.of());
        var made = after.getOrDefault(source, Map.of());
        var back = new TreeMap<>(now);
        made.forEach((key, value) -> {
            if (value.equals(now.get(key)) && !value.equals(old.get(key))) {
                back.remove(key);
            }
        });
        old.forEach((key, value) -> {
            var became = made.get(key);
            var untouched = became == null ? !now.containsKey(key) : became.equals(now.get(key));
            if (!value.equals(became) && untouched) {
                back.put(key, value);
            }
        });
        return back;
    }
}
