package vn.matluoi.api.mqtt;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.PinnedCertificate;

/** What makes sense for the parameters of {@link MqttBroker}, and for topics beside them. Any thread; reads files in {@code etc/keys}. */
public final class MqttBrokerCheck {

    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
    private static final int LONGEST_TOPIC = 1000;

    private final Path keys;

    /** @param keys the folder in which files with passwords lie */
    public MqttBrokerCheck(Path keys) {
        this.keys = keys;
    }

    /** @param errors what is at fault is added */
    public void check(Map<String, String> settings, List<FieldError> errors) {
        var encrypted = broker(value("broker", settings), errors);
        var id = value("client.id", settings);
        if (!id.isEmpty() && !CLIENT_ID.matcher(id).matches()) {
            errors.add(error(
                    "client.id",
                    "name",
                    "“%s” phải gồm 1–100 chữ không dấu, số và các dấu . _ : -",
                    "\"%s\" must be 1 to 100 letters without accents, digits and . _ : -",
                    id));
        }
        KeyFile.checkAccount("username", "secret.file", settings, keys, errors);
        KeyFile.check("ca.file", settings, keys, errors);
        proof(encrypted, settings, errors);
    }

    /** @return whether it says that everything is encrypted */
    private static boolean broker(String text, List<FieldError> errors) {
        try {
            var address = new URI(text);
            var scheme = String.valueOf(address.getScheme());
            if ((scheme.equalsIgnoreCase("mqtt") || scheme.equalsIgnoreCase("mqtts"))
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && (address.getRawPath().isEmpty() || address.getRawPath().equals("/"))
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return scheme.equalsIgnoreCase("mqtts");
            }
        } catch (URISyntaxException e) {
            // falls through to the same answer
        }
        // it may hold a password, and is not quoted
        errors.add(
                new FieldError(
                        "broker",
                        "url",
                        new Text(
                                "phải có dạng mqtts://MÁY:8883 hoặc mqtt://MÁY:1883, không kèm tài khoản, đường dẫn hay tham số",
                                "must be written mqtts://HOST:8883 or mqtt://HOST:1883, without an account, a path or a query")));
        return false;
    }

    /** A password goes to nobody who only says that he is the one, and is read by nobody on the way. */
    private static void proof(boolean encrypted, Map<String, String> settings, List<FieldError> errors) {
        var certificate = value("certificate", settings);
        var authority = value("ca.file", settings);
        if (!certificate.isEmpty() && !PinnedCertificate.isFingerprint(certificate)) {
            errors.add(error(
                    "certificate",
                    "fingerprint",
                    "“%s” không phải dấu vân tay SHA-256 (64 chữ số hex)",
                    "\"%s\" is no SHA-256 fingerprint (64 hex digits)",
                    certificate));
        }
        if (!certificate.isEmpty() && !authority.isEmpty()) {
            errors.add(error(
                    "ca.file",
                    "either",
                    "dùng certificate hoặc ca.file, không dùng cả hai%s",
                    "give certificate or ca.file, not both%s",
                    ""));
        }
        if (encrypted && certificate.isEmpty() && authority.isEmpty()) {
            errors.add(error(
                    "certificate",
                    "required",
                    "mqtts cần certificate (dấu vân tay SHA-256 của chứng thư máy chủ) hoặc ca.file; hỏi nơi quản lý máy chủ MQTT%s",
                    "mqtts needs certificate (the SHA-256 fingerprint of the broker's certificate) or ca.file; ask those who run the broker%s",
                    ""));
        }
        if (!encrypted && !value("username", settings).isEmpty()) {
            errors.add(error(
                    "username",
                    "encrypted",
                    "mật khẩu chỉ được gửi qua mqtts; qua mqtt thì ai trên đường truyền cũng đọc được%s",
                    "a password is sent over mqtts only; over mqtt everybody on the way reads it%s",
                    ""));
        }
    }

    /**
     * A topic filter as MQTT 5 has it (4.7).
     *
     * @param errors what is at fault is added
     */
    public static void filter(String key, Map<String, String> settings, List<FieldError> errors) {
        var filter = value(key, settings);
        var levels = filter.split("/", -1);
        var good = !filter.isEmpty()
                && filter.length() <= LONGEST_TOPIC
                && filter.chars().noneMatch(Character::isISOControl)
                && !filter.startsWith("$share/");
        for (var n = 0; n < levels.length && good; n++) {
            good = levels[n].equals("+")
                    || levels[n].equals("#") && n == levels.length - 1
                    || !levels[n].contains("+") && !levels[n].contains("#");
        }
        if (!good) {
            errors.add(error(
                    key,
                    "topic",
                    "“%s” không phải bộ lọc chủ đề MQTT: dấu + thay một cấp, dấu # chỉ đứng cuối, ví dụ camera/+/events",
                    "\"%s\" is no topic filter of MQTT: + stands for one level, # only at the end, for example camera/+/events",
                    filter));
        }
    }

    private static String value(String key, Map<String, String> settings) {
        return settings.getOrDefault(key, "").strip();
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
