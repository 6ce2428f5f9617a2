package vn.matluoi.registry.internal.normalise;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Days as people and spreadsheets write them. */
final class Dates {

    /** Day 0 of a spreadsheet's calendar (1900 system, after its false leap day). */
    private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);

    private static final int FIRST_SERIAL = 20_000;
    private static final int LAST_SERIAL = 80_000;
    private static final Set<String> BETWEEN = Set.of("", "ngay", "thang", "nam");

    private Dates() {}

    /** How a date was written, for what is said about it. */
    enum Form {
        PLAIN,
        /** A spreadsheet's serial number. */
        SERIAL,
        /** The year has two digits. */
        SHORT_YEAR,
        /** There is no such day; perhaps month and day are exchanged. */
        IMPOSSIBLE,
        /** Not a day: a month, a year, words. */
        UNREADABLE
    }

    /**
     * What a text says.
     *
     * @param day the day; empty if impossible or unreadable
     * @param suggestion what may have been meant
     */
    record Reading(Form form, Optional<LocalDate> day, Optional<LocalDate> suggestion) {}

    static Reading read(String text, LocalDate today) {
        var serial = serial(text);
        if (serial.isPresent()) {
            return new Reading(Form.SERIAL, serial, Optional.empty());
        }
        var numbers = numbers(text);
        if (numbers.isEmpty()) {
            return new Reading(Form.UNREADABLE, Optional.empty(), Optional.empty());
        }
        var parts = numbers.get();
        if (parts.get(0).length() == 4) {
            return day(parts.get(0), parts.get(1), parts.get(2), Form.PLAIN);
        }
        var year = parts.get(2);
        if (year.length() == 4) {
            return day(year, parts.get(1), parts.get(0), Form.PLAIN);
        }
        if (year.length() == 2) {
            var century = Integer.parseInt(year) <= today.getYear() % 100 + 1 ? "20" : "19";
            return day(century + year, parts.get(1), parts.get(0), Form.SHORT_YEAR);
        }
        return new Reading(Form.UNREADABLE, Optional.empty(), Optional.empty());
    }

    private static Reading day(String year, String month, String day, Form form) {
        var exact = of(year, month, day);
        return exact.isPresent()
                ? new Reading(form, exact, Optional.empty())
                : new Reading(Form.IMPOSSIBLE, Optional.empty(), of(year, day, month));
    }

    private static Optional<LocalDate> of(String year, String month, String day) {
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> serial(String text) {
        var end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end != 5) {
            return Optional.empty();
        }
        for (var i = end; i < text.length(); i++) {
            var c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || i == end && (c == '.' || c == ','))) {
                return Optional.empty();
            }
        }
        var days = Integer.parseInt(text.substring(0, end));
        return days >= FIRST_SERIAL && days <= LAST_SERIAL ? Optional.of(SERIAL_ZERO.plusDays(days)) : Optional.empty();
    }

    /** @return the three numbers of a day; a time of day behind them is not looked at */
    private static Optional<List<String>> numbers(String text) {
        var found = new ArrayList<String>(3);
        var i = 0;
        while (i < text.length() && found.size() < 3) {
            var from = i;
            while (i < text.length() && !isDigit(text.charAt(i))) {
                i++;
            }
            var words = text.substring(from, i);
            if (!BETWEEN.contains(Words.fold(words)) || i == text.length()) {
                return Optional.empty();
            }
            from = i;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            if (i - from > 4) {
                return Optional.empty();
            }
            found.add(text.substring(from, i));
        }
        return found.size() == 3 && isTime(text.substring(i)) ? Optional.of(found) : Optional.empty();
    }

    private static boolean isTime(String rest) {
        return rest.isBlank()
                || rest.length() <= 30
                        && (rest.charAt(0) == 'T' || rest.charAt(0) == ' ')
                        && rest.indexOf(':') > 0
                        && rest.chars().skip(1).allMatch(c -> isDigit(c) || " :.+-ZAPMapm".indexOf(c) >= 0);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
