package vn.matluoi.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of a source: a device, a spreadsheet inbox, another system. Lower-case letters, digits and
 * hyphens, 1 to 60 of them, starting with a letter or digit; for example {@code nvr-ubnd-tan-an}.
 *
 * @param value the name
 */
public record SourceId(String value) implements Comparable<SourceId> {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    /** @throws IllegalArgumentException if the name has other characters or is too long */
    public SourceId {
        Objects.requireNonNull(value, "value");
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a source id is 1 to 60 lower-case letters, digits and hyphens, not: " + value);
        }
    }

    @Override
    public int compareTo(SourceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
