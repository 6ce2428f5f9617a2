package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    static Spool of(InputStream in) {
        try {
            var file = Files.createTempFile(
                    PREFIX, SUFFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                return fill(file, in);
            } catch (IOException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static Spool fill(Path file, InputStream in) throws IOException {
        var digest = digest();
        long size = 0;
        try (var out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            var buffer = new byte[1 << 16];
            for (var n = in.read(buffer); n >= 0 && size <= MOST_BYTES; n = in.read(buffer)) {
                out.write(buffer, 0, n);
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
