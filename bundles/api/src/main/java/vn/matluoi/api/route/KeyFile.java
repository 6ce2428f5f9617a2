package vn.matluoi.api.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

/**
 * A file in {@code etc/keys} with a secret that a route needs: a password, a key. Only the hub's own account may read it. It is
 * read each time, and never kept.
 *
 * @param path where it lies
 */
public record KeyFile(Path path) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,60}");
    private static final int MOST_BYTES = 64 * 1024;

    /** How names of the hub's own secrets begin: no route sends them to anybody. */
    private static final List<String> OWN = List.of(".", "master", "tls.", "ssh_", "shell_", "postgresql", "audit");

    public KeyFile {
        Objects.requireNonNull(path, "path");
    }

    /** @return the folder in which files with secrets lie */
    public static Path folder() {
        return Path.of(System.getProperty("karaf.etc", "etc")).resolve("keys");
    }

    /** @return the file of that name; it has been checked */
    public static KeyFile named(Path folder, String name) {
        return new KeyFile(folder.resolve(name));
    }

    /** Judges the name of such a file, and the file; none is named where the value is blank. */
    public static void check(String key, Map<String, String> settings, Path folder, List<FieldError> errors) {
        var name = settings.getOrDefault(key, "").strip();
        if (name.isEmpty()) {
            return;
        }
        var file = folder.resolve(NAME.matcher(name).matches() ? name : "-");
        if (!NAME.matcher(name).matches()
                || OWN.stream().anyMatch(name::startsWith)
                || !Files.isRegularFile(file)
                || !Files.isReadable(file)) {
            errors.add(new FieldError(
                    key,
                    "file",
                    new Text(
                            "không có tệp etc/keys/%s, hoặc trạm không đọc được; có tệp rồi, vài giây sau trạm tự xét lại tuyến (hoặc chạy hub:route-start)"
                                    .formatted(name),
                            "there is no file etc/keys/%s, or the hub cannot read it; once it is there, the hub judges the route again within seconds (or run hub:route-start)"
                                    .formatted(name))));
        } else if (isOpenToOthers(file)) {
            errors.add(new FieldError(
                    key,
                    "mode",
                    new Text(
                            "người khác đọc được tệp etc/keys/%s: hãy chmod 600 tệp ấy, vài giây sau trạm tự xét lại tuyến (hoặc chạy hub:route-start); trạm không khởi động với khóa để mở"
                                    .formatted(name),
                            "others may read etc/keys/%s: chmod 600 it, and within seconds the hub judges the route again (or run hub:route-start); the hub does not start with an open key"
                                    .formatted(name))));
        }
    }

    /**
     * Judges an account: a name and a file with its password go together.
     *
     * @param username key of the name
     * @param secret key of the file
     */
    public static void checkAccount(
            String username, String secret, Map<String, String> settings, Path folder, List<FieldError> errors) {
        check(secret, settings, folder, errors);
        var noFile = settings.getOrDefault(secret, "").isBlank();
        if (noFile != settings.getOrDefault(username, "").isBlank()) {
            errors.add(new FieldError(
                    noFile ? secret : username,
                    "both",
                    new Text(
                            "%s và %s đi cùng nhau".formatted(username, secret),
                            "%s and %s go together".formatted(username, secret))));
        }
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
        } catch (IOException | UnsupportedOperationException e) {
            return false; // it cannot be read, or there are no such rights
        }
    }

    /**
     * @return what it holds, without blanks around it; empty if it cannot be read, is empty or larger than 64 KiB
     */
    public Optional<String> read() {
        try {
            return Files.size(path) > MOST_BYTES
                    ? Optional.empty()
                    : Optional.of(Files.readString(path).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * @return what it holds
     * @throws Unusable if {@link #read()} gives nothing
     */
    public String needed() throws Unusable {
        return read().orElseThrow(() -> Unusable.because(
                "agency.secret",
                "không đọc được tệp %s, hoặc tệp trống".formatted(this),
                "the file %s cannot be read, or is empty".formatted(this)));
    }

    /** Its place is no secret; what it holds is never shown. */
    @Override
    public String toString() {
        return "etc/keys/" + path.getFileName();
    }
}
