package vn.matluoi.registry.internal.normalise;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One coordinate as people write it: degrees, degrees with minutes and seconds, or metres. */
final class Coordinates {

    private static final int LONGEST = 60;
    private static final Set<String> SOUTH_OR_WEST = Set.of("s", "w", "nam", "tay");
    private static final Set<String> LEADS = Set.of(
            "",
            "n",
            "e",
            "b",
            "d",
            "bac",
            "dong",
            "s",
            "w",
            "nam",
            "tay",
            "x",
            "y",
            "vido",
            "kinhdo",
            "lat",
            "lon",
            "long",
            "latitude",
            "longitude");
    private static final Set<String> TAILS = Set.of(
            "", "n", "e", "b", "d", "bac", "dong", "s", "w", "nam", "tay", "m", "met", "do", "dob", "dodong", "dobac",
            "don", "doe");

    private Coordinates() {}

    /**
     * One coordinate.
     *
     * @param value degrees or metres
     * @param thousands the value if the only separator marks thousands ({@code 596.123} metres)
     * @param decimals how many decimals were written; large for degrees with seconds
     */
    record Reading(BigDecimal value, Optional<BigDecimal> thousands, int decimals) {}

    static Optional<Reading> read(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var from = 0;
        while (from < text.length() && !isDigit(text.charAt(from)) && !isMinus(text.charAt(from))) {
            from++;
        }
        var lead = Words.fold(text.substring(0, from));
        if (from == text.length() || !LEADS.contains(lead)) {
            return Optional.empty();
        }
        var body = text.substring(from);
        var negative = SOUTH_OR_WEST.contains(lead);
        var number = Numbers.read(body);
        if (number.isPresent() && TAILS.contains(number.get().unit())) {
            var reading = number.get();
            return Optional.of(new Reading(
                    turn(reading.value(), negative || SOUTH_OR_WEST.contains(reading.unit())),
                    reading.other(),
                    reading.value().scale()));
        }
        return sexagesimal(body, negative);
    }

    /** Degrees, minutes and perhaps seconds, with their signs or with blanks between. */
    private static Optional<Reading> sexagesimal(String body, boolean negative) {
        var parts = new ArrayList<BigDecimal>(3);
        var words = new StringBuilder();
        for (var i = 0; i < body.length(); ) {
            if (!isDigit(body.charAt(i))) {
                words.append(body.charAt(i++));
                continue;
            }
            var from = i;
            while (i < body.length()
                    && (isDigit(body.charAt(i))
                            || (body.charAt(i) == '.' || body.charAt(i) == ',')
                                    && i + 1 < body.length()
                                    && isDigit(body.charAt(i + 1)))) {
                i++;
            }
            var digits = body.substring(from, i).replace(',', '.');
            if (parts.size() == 3 || digits.indexOf('.') != digits.lastIndexOf('.')) {
                return Optional.empty();
            }
            parts.add(new BigDecimal(digits));
        }
        if (parts.size() < 2 || !below60(parts) || !marks(words)) {
            return Optional.empty();
        }
        var seconds = parts.size() == 3 ? parts.get(2) : BigDecimal.ZERO;
        var value = parts.get(0)
                .add(parts.get(1).divide(BigDecimal.valueOf(60), 12, RoundingMode.HALF_UP))
                .add(seconds.divide(BigDecimal.valueOf(3600), 12, RoundingMode.HALF_UP));
        return Optional.of(new Reading(turn(value, negative || southOrWest(words)), Optional.empty(), 12));
    }

    private static boolean below60(List<BigDecimal> parts) {
        return parts.get(0).scale() <= 0
                && parts.stream().skip(1).allMatch(part -> part.compareTo(BigDecimal.valueOf(60)) < 0)
                && (parts.size() == 2 || parts.get(1).scale() <= 0);
    }

    private static boolean marks(StringBuilder words) {
        var folded = Words.fold(words.toString())
                .replace("phut", "")
                .replace("giay", "")
                .replace("bac", "")
                .replace("dong", "")
                .replace("do", "");
        return folded.length() <= 1 && (folded.isEmpty() || "nebdsw".contains(folded));
    }

    private static boolean southOrWest(StringBuilder words) {
        var folded = Words.fold(words.toString());
        return folded.endsWith("s") || folded.endsWith("w");
    }

    private static BigDecimal turn(BigDecimal value, boolean negative) {
        return negative ? value.negate() : value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isMinus(char c) {
        return c == '-' || c == '\u2212';
    }
}
