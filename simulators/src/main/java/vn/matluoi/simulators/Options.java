package vn.matluoi.simulators;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The {@code --name value} and {@code --flag} pairs of a command line. */
public final class Options {

    private final Map<String, String> given = new LinkedHashMap<>();

    /**
     * @param known names that take a value
     * @param flags names that take none
     * @throws IllegalArgumentException naming the word that does not belong there
     */
    public Options(String[] arguments, int from, Set<String> known, Set<String> flags) {
        for (int i = from; i < arguments.length; i++) {
            String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
            if (flags.contains(name)) {
                given.put(name, "true");
            } else if (known.contains(name) && i + 1 < arguments.length) {
                given.put(name, arguments[++i]);
            } else if (known.contains(name)) {
                throw new IllegalArgumentException("--" + name + " wants a value");
            } else {
                throw new IllegalArgumentException("unknown: " + arguments[i]);
            }
        }
    }

    public boolean flag(String name) {
        return given.containsKey(name);
    }

    public String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    public String required(String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    public Path path(String name) {
        return Path.of(required(name));
    }

    public int number(String name, int otherwise) {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("-?\\d{1,9}")) {
            throw new IllegalArgumentException("--" + name + " is a whole number, not: " + value);
        }
        return Integer.parseInt(value);
    }

    public double fraction(String name, double otherwise) {
        String value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("0(\\.\\d+)?|1(\\.0+)?")) {
            throw new IllegalArgumentException("--" + name + " is 0 to 1, not: " + value);
        }
        return Double.parseDouble(value);
    }
}
