package ${package};

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceWords;

/**
 * The lines {@code key=value} of an answer, made fit to be stored. A line that is no such pair is passed over; of a key said
 * twice the first counts.
 *
 * @param values in the device's order
 */
record KeyValues(Map<String, String> values) {

    static final int MOST_LINES = 10_000;

    private static final int LONGEST_VALUE = 500;
    private static final Pattern KEY = Pattern.compile("[a-z0-9.-]{1,100}");

    /** @throws Garbled if it has more lines than any device has to say */
    static KeyValues read(String text) throws Garbled {
        var values = new LinkedHashMap<String, String>();
        int lines = 0;
        for (var line : (Iterable<String>) text.lines()::iterator) {
            if (++lines > MOST_LINES) {
                throw Words.tooManyLines(MOST_LINES);
            }
            pair(line, values);
        }
        return new KeyValues(values);
    }

    /** Reads the pairs of one line, with blanks between. */
    static KeyValues line(String text) {
        var values = new LinkedHashMap<String, String>();
        for (var word : text.split(" ", 16)) {
            pair(word, values);
        }
        return new KeyValues(values);
    }

    private static void pair(String text, Map<String, String> values) {
        int at = text.indexOf('=');
        if (at > 0 && KEY.matcher(text.substring(0, at)).matches()) {
            values.putIfAbsent(text.substring(0, at), DeviceWords.clean(text.substring(at + 1), LONGEST_VALUE));
        }
    }

    /** @return the value of a key; empty if it is not there or says nothing */
    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /** @return a whole number from 0; 0 if it is none */
    int number(String key) {
        return get(key).filter(value -> value.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** @return the rows {@code name.1.key}, by their number */
    SortedMap<Integer, KeyValues> rows(String name) {
        var row = Pattern.compile(Pattern.quote(name) + "[.]([1-9][0-9]{0,4})[.]?(.*)");
        var rows = new TreeMap<Integer, KeyValues>();
        values.forEach((key, value) -> {
            var found = row.matcher(key);
            if (found.matches()) {
                rows.computeIfAbsent(Integer.parseInt(found.group(1)), n -> new KeyValues(new LinkedHashMap<>()))
                        .values
                        .put(found.group(2), value);
            }
        });
        return rows;
    }
}
