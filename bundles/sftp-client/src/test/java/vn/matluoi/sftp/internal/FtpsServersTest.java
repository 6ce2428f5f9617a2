package vn.matluoi.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.RemoteFile;
import vn.matluoi.api.sftp.RemoteFolder;
import vn.matluoi.api.sftp.RemoteFolder.Unwritable;
import vn.matluoi.simulators.agency.FtpsAgency;
import vn.matluoi.simulators.tls.PemCertificate;

class FtpsServersTest {

    private static final String SECRET = "mat khau cua xa";
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private Path there;
    private FtpsAgency agency;
    private String fingerprint;

    @BeforeEach
    void open() throws IOException {
        there = Files.createDirectories(temp.resolve("ward/out"));
        var certificate = PemCertificate.kept(shared, "ward");
        fingerprint = certificate.fingerprint();
        agency = new FtpsAgency(0, certificate, temp.resolve("ward"), "hub", SECRET);
    }

    @AfterEach
    void close() {
        agency.close();
    }

    private RemoteFolder folder(String secret, Map<String, String> more) throws DeviceException {
        return folder(secret, more, LONG);
    }

    private RemoteFolder folder(String secret, Map<String, String> more, Duration longest) throws DeviceException {
        var settings = new TreeMap<>(Map.of(
                "routeName", "ward",
                "host", "127.0.0.1",
                "port", Integer.toString(agency.port()),
                "protocol", "ftps",
                "folder", "out",
                "username", "hub",
                "secret.file", "ward",
                "host.key", fingerprint));
        settings.putAll(more);
        return new Servers(InetSocketAddress::new).open(FileServer.of(settings::get, temp), secret, longest);
    }

    private void refuses(Why why, String secret, Map<String, String> more) {
        assertThatThrownBy(() -> folder(secret, more))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isEqualTo(why))
                .hasMessageNotContaining(secret);
    }

    private static void write(RemoteFolder folder, String name, String text) throws IOException {
        try (var out = folder.write(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aFileIsWrittenAndTakesThePlaceOfAnother() throws Exception {
        try (var folder = folder(SECRET, Map.of())) {
            write(folder, "old", "old");
            write(folder, "new", "một");
            assertThat(folder.find("new")).map(RemoteFile::size).contains(5L);
            folder.replace("new", "old");
            assertThat(folder.exists("new")).isFalse();
            folder.remove("new");
        }
        assertThat(there.resolve("old")).hasContent("một");
    }

    @Test
    void whatTheServerDoesNotTakeIsSaid() throws Exception {
        try (var folder = folder(SECRET, Map.of("folder", "."))) {
            assertThatThrownBy(() -> write(folder, "out", "x")).isInstanceOf(Unwritable.class); // that is a folder
            assertThatThrownBy(() -> folder.replace("nothing", "x")).isInstanceOf(Unwritable.class);
        }
    }

    @Test
    void anAnswerSaysWhoseTurnItIs() {
        assertThat(FtpsFolder.unwritable(552)).isInstanceOfSatisfying(Unwritable.class, e -> assertThat(e.why())
                .isEqualTo(Unwritable.Why.SPACE));
        assertThat(FtpsFolder.unwritable(550)).isInstanceOfSatisfying(Unwritable.class, e -> assertThat(e.why())
                .isEqualTo(Unwritable.Why.RIGHTS));
        assertThat(FtpsFolder.unwritable(551)).isInstanceOfSatisfying(Unwritable.class, e -> assertThat(e.why())
                .isEqualTo(Unwritable.Why.FAILED));
        assertThat(FtpsFolder.unwritable(426)).as("broken off").isNotInstanceOf(Unwritable.class);
    }

    @Test
    void aWrongPasswordIsShownOnce() {
        refuses(Why.CREDENTIALS, "another", Map.of());
        assertThat(agency.passwords()).isEqualTo(1);
    }

    @Test
    void aPasswordOfTwoLinesIsNoTwoCommands() {
        refuses(Why.CREDENTIALS, SECRET + "\r\nDELE out/a.csv", Map.of());
        assertThat(agency.passwords()).isZero();
    }

    @Test
    void nothingIsSentToAnotherServer() {
        refuses(Why.WRONG_DEVICE, SECRET, Map.of("host.key", "ab".repeat(32)));
        assertThat(agency.passwords()).isZero();
    }

    @Test
    void aFolderThatIsNotThereIsSaidToBeMissing() {
        refuses(Why.RIGHTS, SECRET, Map.of("folder", "elsewhere"));
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() {
        agency.close();
        assertThatThrownBy(() -> folder(SECRET, Map.of()))
                .isInstanceOf(DeviceException.Unreachable.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void aServerThatTakesTheCallAndSaysNothingIsLeftInTime() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var more = Map.of("port", Integer.toString(silent.getLocalPort()));
            assertThatThrownBy(() -> folder(SECRET, more, Duration.ofMillis(300)))
                    .isInstanceOf(DeviceException.Unreachable.class);
        }
    }

    @Test
    void aConnectionThatGoesOnTooLongIsCutThoughTheServerIsNeverSilent() throws Exception {
        Files.writeString(there.resolve("a"), "x".repeat(4 << 20)); // takes minutes
        agency.slow(300);
        var began = System.nanoTime();
        try (var folder = folder(SECRET, Map.of(), Duration.ofSeconds(10))) {
            var in = folder.read("a"); // once it is cut it cannot be closed either
            assertThat(in.read()).as("it goes on").isNotNegative();
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
    }

    /** Takes the data connection, and brings its first record of TLS a byte at a time, for a minute. */
    private void drips(ServerSocket door, ServerSocket files) {
        try (var plain = door.accept()) {
            plain.getOutputStream().write("220 here\r\n".getBytes(StandardCharsets.UTF_8));
            new BufferedReader(new InputStreamReader(plain.getInputStream(), StandardCharsets.UTF_8)).readLine();
            plain.getOutputStream().write("234 TLS\r\n".getBytes(StandardCharsets.UTF_8));
            var tls = (SSLSocket) PemCertificate.kept(shared, "ward")
                    .context()
                    .getSocketFactory()
                    .createSocket(plain, null, false);
            var in = new BufferedReader(new InputStreamReader(tls.getInputStream(), StandardCharsets.UTF_8));
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                var word = line.split(" ")[0];
                var answer =
                        switch (word) {
                            case "USER" -> "331 and?";
                            case "FEAT" -> "211-\r\n MLST\r\n211 that is all";
                            case "CWD" -> "250 there";
                            case "EPSV" -> "229 (|||%d|)".formatted(files.getLocalPort());
                            case "RETR" -> "150 it comes";
                            case "PASS" -> "230 in";
                            default -> "200 yes";
                        };
                tls.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
                if (word.equals("RETR")) {
                    drip(files);
                }
            }
        } catch (IOException e) {
            // the hub has left
        }
    }

    private static void drip(ServerSocket files) throws IOException {
        try (var data = files.accept()) {
            var out = data.getOutputStream();
            out.write(new byte[] {0x16, 3, 3, 0x40, 0}); // a record of 16 KiB
            for (var n = 0; n < 600; n++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                out.write(2);
            }
        }
    }

    @Test
    void aDataConnectionThatIsNeverEncryptedIsCutInTime() throws Exception {
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var files = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture.runAsync(() -> drips(door, files));
            var began = System.nanoTime();
            var more = Map.of("port", Integer.toString(door.getLocalPort()));
            try (var folder = folder(SECRET, more, Duration.ofSeconds(3))) {
                assertThatThrownBy(() -> folder.read("a")).isInstanceOf(IOException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(40));
        }
    }
}
