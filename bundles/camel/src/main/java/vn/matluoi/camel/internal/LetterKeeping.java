package vn.matluoi.camel.internal;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long and how much is kept of what routes could not bring in. A word that cannot be used is named in the log, and the default
 * counts.
 *
 * @param age letters that were last brought longer ago go
 * @param routeBytes of more than so many of one route the oldest go
 * @param routeLetters of more than so many of one route the oldest go
 */
record LetterKeeping(Duration age, long routeBytes, int routeLetters) {

    static final int DAYS = 30;
    static final int ROUTE_MIB = 64;
    static final int ROUTE_LETTERS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LetterKeeping.class);
    private static final int MOST_DAYS = 3_650;
    private static final int LEAST_MIB = 33; // one letter of the greatest size that does not shrink
    private static final int MOST_MIB = 4_096;

    static LetterKeeping of(String days, String routeMib) {
        return new LetterKeeping(
                Duration.ofDays(number("keep.days", days, DAYS, 1, MOST_DAYS)),
                number("route.mib", routeMib, ROUTE_MIB, LEAST_MIB, MOST_MIB) << 20,
                ROUTE_LETTERS);
    }

    private static long number(String key, String text, long standard, long least, long most) {
        try {
            return Math.max(least, Math.min(most, Long.parseLong(text.strip())));
        } catch (NumberFormatException unreadable) {
            LOG.error(
                    "etc/vn.matluoi.letters.cfg, {}: “{}” không phải là số nguyên, dùng {} / “{}” is no whole number, {} is used",
                    key,
                    text,
                    standard,
                    text,
                    standard);
            return standard;
        }
    }
}
