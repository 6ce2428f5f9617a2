package vn.matluoi.rest.internal.v1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;

/** Reads the hub's values from what a caller wrote; what cannot be one names its field. */
final class Values {

    private static final int EARLIEST_YEAR = 1970;
    private static final int LATEST_YEAR = 9998;

    private Values() {}

    /** @param text as written; null or blank if nothing was */
    static Optional<String> text(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(given -> !given.isEmpty());
    }

    static Optional<AreaCode> area(String field, String text) {
        return read(
                field,
                text,
                AreaCode::new,
                "area.code",
                new Text("Mã đơn vị hành chính có 2, 3 hoặc 5 chữ số.", "An area code is two, three or five digits."));
    }

    static Optional<SourceId> source(String field, String text) {
        return read(
                field,
                text,
                SourceId::new,
                "source.id",
                new Text(
                        "Mã nguồn có 1 đến 60 ký tự: chữ thường không dấu, chữ số, gạch nối.",
                        "A source id is 1 to 60 lower-case letters, digits and hyphens."));
    }

    /** @throws HubException {@code NOT_FOUND} if the text is no camera id: there is no such camera */
    static CameraId camera(String text) {
        if (!CameraId.isValid(text)) {
            throw new HubException(
                    HubException.Reason.NOT_FOUND,
                    "camera.id",
                    new Text(
                            "Mã camera có dạng 80-0000123-C và chữ số kiểm tra phải đúng.",
                            "A camera id looks like 80-0000123-C and its check digit must be right."));
        }
        return new CameraId(text);
    }

    /** @throws HubException {@code NOT_FOUND}: a path that no such thing can have leads nowhere */
    static <T> T inPath(Optional<T> found) {
        return found.orElseThrow(Values::notFound);
    }

    static HubException notFound() {
        return new HubException(
                HubException.Reason.NOT_FOUND,
                "not-found",
                new Text("Không có đối tượng này trong phạm vi của bạn.", "There is no such thing within your scope."));
    }

    /** A long that was written as a cursor; 0 if none was. */
    static long sequence(String field, String text) {
        return read(
                        field,
                        text,
                        Long::parseLong,
                        "query.number",
                        new Text("“" + field + "” phải là số nguyên.", "\"" + field + "\" must be a whole number."))
                .orElse(0L);
    }

    /** A moment with its zone, which must be there. */
    static Instant instant(String field, String text) {
        return moment(field, text).orElseThrow(Values::notFound);
    }

    /** A moment with its zone (RFC 3339), if one was written. */
    static Optional<Instant> moment(String field, String text) {
        return read(
                field,
                text,
                Values::instant,
                "time.format",
                new Text(
                        "“" + field + "” là thời điểm dạng 2026-11-22T07:00:00Z hoặc 2026-11-22T14:00:00+07:00"
                                + " (trong địa chỉ, viết + là %2B).",
                        "\"" + field + "\" is a moment like 2026-11-22T07:00:00Z or 2026-11-22T14:00:00+07:00"
                                + " (in an address, write + as %2B)."));
    }

    private static Instant instant(String text) {
        try {
            var moment = OffsetDateTime.parse(text);
            if (moment.getYear() < EARLIEST_YEAR || moment.getYear() > LATEST_YEAR) {
                throw new IllegalArgumentException("no year of a camera");
            }
            return moment.toInstant();
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    static HubException invalid(String field, String rule, Text text) {
        return new HubException(HubException.Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }

    static <T> Optional<T> read(String field, String text, Function<String, T> reading, String rule, Text refusal) {
        try {
            return text(text).map(reading);
        } catch (IllegalArgumentException unreadable) {
            throw invalid(field, rule, refusal);
        }
    }
}
