package vn.matluoi.forward.amqp.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.SinkRouteCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.route.RouteCheck;

/** What makes sense for the parameters of {@link AmqpSink}. */
@Component(property = RouteCheck.TEMPLATE + "=" + AmqpSink.NAME)
public final class AmqpCheck implements RouteCheck {

    private static final Pattern ADDRESS = Pattern.compile("[\\p{L}\\p{N}._:/#-]{1,200}");
    private static final Pattern ACCOUNT = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    private final SinkRouteCheck sink;
    private final Path keys;

    @Activate
    public AmqpCheck(@Reference Areas areas, @Reference Units units) {
        this(areas, units, KeyFile.folder());
    }

    AmqpCheck(Areas areas, Units units, Path keys) {
        this.sink = new SinkRouteCheck(areas, units);
        this.keys = keys;
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        var scheme = scheme(value("url", settings));
        if (scheme.isEmpty()) { // it may hold a password, and is not quoted
            errors.add(error(
                    "url",
                    "url",
                    "phải là amqps://máy[:cổng] hoặc amqp://máy[:cổng], không kèm tài khoản hay đường dẫn, ví dụ amqps://artemis.example.vn:5671%s",
                    "must be amqps://host[:port] or amqp://host[:port], without an account or a path, for example amqps://artemis.example.vn:5671%s",
                    ""));
        }
        if (!ADDRESS.matcher(value("address", settings)).matches()) {
            errors.add(error(
                    "address",
                    "address",
                    "tên hàng đợi gồm 1–200 chữ, số và . _ : / # -, không phải “%s”",
                    "a queue's name is 1 to 200 letters, digits and . _ : / # -, not \"%s\"",
                    value("address", settings)));
        }
        sink.check(settings, errors);
        account(settings, errors);
        scheme.ifPresent(word -> encryption(word, settings, errors));
        return errors;
    }

    private static Optional<String> scheme(String url) {
        try {
            var address = new URI(url);
            var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            return List.of("amqp", "amqps").contains(scheme)
                            && address.getHost() != null
                            && address.getPort() != 0
                            && address.getPort() <= 65_535
                            && address.getRawUserInfo() == null
                            && List.of("", "/").contains(String.valueOf(address.getRawPath()))
                            && address.getRawQuery() == null
                            && address.getRawFragment() == null
                    ? Optional.of(scheme)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private void account(Map<String, String> settings, List<FieldError> errors) {
        KeyFile.checkAccount("username", "secret.file", settings, keys, errors);
        var account = value("username", settings);
        if (!account.isEmpty() && !ACCOUNT.matcher(account).matches()) {
            errors.add(error(
                    "username",
                    "account",
                    "“%s” không phải tên tài khoản",
                    "\"%s\" is no name of an account",
                    account));
        }
    }

    /** What leaves goes to nobody who only says that he is the one, and is read by nobody on the way. */
    private static void encryption(String scheme, Map<String, String> settings, List<FieldError> errors) {
        var certificate = value("certificate", settings);
        var plain = settings.getOrDefault("plain", "false").strip();
        if (!List.of("true", "false").contains(plain)) {
            errors.add(error(
                    "plain",
                    "choice",
                    "phải là true hoặc false, không phải “%s”",
                    "must be true or false, not \"%s\"",
                    plain));
        }
        if (scheme.equals("amqps") && !PinnedCertificate.isFingerprint(certificate)) {
            errors.add(error(
                    "certificate",
                    "fingerprint",
                    "cần dấu vân tay SHA-256 của chứng thư máy chủ (64 chữ số hex), không phải “%s”; hỏi bên quản lý",
                    "the SHA-256 fingerprint of the broker's certificate is needed (64 hex digits), not \"%s\"; ask those who run it",
                    certificate));
        }
        if (scheme.equals("amqp") && plain.equals("false")) {
            errors.add(error(
                    "url",
                    "plain",
                    "amqp gửi không mã hóa; dùng amqps, hoặc đặt plain = true nếu đường truyền đã được bảo vệ%s",
                    "amqp sends in the clear; use amqps, or set plain = true if the line is protected otherwise%s",
                    ""));
        }
    }

    private static String value(String key, Map<String, String> settings) {
        return settings.getOrDefault(key, "").strip();
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
