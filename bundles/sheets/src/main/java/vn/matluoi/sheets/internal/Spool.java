package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * What was received, in a temporary file that only the hub may read (0600). Removed on closing.
 *
 * @param file the bytes
 * @param size how many, at most {@value #MOST_BYTES} and one
 * @param sha256 hex, of the bytes in the file
 */
record Spool(Path file, long size, String sha256) implements AutoCloseable {

    static final long MOST_BYTES = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String PREFIX = "matluoi-sheet-";
    private static final String SUFFIX = ".spool";

    /** @throws HubException {@code UNAVAILABLE} if it cannot be kept, as on a full disk */
    static Spool of(InputStream in) {
        try {
            var file = empty();
            try {
                return fill(file, in);
            } catch (IOException | HubException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path empty() {
        try {
            return Files.createTempFile(
                    PREFIX, SUFFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static HubException full(IOException cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "disk.full",
                new Text(
                        "Không ghi được tệp tạm nên bảng tính chưa được nhận. Hãy kiểm tra dung lượng đĩa rồi gửi lại.",
                        "No temporary file can be written, so the sheet was not taken in. Check the room on the disk, then send it again."));
        refusal.initCause(cause);
        return refusal;
    }

    /** Removes what a killed hub left. Only before the first sheet is taken. */
    static void clean() {
        var folder = Path.of(System.getProperty("java.io.tmpdir"));
        try (var left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (var file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("sheets that an earlier run left in {} cannot be removed: {}", folder, e.toString());
        }
    }

    /** @throws IOException if the sender went away */
    static Spool fill(Path file, InputStream in) throws IOException {
        var digest = digest();
        long size = 0;
        try (var out = Files.newOutputStream(file)) {
            var buffer = new byte[1 << 16];
            for (var n = in.read(buffer); n >= 0 && size <= MOST_BYTES; n = in.read(buffer)) {
                try {
                    out.write(buffer, 0, n);
                } catch (IOException e) {
                    throw full(e);
                }
                digest.update(buffer, 0, n);
                size += n;
            }
        }
        return new Spool(file, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @return at most so many bytes from the beginning */
    byte[] head(int most) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
