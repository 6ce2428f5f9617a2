package vn.matluoi.source.mqtt.internal;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** When something happened, as systems write it. What cannot be read is no time, and stays with the message. */
final class Times {

    /** Whoever writes no zone means his own. */
    private static final ZoneId HERE = ZoneId.of("Asia/Ho_Chi_Minh");

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final BigDecimal MILLIS_FROM =
            new BigDecimal("100000000000"); // in seconds it would be the year 5138
    private static final BigDecimal THOUSAND = new BigDecimal(1000);
    private static final int LONGEST = 40;

    private Times() {}

    /** @param text seconds or milliseconds since 1970, or ISO 8601 with or without a zone, with {@code T} or a blank between */
    static Optional<Instant> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return number(text)
                .or(() -> read(() -> OffsetDateTime.parse(iso(text)).toInstant()))
                .or(() -> read(() -> LocalDateTime.parse(iso(text)).atZone(HERE).toInstant()))
                .filter(time -> time.isAfter(Instant.EPOCH) && time.isBefore(LAST));
    }

    private static String iso(String text) {
        return text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +", "$1T");
    }

    private static Optional<Instant> number(String text) {
        if (!text.matches("[0-9]{9,16}(\\.[0-9]{1,9})?")) {
            return Optional.empty();
        }
        var number = new BigDecimal(text);
        var millis = number.compareTo(MILLIS_FROM) >= 0 ? number : number.multiply(THOUSAND);
        return read(() -> Instant.ofEpochMilli(millis.longValue()));
    }

    private static Optional<Instant> read(java.util.function.Supplier<Instant> time) {
        try {
            return Optional.of(time.get());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
