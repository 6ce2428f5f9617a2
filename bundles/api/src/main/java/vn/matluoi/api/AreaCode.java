package vn.matluoi.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The General Statistics Office's code of an administrative unit: two digits for a province, three for a
 * former district, five for a commune. A code alone does not identify a unit: the same code named
 * different units before and after 1 July 2025. Within the hub a code without a date means the unit in
 * force today.
 *
 * @param value two, three or five digits
 */
public record AreaCode(String value) implements Comparable<AreaCode> {

    private static final Pattern SHAPE = Pattern.compile("\\d{2}|\\d{3}|\\d{5}");

    /** @throws IllegalArgumentException if it is not two, three or five digits */
    public AreaCode {
        Objects.requireNonNull(value, "value");
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("an area code is two, three or five digits, not: " + value);
        }
    }

    @Override
    public int compareTo(AreaCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
