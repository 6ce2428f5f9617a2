package vn.matluoi.rest.internal.v1;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Moments;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.rest.internal.Services;

/** Reads the hub's values from what a caller wrote; what cannot be one names its field. */
final class Values {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern LOCAL = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?");
    private static final String VIET_NAM = "+07:00";

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

    /** An area code that some area has or had. */
    static Optional<AreaCode> knownArea(Services services, String field, String text) {
        var area = area(field, text);
        if (area.filter(code -> services.need(Areas.class).history(code).isEmpty())
                .isPresent()) {
            throw invalid(
                    field,
                    "area.unknown",
                    new Text(
                            "“" + field + "”: không có đơn vị hành chính nào mang mã " + area.get()
                                    + ". Tìm mã đúng bằng GET /api/v1/areas?q=TÊN.",
                            "\"" + field + "\": no administrative unit has or had the code " + area.get()
                                    + ". Find the right one by GET /api/v1/areas?q=NAME."));
        }
        return area;
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

    /** The same in a body, where + is written as it is. */
    static Instant instantInBody(String field, String text) {
        return moment(field, text, new Text(".", ".")).orElseThrow(Values::notFound);
    }

    /** A moment with its zone (RFC 3339), if one was written. */
    static Optional<Instant> moment(String field, String text) {
        return moment(field, text, new Text(" (trong địa chỉ, viết + là %2B).", " (in an address, write + as %2B)."));
    }

    private static Optional<Instant> moment(String field, String text, Text end) {
        return read(
                field,
                text,
                Values::instant,
                "time.format",
                new Text(
                        "“" + field + "” là thời điểm dạng 2026-11-22T07:00:00Z hoặc 2026-11-22T14:00:00+07:00"
                                + end.vi(),
                        "\"" + field + "\" is a moment like 2026-11-22T07:00:00Z or 2026-11-22T14:00:00+07:00"
                                + end.en()));
    }

    /** A date, which is its beginning, or a moment; without a zone in the time of Việt Nam. */
    static Optional<Instant> there(String field, String text) {
        return read(
                field,
                text,
                Values::there,
                "time.format",
                new Text(
                        "“" + field + "” là ngày 2026-11-22, giờ Việt Nam 2026-11-22T07:00, hoặc thời điểm có múi giờ"
                                + " 2026-11-22T07:00:00Z, 2026-11-22T14:00:00+07:00 (trong địa chỉ, viết + là %2B).",
                        "\"" + field
                                + "\" is a date 2026-11-22, a time of Việt Nam 2026-11-22T07:00, or a moment with its zone"
                                + " 2026-11-22T07:00:00Z, 2026-11-22T14:00:00+07:00 (in an address, write + as %2B)."));
    }

    private static Instant there(String text) {
        if (DATE.matcher(text).matches()) {
            return instant(text + "T00:00" + VIET_NAM);
        }
        return instant(LOCAL.matcher(text).matches() ? text + VIET_NAM : text);
    }

    private static Instant instant(String text) {
        return Moments.read(text).orElseThrow(IllegalArgumentException::new);
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
