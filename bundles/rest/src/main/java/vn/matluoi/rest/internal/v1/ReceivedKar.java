package vn.matluoi.rest.internal.v1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * A {@code .kar} file as it came, in a temporary folder of its own that only the hub may read. Removed on closing.
 *
 * @param file bears the sender's name for it, which refusals and the audit log show
 */
record ReceivedKar(Path file) implements AutoCloseable {

    /** Never a path. */
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}\\.kar";

    private static final Logger LOG = LoggerFactory.getLogger(ReceivedKar.class);
    private static final String PREFIX = "matluoi-kar-";

    /**
     * @param name matches {@link #NAME}
     * @param in bounded by its operation's limit
     * @throws IOException if the sender went away
     * @throws HubException {@code UNAVAILABLE} if it cannot be kept, as on a full disk
     */
    static ReceivedKar of(String name, InputStream in) throws IOException {
        ReceivedKar kar;
        try {
            kar = new ReceivedKar(Files.createTempDirectory(PREFIX).resolve(name));
        } catch (IOException e) {
            throw full(e);
        }
        try (var out = opened(kar.file)) {
            var buffer = new byte[1 << 16];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                write(out, buffer, n);
            }
            return kar;
        } catch (IOException | RuntimeException e) {
            kar.close();
            throw e;
        }
    }

    private static OutputStream opened(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw full(e);
        }
    }

    private static HubException full(IOException cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "disk.full",
                new Text(
                        "Không ghi được tệp tạm nên gói chưa được nhận. Hãy kiểm tra dung lượng đĩa rồi gửi lại.",
                        "No temporary file can be written, so the plug-in was not taken. Check the room on the disk,"
                                + " then send it again."));
        refusal.initCause(cause);
        return refusal;
    }

    /** Removes what a killed hub left: all that is older than this process. */
    static void clean() {
        clean(
                Path.of(System.getProperty("java.io.tmpdir")),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
    }

    static void clean(Path folder, Instant began) {
        try (var left = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (var each : left) {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(began)) {
                    removeQuietly(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("plug-ins that an earlier run left in {} cannot be looked for: {}", folder, e.toString());
        }
    }

    private static void removeQuietly(Path folder) {
        try {
            remove(folder);
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("{} cannot be removed: {}", folder, e.toString());
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var each : files) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    /** What cannot be removed stays for {@link #clean}: it is no reason to say that the order failed. */
    @Override
    public void close() {
        removeQuietly(file.getParent());
    }
}
