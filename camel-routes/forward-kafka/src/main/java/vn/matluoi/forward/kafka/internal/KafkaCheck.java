package vn.matluoi.forward.kafka.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import vn.matluoi.api.route.RouteCheck;

/** What makes sense for the parameters of {@link KafkaSink}. */
@Component(property = RouteCheck.TEMPLATE + "=" + KafkaSink.NAME)
public final class KafkaCheck implements RouteCheck {

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");
    private static final Pattern ACCOUNT = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,59}");

    private final SinkRouteCheck sink;
    private final Path keys;

    @Activate
    public KafkaCheck(@Reference Areas areas, @Reference Units units) {
        this(areas, units, KeyFile.folder());
    }

    KafkaCheck(Areas areas, Units units, Path keys) {
        this.sink = new SinkRouteCheck(areas, units);
        this.keys = keys;
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        brokers(settings.getOrDefault("brokers", ""), errors);
        var topic = value("topic", settings);
        if (!TOPIC.matcher(topic).matches()) {
            errors.add(error(
                    "topic",
                    "topic",
                    "tên chủ đề gồm 1–249 chữ không dấu, số, dấu chấm, gạch dưới, gạch nối, không phải “%s”",
                    "a topic's name is 1 to 249 letters, digits, dots, underscores and hyphens, not \"%s\"",
                    topic));
        }
        sink.check(settings, errors);
        account(settings, errors);
        encryption(settings, errors);
        choice("compression", settings, TopicSettings.COMPRESSIONS, errors);
        choice("plain", settings, List.of("false", "true"), errors);
        return errors;
    }

    private static void brokers(String text, List<FieldError> errors) {
        try {
            TopicSettings.brokers(text);
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "brokers",
                    "brokers",
                    "“%s” không có dạng máy:cổng, ví dụ kafka-1.example.vn:9093, kafka-2.example.vn:9093",
                    "\"%s\" is not written host:port, as kafka-1.example.vn:9093, kafka-2.example.vn:9093 is",
                    e.getMessage()));
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
        choice("mechanism", settings, TopicSettings.MECHANISMS, errors);
        if (value("mechanism", settings).equals("PLAIN") && isPlain(settings)) {
            errors.add(error(
                    "mechanism",
                    "plain",
                    "PLAIN gửi mật khẩu nguyên văn, chỉ dùng qua TLS%s",
                    "PLAIN sends the password as it is, and is for TLS only%s",
                    ""));
        }
    }

    /** What leaves goes to nobody who only says that he is the one, and is read by nobody on the way. */
    private void encryption(Map<String, String> settings, List<FieldError> errors) {
        var authority = value("ca.file", settings);
        if (authority.isEmpty() != isPlain(settings)) {
            errors.add(error(
                    "ca.file",
                    "encryption",
                    "đặt ca.file (chứng thư gốc của Kafka), hoặc plain = true nếu đường truyền đã được bảo vệ; không đặt cả hai%s",
                    "set ca.file (the root certificate of Kafka's servers), or plain = true if the line is protected otherwise; not both%s",
                    ""));
        } else if (!authority.isEmpty()
                && (!FILE.matcher(authority).matches()
                        || !Files.isReadable(keys.resolve(authority))
                        || !isCertificate(keys.resolve(authority)))) {
            errors.add(error(
                    "ca.file",
                    "file",
                    "etc/keys/%s không có, không đọc được hoặc không phải chứng thư PEM",
                    "etc/keys/%s is not there, cannot be read, or is no PEM certificate",
                    authority));
        }
    }

    private static boolean isCertificate(Path file) {
        return new KeyFile(file)
                .read()
                .filter(text -> text.contains("-----BEGIN CERTIFICATE-----") && !text.contains("PRIVATE KEY"))
                .isPresent();
    }

    private static boolean isPlain(Map<String, String> settings) {
        return value("plain", settings).equals("true");
    }

    private static String value(String key, Map<String, String> settings) {
        return settings.getOrDefault(key, "").strip();
    }

    private static void choice(String key, Map<String, String> settings, List<String> known, List<FieldError> errors) {
        var word = settings.getOrDefault(key, known.get(0)).strip();
        if (!known.contains(word)) {
            errors.add(error(
                    key,
                    "choice",
                    "phải là " + String.join(", ", known) + ", không phải “%s”",
                    "must be one of " + String.join(", ", known) + ", not \"%s\"",
                    word));
        }
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
