package vn.matluoi.sheets.internal;

import java.math.BigDecimal;

/** Tells dates from other numbers by their format, the only place where a spreadsheet says so. */
final class DateFormats {

    /** 31 December 9999. */
    static final BigDecimal LAST_SERIAL = new BigDecimal(2_958_466);

    private DateFormats() {}

    /**
     * @param id number of the format; 14 to 22, 27 to 36, 45 to 47 and 50 to 58 are built-in dates (ECMA-376 part 1,
     *     18.8.30)
     * @param pattern the format itself; null where the file does not give it
     */
    static boolean isDate(Integer id, String pattern) {
        if (id == null) {
            return false;
        }
        if (id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58) {
            return true;
        }
        return pattern != null && hasDay(pattern);
    }

    /** Looks for a year or day outside of quotes, brackets and escapes. */
    private static boolean hasDay(String pattern) {
        var quoted = false;
        var bracket = false;
        for (var i = 0; i < pattern.length(); i++) {
            var c = pattern.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' || c == '_' || c == '*') {
                i++;
            } else if (c == '[') {
                bracket = true;
            } else if (c == ']') {
                bracket = false;
            } else if (!quoted && !bracket && "yYdD".indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }
}
