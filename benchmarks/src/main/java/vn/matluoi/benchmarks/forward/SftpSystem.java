package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.simulators.agency.SftpAgency;

/** An SFTP server of this program's own: in one folder an agency lays its sheets, into another a hub lays events, which are taken out. */
public final class SftpSystem implements EventReceiver {

    private static final String USER = "tram";
    private static final String SECRET = "sftp";

    private final SftpAgency server;
    private final Path lists;
    private final Collected events;
    private Instant time = Instant.now().minus(Duration.ofDays(7)); // of the last sheet; guarded by this

    /** @param folder what the account sees */
    public SftpSystem(Path folder, Routes routes) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        lists = Files.createDirectories(root.resolve("danh-sach"));
        events = Collected.takenOut(Files.createDirectories(root.resolve("su-kien")));
        String password = Hub.password();
        routes.secret(SECRET, password);
        server = new SftpAgency(0, folder.resolve("host.key"), root, USER, password);
    }

    private String reached(String template, String folder) {
        return """
                template = %s
                host = 127.0.0.1
                port = %d
                folder = %s
                username = %s
                secret.file = %s
                host.key = %s
                every.seconds = 1
                """
                .formatted(template, server.port(), folder, USER, SECRET, server.fingerprint());
    }

    @Override
    public String settings() {
        return reached("forward-sftp", "su-kien");
    }

    /** @return the agency that lays its sheets here; the server is this one's */
    public ListAgency agency() {
        return new ListAgency() {
            @Override
            public String settings() {
                return reached("source-sftp", "danh-sach") + "report = false\nstable.seconds = 1\n";
            }

            @Override
            public void hand(String name, Map<String, String> cameras) throws IOException {
                lay(name, ListAgency.csv(cameras));
            }
        };
    }

    @Override
    public synchronized Brought look() throws IOException {
        return events.look();
    }

    /** One sheet a second by the server's clock: the hub takes the oldest first. */
    private synchronized void lay(String name, String sheet) throws IOException {
        time = time.plusSeconds(1);
        Path written = Files.writeString(lists.resolve(name + ".part"), sheet);
        Files.setLastModifiedTime(written, FileTime.from(time));
        Files.move(written, lists.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
