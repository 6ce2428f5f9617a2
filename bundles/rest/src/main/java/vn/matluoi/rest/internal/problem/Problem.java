package vn.matluoi.rest.internal.problem;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.json.Limit;

/**
 * An error as the outside sees it (RFC 9457), in the language asked for.
 *
 * @param type {@code urn:matluoi:problem:} and the kind of refusal
 * @param title the kind, for people
 * @param status the HTTP status
 * @param detail what happened and how to mend it
 * @param rule a stable word for the rule that was broken
 * @param errors the fields at fault; absent if none is
 */
public record Problem(
        @Limit(max = 100, required = true) String type,
        @Limit(max = 100, required = true) String title,
        @Limit(least = 400, most = 599, required = true) int status,
        @Limit(max = 4000, required = true) String detail,
        @Limit(max = 200, required = true) String rule,
        @Limit(items = 1000) List<Field> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final long SOON = 5; // seconds

    /**
     * One field at fault.
     *
     * @param row the row of a sheet, where the field is a cell; absent where it is not. A sheet's own rows are told in the
     *     findings of its report, which is no problem but an answer
     */
    public record Field(
            @Limit(max = 200) String field,
            @Limit(most = 10_000_000, about = "row of a sheet, where the field is a cell; absent otherwise")
                    Integer row,
            @Limit(max = 200) String rule,
            @Limit(max = 4000) String message) {}

    public static Problem of(HubException refusal, Locale locale) {
        var kind = Kind.of(refusal);
        var fields = refusal.errors().stream()
                .map(error -> new Field(
                        error.field(), null, error.rule(), error.message().in(locale)))
                .toList();
        return of(kind, refusal.text(), refusal.rule(), fields, locale);
    }

    public static Problem of(Kind kind, Text detail, String rule, List<Field> errors, Locale locale) {
        return new Problem(
                "urn:matluoi:problem:" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                kind.title.in(locale),
                kind.status,
                detail.in(locale),
                rule,
                errors.isEmpty() ? null : errors);
    }

    /**
     * @param cause what it tells of; empty if nothing was thrown
     * @return the value of {@code Retry-After}, in seconds; empty if waiting mends nothing
     */
    public Optional<Long> retryAfter(Optional<? extends Throwable> cause) {
        if (status != Kind.BUSY.status && status != Kind.UNAVAILABLE.status) {
            return Optional.empty();
        }
        return cause.filter(HubException.Later.class::isInstance)
                .map(later -> ((HubException.Later) later).seconds())
                .or(() -> Optional.of(SOON));
    }

    /** Kinds of problem, and the status each has. */
    public enum Kind {
        INVALID(400, "Yêu cầu không hợp lệ", "Invalid request"),
        UNAUTHENTICATED(401, "Chưa đăng nhập", "Not logged in"),
        FORBIDDEN(403, "Không có quyền", "Not allowed"),
        NOT_FOUND(404, "Không tìm thấy", "Not found"),
        METHOD(405, "Phương thức không được hỗ trợ", "Method not allowed"),
        NOT_ACCEPTABLE(406, "Không có định dạng được yêu cầu", "No such format"),
        CONFLICT(409, "Xung đột với trạng thái hiện tại", "Conflict"),
        TOO_LARGE(413, "Nội dung quá lớn", "Content too large"),
        MEDIA_TYPE(415, "Định dạng nội dung không được hỗ trợ", "Unsupported media type"),
        UNSUPPORTED(422, "Không hỗ trợ", "Not supported"),
        BUSY(429, "Quá nhiều yêu cầu", "Too many requests"),
        INTERNAL(500, "Lỗi bên trong hệ thống", "Internal error"),
        DEVICE(502, "Thiết bị không đáp ứng", "Device failed"),
        UNAVAILABLE(503, "Chưa sẵn sàng", "Unavailable"),
        DEVICE_TIMEOUT(504, "Thiết bị không trả lời", "Device does not answer");

        private final int status;
        private final Text title;

        Kind(int status, String vi, String en) {
            this.status = status;
            this.title = new Text(vi, en);
        }

        public int status() {
            return status;
        }

        static Kind of(HubException refusal) {
            if (refusal.rule().equals(TooLarge.RULE)) {
                return TOO_LARGE;
            }
            return switch (refusal.reason()) {
                case INVALID -> INVALID;
                case UNAUTHENTICATED -> UNAUTHENTICATED;
                case FORBIDDEN -> FORBIDDEN;
                case NOT_FOUND -> NOT_FOUND;
                case CONFLICT -> CONFLICT;
                case BUSY -> BUSY;
                case DEVICE -> DEVICE;
                case UNSUPPORTED -> UNSUPPORTED;
                case UNAVAILABLE -> UNAVAILABLE;
            };
        }
    }
}
