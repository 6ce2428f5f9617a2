package vn.matluoi.api;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The hub's own name for a camera, for example {@code 80-0000123-5}: the province code at minting, a
 * seven-digit number, and a check digit. It is minted once, never re-coded (not even when a province is
 * merged) and never derived from a serial number, MAC or network address, which are evidence only.
 *
 * <p>The check digit follows ISO/IEC 7064, MOD 11,10, over the nine digits before it: it catches every
 * single wrong digit and nearly all swapped neighbours.
 *
 * @param value the whole identity, with its hyphens
 */
public record CameraId(String value) implements Comparable<CameraId> {

    private static final Pattern SHAPE = Pattern.compile("(\\d{2})-(\\d{7})-(\\d)");

    /**
     * @throws IllegalArgumentException if the shape or the check digit is wrong; the message says which
     */
    public CameraId {
        Objects.requireNonNull(value, "value");
        var shape = SHAPE.matcher(value);
        if (!shape.matches()) {
            throw new IllegalArgumentException("a camera id looks like 80-0000123-C, not: " + value);
        }
        var check = checkDigit(shape.group(1) + shape.group(2));
        if (check != shape.group(3).charAt(0) - '0') {
            throw new IllegalArgumentException("the check digit of " + value + " is wrong: a digit was mistyped");
        }
    }

    /**
     * Mints the identity with a given number.
     *
     * @param province two-digit province code, for example {@code 80}
     * @param number 1 to 9,999,999
     */
    public static CameraId of(String province, int number) {
        if (!province.matches("\\d{2}") || number < 1 || number > 9_999_999) {
            throw new IllegalArgumentException("no camera id for province " + province + ", number " + number);
        }
        var digits = "%s%07d".formatted(province, number);
        return new CameraId("%s-%s-%d".formatted(province, digits.substring(2), checkDigit(digits)));
    }

    /** @return whether the text is a well-formed identity with the right check digit */
    public static boolean isValid(String text) {
        var shape = SHAPE.matcher(text);
        return shape.matches()
                && checkDigit(shape.group(1) + shape.group(2)) == shape.group(3).charAt(0) - '0';
    }

    /** @return the province code at the time of minting */
    public String province() {
        return value.substring(0, 2);
    }

    private static int checkDigit(String digits) {
        var product = 10;
        for (var i = 0; i < digits.length(); i++) {
            var sum = (digits.charAt(i) - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10;
    }

    @Override
    public int compareTo(CameraId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
