package vn.matluoi.api.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * A sheet as it was fetched from somewhere, whole, before anybody reads it: in a file without a name, so that a large one costs no
 * memory and a killed hub leaves nothing. One thread.
 */
public final class SheetSpool implements AutoCloseable {

    /** More is taken of no sheet. */
    public static final long MOST_BYTES = 32L << 20;

    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final long size;
    private final String sha256Hex;

    private SheetSpool(FileChannel file, long size, String sha256Hex) {
        this.file = file;
        this.size = size;
        this.sha256Hex = sha256Hex;
    }

    /**
     * Fetches to the end, but not beyond {@link #MOST_BYTES} and one.
     *
     * @param wanted asked between any two pieces
     * @throws InterruptedIOException if it is no longer wanted
     * @throws IOException if the sender broke off
     * @throws HubException {@code UNAVAILABLE} if it cannot be kept, as on a full disk
     */
    public static SheetSpool of(InputStream in, BooleanSupplier wanted) throws IOException {
        var file = open();
        try {
            var digest = sha256();
            var buffer = new byte[BUFFER];
            long size = 0;
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!wanted.getAsBoolean()) {
                    throw new InterruptedIOException("no longer wanted");
                }
                n = (int) Math.min(n, MOST_BYTES + 1 - size);
                write(file, ByteBuffer.wrap(buffer, 0, n));
                digest.update(buffer, 0, n);
                size += n;
                if (size > MOST_BYTES) {
                    break;
                }
            }
            return new SheetSpool(file, size, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static FileChannel open() {
        try {
            var path = Files.createTempFile("matluoi-sheet-", ".spool"); // nobody else may read it
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static HubException full(IOException cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "disk.full",
                new Text(
                        "Không ghi được tệp tạm nên bảng tính chưa được nhận. Hãy kiểm tra dung lượng đĩa; lượt sau trạm lấy lại.",
                        "No temporary file can be written, so the sheet was not taken in. Check the room on the disk; the hub fetches it again at the next run."));
        refusal.initCause(cause);
        return refusal;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** @return bytes; {@link #MOST_BYTES} and one if there were more */
    public long size() {
        return size;
    }

    public String sha256Hex() {
        return sha256Hex;
    }

    /** @return the sheet from its beginning; ends with this, and need not be closed */
    public InputStream read() {
        try {
            file.position(0);
            return Channels.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
