package vn.matluoi.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
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
import vn.matluoi.simulators.agency.SftpAgency;

class ServersTest {

    private static final String SECRET = "mật khẩu của xã";

    @TempDir
    Path temp;

    private Path there;
    private SftpAgency agency;

    @BeforeEach
    void open() throws IOException {
        there = Files.createDirectories(temp.resolve("ward/out"));
        agency = new SftpAgency(0, temp.resolve("host.key"), temp.resolve("ward"), "hub", SECRET);
    }

    @AfterEach
    void close() throws IOException {
        agency.close();
    }

    private FileServer server(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "ward",
                "host", "127.0.0.1",
                "port", Integer.toString(agency.port()),
                "folder", "out",
                "username", "hub",
                "host.key", agency.fingerprint()));
        settings.putAll(more.isEmpty() ? Map.of("secret.file", "ward") : more);
        return FileServer.of(settings::get, temp);
    }

    private RemoteFolder folder(FileServer server, String secret, Duration longest) throws DeviceException {
        return new Servers(InetSocketAddress::new).open(server, secret, longest);
    }

    private RemoteFolder folder() throws DeviceException {
        return folder(server(Map.of()), SECRET, Duration.ofSeconds(30));
    }

    private static void write(RemoteFolder folder, String name, String text) throws IOException {
        try (var out = folder.write(name)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void refuses(Why why, FileServer server, String secret) {
        assertThatThrownBy(() -> new Servers(InetSocketAddress::new).open(server, secret, Duration.ofSeconds(30)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.why()).isEqualTo(why);
                    assertThat(refused.text().toString()).doesNotContain(secret);
                });
    }

    @Test
    void whatIsWrittenIsThereAndOnTheDisk() throws Exception {
        try (var folder = folder()) {
            write(folder, "a", "một");
            assertThat(agency.synced()).isEqualTo(1);
            assertThat(folder.find("a")).map(RemoteFile::size).contains(5L);
            assertThatThrownBy(() -> write(folder, "a", "hai")).isInstanceOf(IOException.class);
        }
        assertThat(there.resolve("a")).hasContent("một");
    }

    @Test
    void aFileTakesThePlaceOfAnotherWhateverTheServerKnows() throws Exception {
        for (var knows : List.of("posix-rename", "nothing")) {
            try (var folder = folder()) {
                write(folder, "old", "old");
                write(folder, "new", knows);
                folder.replace("new", "old");
                assertThat(folder.exists("new")).isFalse();
            }
            assertThat(there.resolve("old")).hasContent(knows);
            Files.delete(there.resolve("old"));
            agency.plain();
        }
        assertThat(agency.synced()).isEqualTo(2);
    }

    @Test
    void aServerThatDoesNotTakeAFileSaysWhy() throws Exception {
        agency.readOnly(true);
        try (var folder = folder()) {
            assertThatThrownBy(() -> write(folder, "a", "x"))
                    .isInstanceOfSatisfying(
                            Unwritable.class, e -> assertThat(e.why()).isEqualTo(Unwritable.Why.RIGHTS));
        }
        agency.readOnly(false);
        agency.fullAt(10);
        try (var folder = folder()) {
            assertThatThrownBy(() -> write(folder, "a", "more than ten bytes"))
                    .isInstanceOfSatisfying(
                            Unwritable.class, e -> assertThat(e.why()).isEqualTo(Unwritable.Why.FAILED));
            folder.remove("a");
            folder.remove("a");
            assertThatThrownBy(() -> folder.replace("a", "b")).isInstanceOf(Unwritable.class);
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaidToBeMissing() throws Exception {
        try (var folder =
                folder(server(Map.of("secret.file", "ward", "folder", "elsewhere")), SECRET, Duration.ofSeconds(30))) {
            assertThatThrownBy(() -> names(folder))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.why()).isEqualTo(Why.RIGHTS))
                    .hasMessageContaining("no folder elsewhere");
        }
    }

    @Test
    void namesAreReadOneAfterTheOther() throws Exception {
        Files.createFile(there.resolve("a"));
        Files.createDirectory(there.resolve("b"));
        try (var folder = folder()) {
            assertThat(names(folder)).containsExactly("a");
        }
    }

    private static List<String> names(RemoteFolder folder) throws IOException, DeviceException {
        var names = new ArrayList<String>();
        folder.list(new RemoteFolder.Seen() {
            @Override
            public boolean file(RemoteFile file) {
                return names.add(file.name());
            }

            @Override
            public boolean other() {
                return true;
            }
        });
        return names;
    }

    @Test
    void aWrongPasswordIsShownOnce() {
        refuses(Why.CREDENTIALS, server(Map.of()), "another");
        assertThat(agency.refusals()).isEqualTo(1);
    }

    @Test
    void nothingIsSentToAnotherServer() {
        refuses(
                Why.WRONG_DEVICE,
                server(Map.of("secret.file", "ward", "host.key", "SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDTfGdOKhFHOkrhR0E")),
                SECRET);
        assertThat(agency.logins() + agency.refusals()).isZero();
    }

    @Test
    void aKeyOpensTheAccount() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        var pair = generator.generateKeyPair();
        var file = temp.resolve("ward.key");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "hub", null, out);
        }
        var server = server(Map.of("key.file", "ward.key"));
        refuses(Why.CREDENTIALS, server, Files.readString(file));
        assertThat(agency.refusals()).isEqualTo(1);
        agency.key(pair.getPublic());
        folder(server, Files.readString(file), Duration.ofSeconds(30)).close();
    }

    @Test
    void aFileThatIsNoKeyIsSaidToBeNone() {
        assertThatThrownBy(() -> folder(server(Map.of("key.file", "ward.key")), "top secret", Duration.ofSeconds(30)))
                .isInstanceOf(DeviceException.Unsupported.class)
                .hasMessageContaining("etc/keys/ward.key", "ssh-keygen")
                .hasMessageNotContaining("top secret");
        assertThat(agency.logins() + agency.refusals()).isZero();
    }

    @Test
    void aServerThatIsAwayIsSaidToBe() throws Exception {
        var server = server(Map.of());
        agency.close();
        assertThatThrownBy(() -> folder(server, SECRET, Duration.ofSeconds(30)))
                .isInstanceOf(DeviceException.Unreachable.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void aConnectionThatGoesOnTooLongIsCutThoughTheServerIsNeverSilent() throws Exception {
        Files.writeString(there.resolve("a"), "x".repeat(16 << 20)); // takes minutes
        agency.slow(300);
        var began = System.nanoTime();
        try (var folder = folder(server(Map.of()), SECRET, Duration.ofSeconds(10))) {
            var in = folder.read("a"); // once it is cut it cannot be closed either
            assertThat(in.read()).as("it goes on").isNotNegative();
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void noThreadWaitsOnceAFolderIsClosed() throws Exception {
        folder().close();
        // its threads end a moment after it says that it is closed
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().contains("SshClient"))
                .isEmpty());
    }
}
