package vn.matluoi.simulators.onvif;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * A request that was let in.
 *
 * @param now the time by the device's own clock
 */
record Call(SoapRequest request, Instant now) {

    String operation() {
        return request.operation();
    }

    String text(String... path) {
        return request.text(path);
    }

    /** A number, or another value where it is missing or none. */
    double number(double otherwise, String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /**
     * A time that is given as a moment or, counted from now, as a duration.
     *
     * @throws SoapFault if it is neither
     */
    Instant until(String text, Duration otherwise) throws SoapFault {
        if (text.isEmpty()) {
            return now.plus(otherwise);
        }
        return text.startsWith("P") ? now.plus(duration(text)) : moment(text);
    }

    /** @throws SoapFault if it is no {@code xs:duration} of days and less */
    static Duration duration(String text) throws SoapFault {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw SoapFault.invalid("InvalidTimeout");
        }
    }

    /** @throws SoapFault if it is no {@code xs:dateTime} */
    static Instant moment(String text) throws SoapFault {
        try {
            return java.time.OffsetDateTime.parse(text.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? text : text + "Z")
                    .toInstant();
        } catch (DateTimeParseException e) {
            throw SoapFault.invalid("InvalidDateTime");
        }
    }

    /** A moment as it stands in answers: UTC, whole seconds. */
    static String utc(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Text as it may stand in an element or attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
