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
 * A file in {@code etc/keys} with what a route needs to log in, or to know whom it speaks to: a password, a key, an authority's
 * certificate. Only the hub's own account may read it. It is read each time, and never kept.
 *
 * @param path where it lies
 */
public record KeyFile(Path path) {

    private static final Pattern SECRET = Pattern.compile("(.*\\.)?(secret|key)\\.file");
    private static final Pattern AUTHORITY = Pattern.compile("(.*\\.)?ca\\.file");
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

    /**
     * @return whether the parameter of a route that is called so names such a file: {@code secret.file}, {@code key.file}, {@code ca.file},
     *     each with or without words and a dot before. A route that is refused over one of these is judged again when the file changes
     */
    public static boolean isNamedBy(String parameter) {
        return holdsSecret(parameter) || AUTHORITY.matcher(parameter).matches();
    }

    /** @return whether what the file holds that this parameter names is secret, as an authority's certificate is not */
    public static boolean holdsSecret(String parameter) {
        return SECRET.matcher(parameter).matches();
    }

    /** @return whether a file may be called so, in the folder itself */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
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
        if (!isName(name) || OWN.stream().anyMatch(name::startsWith) || !isReadable(folder.resolve(name))) {
            errors.add(new FieldError(
                    key,
                    "file",
                    new Text(
                            "không có tệp etc/keys/%s, hoặc trạm không đọc được; có tệp rồi, vài giây sau trạm tự xét lại tuyến (hoặc chạy hub:route-start)"
                                    .formatted(name),
                            "there is no file etc/keys/%s, or the hub cannot read it; once it is there, the hub judges the route again within seconds (or run hub:route-start)"
                                    .formatted(name))));
        } else if (isOpenToOthers(folder.resolve(name))) {
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

    private static boolean isReadable(Path file) {
        return Files.isRegularFile(file) && Files.isReadable(file);
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

    /** @return another one once somebody wrote the file, or changed whose it is or who may read it; tells nothing of what it holds */
    public String stamp() {
        try {
            return Files.readAttributes(path, "posix:permissions,owner,lastModifiedTime,size")
                    .toString();
        } catch (UnsupportedOperationException e) {
            return path.toFile().lastModified() + " " + path.toFile().length(); // there are no such rights
        } catch (IOException e) {
            return "absent";
        }
    }

    /** Its place is no secret; what it holds is never shown. */
    @Override
    public String toString() {
        return "etc/keys/" + path.getFileName();
    }
}
