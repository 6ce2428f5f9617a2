package vn.matluoi.registry.internal.normalise;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Numbers as people write them in Vietnam and elsewhere: {@code 5,5 mét}, {@code 1.178.234,56}, {@code ~6m}. */
final class Numbers {

    private static final int LONGEST = 40;

    private Numbers() {}

    /**
     * One number in a text.
     *
     * @param value with a decimal point
     * @param other the other reading if a single separator may mark thousands as well as decimals: {@code 1.234}
     * @param unit what follows the digits, folded; empty for none
     * @param about whether it is said to be approximate
     */
    record Reading(BigDecimal value, Optional<BigDecimal> other, String unit, boolean about) {}

    /** @return the number; empty if the text is not exactly one number with at most a unit behind it */
    static Optional<Reading> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var from = 0;
        while (from < text.length() && !isDigit(text.charAt(from)) && !isSign(text, from)) {
            from++;
        }
        var before = text.substring(0, from);
        var lead = Words.fold(before);
        var sign = from < text.length() && isSign(text, from) ? 1 : 0;
        var to = from + sign;
        while (to < text.length() && (isDigit(text.charAt(to)) || isSeparator(text, to))) {
            to++;
        }
        var unit = Words.fold(text.substring(to));
        if (to == from + sign
                || hasDigit(unit)
                || !(lead.isEmpty() || lead.equals("khoang"))
                || before.indexOf(',') >= 0
                || before.indexOf('.') >= 0) {
            return Optional.empty();
        }
        var digits = text.substring(from + sign, to).replace(" ", "").replace("'", "");
        var about = !before.isBlank();
        var negative = sign == 1 && text.charAt(from) != '+';
        return value(digits)
                .map(values -> values.stream()
                        .map(value -> negative ? value.negate() : value)
                        .toList())
                .map(values -> new Reading(
                        values.get(0), values.size() > 1 ? Optional.of(values.get(1)) : Optional.empty(), unit, about));
    }

    private static Optional<List<BigDecimal>> value(String digits) {
        var dots = count(digits, '.');
        var commas = count(digits, ',');
        if (dots + commas == 0) {
            return Optional.of(List.of(new BigDecimal(digits)));
        }
        if (dots > 0 && commas > 0) {
            var decimal = digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ',';
            var thousands = decimal == '.' ? ',' : '.';
            if (count(digits, decimal) > 1) {
                return Optional.empty();
            }
            var cut = digits.indexOf(decimal);
            return grouped(digits.substring(0, cut), thousands)
                    .map(whole -> List.of(new BigDecimal(whole + '.' + digits.substring(cut + 1))));
        }
        var separator = dots > 0 ? '.' : ',';
        if (dots + commas > 1) {
            return grouped(digits, separator).map(whole -> List.of(new BigDecimal(whole)));
        }
        var cut = digits.indexOf(separator);
        if (cut == 0 || cut == digits.length() - 1) {
            return Optional.empty();
        }
        var decimal = new BigDecimal(digits.replace(',', '.'));
        return digits.length() - cut - 1 == 3 && cut <= 3 && digits.charAt(0) != '0'
                ? Optional.of(List.of(decimal, new BigDecimal(digits.replace(String.valueOf(separator), ""))))
                : Optional.of(List.of(decimal));
    }

    private static Optional<String> grouped(String digits, char separator) {
        var first = digits.indexOf(separator);
        if (first < 0) {
            return Optional.of(digits);
        }
        if (first == 0 || first > 3) {
            return Optional.empty();
        }
        for (var at = first; at >= 0; ) {
            var next = digits.indexOf(separator, at + 1);
            if ((next < 0 ? digits.length() : next) - at != 4) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(digits.replace(String.valueOf(separator), ""));
    }

    /** A blank or an apostrophe between two digits groups thousands; anything else ends the number. */
    private static boolean isSeparator(String text, int at) {
        var c = text.charAt(at);
        if (c != '.' && c != ',' && c != ' ' && c != '\'') {
            return false;
        }
        var between = at > 0 && isDigit(text.charAt(at - 1)) && at + 1 < text.length() && isDigit(text.charAt(at + 1));
        return c == '.' || c == ',' ? between : between && threeDigits(text, at + 1);
    }

    private static boolean threeDigits(String text, int from) {
        var to = from;
        while (to < text.length() && isDigit(text.charAt(to))) {
            to++;
        }
        return to - from == 3;
    }

    private static boolean isSign(String text, int at) {
        var c = text.charAt(at);
        return (c == '-' || c == '+' || c == '\u2212') && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static int count(String text, char c) {
        return (int) text.chars().filter(each -> each == c).count();
    }

    /** @return the shortest plain writing, with a decimal point */
    static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
