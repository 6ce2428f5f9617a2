package vn.matluoi.api.sftp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencyRouteCheck;
import vn.matluoi.api.route.KeyFile;

/** What makes sense for the parameters of {@link FileServer}. Any thread; reads files in {@code etc/keys}. */
public final class FileServerCheck {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
    private static final Pattern FOLDER = Pattern.compile("[^\\p{Cntrl}]{1,500}");
    private static final Pattern ACCOUNT = Pattern.compile("[^\\p{Cntrl}]{1,100}");

    private final Path keys;

    /** @param keys the folder in which files with passwords and keys lie */
    public FileServerCheck(Path keys) {
        this.keys = keys;
    }

    /** @param errors what is at fault is added */
    public void check(Map<String, String> settings, List<FieldError> errors) {
        matches("host", HOST, settings, "tên hoặc địa chỉ một máy chủ", "a name or address of a server", errors);
        var protocol = value("protocol", settings);
        if (!List.of("", "sftp", "ftps").contains(protocol)) {
            errors.add(error(
                    "protocol",
                    "word",
                    "phải là sftp hoặc ftps, không phải “%s”",
                    "must be sftp or ftps, not \"%s\"",
                    protocol));
        }
        AgencyRouteCheck.number("port", settings, 1, 65_535, errors);
        matches("folder", FOLDER, settings, "một thư mục", "a folder", errors);
        matches("username", ACCOUNT, settings, "một tài khoản", "an account", errors);
        secret(protocol.equals("ftps"), settings, errors);
        hostKey(settings, errors);
    }

    private void secret(boolean ftps, Map<String, String> settings, List<FieldError> errors) {
        var password = !value("secret.file", settings).isEmpty();
        var key = !value("key.file", settings).isEmpty();
        if (password == key) {
            errors.add(error(
                    "secret.file",
                    "either",
                    "cần đúng một trong hai khóa secret.file và key.file%s",
                    "exactly one of secret.file and key.file is needed%s",
                    ""));
        }
        if (ftps && key) {
            errors.add(error(
                    "key.file",
                    "protocol",
                    "ftps không dùng khóa SSH; hãy đặt secret.file%s",
                    "ftps knows no SSH keys; set secret.file%s",
                    ""));
        }
        KeyFile.check("secret.file", settings, keys, errors);
        KeyFile.check("key.file", settings, keys, errors);
    }

    private static void hostKey(Map<String, String> settings, List<FieldError> errors) {
        var text = value("host.key", settings);
        try {
            HostKey.of(text);
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "host.key",
                    "host.key",
                    "“%s” không phải dấu vân tay: SHA256: kèm Base64 như ssh-keygen -lf in ra, hoặc 64 chữ số hex",
                    "\"%s\" is no fingerprint: SHA256: and Base64 as ssh-keygen -lf prints it, or 64 hex digits",
                    text));
        }
    }

    private static void matches(
            String key, Pattern pattern, Map<String, String> settings, String vi, String en, List<FieldError> errors) {
        var text = value(key, settings);
        if (!pattern.matcher(text).matches()) {
            errors.add(error(key, key, "“%s” không phải " + vi, "\"%s\" is not " + en, text));
        }
    }

    private static String value(String key, Map<String, String> settings) {
        return settings.getOrDefault(key, "").strip();
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
