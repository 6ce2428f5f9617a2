package vn.matluoi.api.forward;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencyRoute.Parameter;
import vn.matluoi.api.route.PinnedCertificate;

/**
 * By what a sink knows a receiver that it tells over HTTP. What leaves goes to nobody who only says that he is the one, and is read by
 * nobody on the way. Templates of such sinks have the parameters {@code url} and {@link #PARAMETERS}. Any thread.
 */
public final class HttpReceiver {

    /** What a template calls its parameters of this, beside {@code url}, in the order in which people read them. */
    public static final List<Parameter> PARAMETERS = List.of(
            new Parameter(
                    "certificate",
                    "",
                    "dấu vân tay SHA-256 của chứng thư nơi nhận, bắt buộc với https, ví dụ "
                            + PinnedCertificate.EXAMPLE
                            + " / SHA-256 fingerprint of the receiver's certificate, required with https, for example "
                            + PinnedCertificate.EXAMPLE),
            new Parameter(
                    "plain",
                    "false",
                    "true nếu chấp nhận gửi không mã hóa qua http; ví dụ false / true to send in the clear over http; for example false"));

    private HttpReceiver() {}

    /** @param parameters by key; blank or null where there is none. They have been checked */
    public static Optional<String> certificate(UnaryOperator<String> parameters) {
        return AgencyRoute.text(parameters, "certificate").map(PinnedCertificate::fingerprint);
    }

    /** @param errors what is at fault with {@link #PARAMETERS}, for the scheme that {@code url} has, is added */
    public static void check(Map<String, String> settings, List<FieldError> errors) {
        var url = settings.getOrDefault("url", "").strip().toLowerCase(Locale.ROOT);
        var written = settings.getOrDefault("certificate", "").strip();
        if (url.startsWith("https:") && !PinnedCertificate.isFingerprint(written)) {
            add(
                    errors,
                    "certificate",
                    "fingerprint",
                    "cần dấu vân tay SHA-256 của chứng thư nơi nhận (64 chữ số hex), không phải “%s”; hỏi bên nhận"
                            .formatted(written),
                    "the SHA-256 fingerprint of the receiver's certificate is needed (64 hex digits), not \"%s\"; ask those who run it"
                            .formatted(written));
        }
        var plain = settings.getOrDefault("plain", "false").strip();
        if (url.startsWith("http:") && !plain.equals("true")) {
            add(
                    errors,
                    "url",
                    "plain",
                    "http gửi mọi thứ không mã hóa; dùng https, hoặc đặt plain = true nếu đường truyền đã được bảo vệ",
                    "http sends all in the clear; use https, or set plain = true if the line is protected otherwise");
        }
        if (!List.of("true", "false").contains(plain)) {
            add(
                    errors,
                    "plain",
                    "choice",
                    "phải là true hoặc false, không phải “%s”".formatted(plain),
                    "must be true or false, not \"%s\"".formatted(plain));
        }
    }

    private static void add(List<FieldError> errors, String field, String rule, String vi, String en) {
        errors.add(new FieldError(field, rule, new Text(vi, en)));
    }
}
