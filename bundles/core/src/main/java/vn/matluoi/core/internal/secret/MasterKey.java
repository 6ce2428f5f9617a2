package vn.matluoi.core.internal.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import vn.matluoi.api.Text;

/**
 * The file that holds the hub's master key: 32 random bytes, readable by their owner alone. Made once, never
 * overwritten: who loses it loses every sealed secret.
 */
final class MasterKey {

    /** Length of the key in bytes: AES-256. */
    static final int LENGTH = 32;

    /** System property that names another file; for tests. */
    static final String PATH_PROPERTY = "vn.matluoi.master.key";

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private MasterKey() {}

    /** @return {@code keys/master.key} in the hub's {@code etc}, unless the system property names another */
    static Path file() {
        var named = System.getProperty(PATH_PROPERTY);
        return named != null ? Path.of(named) : Path.of(System.getProperty("karaf.etc", "etc"), "keys", "master.key");
    }

    /**
     * Reads the key, and makes it first if there is none.
     *
     * @throws IllegalStateException if others may read the file, its length is wrong, or it cannot be read; the
     *     message says what to do
     */
    static SecretKey readOrMake(Path file) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            refuseIfOpenToOthers(file);
            var bytes = Files.readAllBytes(file);
            if (bytes.length != LENGTH) {
                throw refused(
                        file,
                        "có %d byte thay vì %d; hãy khôi phục từ bản sao lưu".formatted(bytes.length, LENGTH),
                        "has %d bytes instead of %d; restore it from a backup".formatted(bytes.length, LENGTH));
            }
            return new SecretKeySpec(bytes, "AES");
        } catch (IOException e) {
            throw new IllegalStateException(
                    new Text("không đọc được khóa chính " + file, "cannot read the master key " + file).toString(), e);
        }
    }

    private static void refuseIfOpenToOthers(Path file) throws IOException {
        var granted = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(granted)) {
            var mode = PosixFilePermissions.toString(granted);
            throw refused(
                    file,
                    "có quyền %s; hãy chạy: chmod 600".formatted(mode),
                    "has mode %s; run: chmod 600".formatted(mode));
        }
    }

    /** Written aside and then linked, so that nobody sees half a key and an existing one is never replaced. */
    private static void make(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (Files.notExists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var aside = Files.createTempFile(folder, "master", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        var bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        try (var channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.force(true);
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            return; // another made it meanwhile: that one counts
        } finally {
            java.util.Arrays.fill(bytes, (byte) 0);
            Files.delete(aside);
        }
    }

    private static IllegalStateException refused(Path file, String vi, String en) {
        return new IllegalStateException(
                new Text("tệp khóa chính %s %s".formatted(file, vi), "the master key %s %s".formatted(file, en))
                        .toString());
    }
}
