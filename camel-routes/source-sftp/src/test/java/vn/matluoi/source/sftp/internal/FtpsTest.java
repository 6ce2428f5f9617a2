package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.SheetCatalogue;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.api.sftp.HostKey;
import vn.matluoi.sftp.internal.Servers;

class FtpsTest {

    private static final String STORE = "keystore";
    private static final String SECRET = "mat khau cua xa";

    @TempDir
    static Path shared;

    private static String fingerprint;

    @TempDir
    Path temp;

    private final SheetCatalogue catalogue = new SheetCatalogue();
    private final AtomicInteger passwords = new AtomicInteger();
    private FtpServer server;
    private int port;
    private Path inbox;

    @BeforeAll
    static void certify() throws Exception {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "ftp",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=ftp",
                        "-keystore",
                        shared.resolve(STORE).toString(),
                        "-storepass",
                        STORE)
                .redirectErrorStream(true)
                .redirectOutput(shared.resolve("log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var store = KeyStore.getInstance(shared.resolve(STORE).toFile(), STORE.toCharArray());
        fingerprint = HostKey.shown(store.getCertificate("ftp").getEncoded()).hex();
    }

    @BeforeEach
    void serve() throws Exception {
        inbox = Files.createDirectories(temp.resolve("ward/out"));
        Files.createDirectories(temp.resolve("keys"));
        Files.writeString(temp.resolve("keys/ward"), SECRET + "\n");
        var tls = new SslConfigurationFactory();
        tls.setKeystoreFile(shared.resolve(STORE).toFile());
        tls.setKeystorePassword(STORE);
        var listeners = new ListenerFactory();
        listeners.setServerAddress("127.0.0.1");
        listeners.setPort(0);
        listeners.setSslConfiguration(tls.createSslConfiguration());
        var user = new BaseUser();
        user.setName("hub");
        user.setPassword(SECRET);
        user.setHomeDirectory(temp.resolve("ward").toString());
        user.setAuthorities(List.of(new WritePermission()));
        var users = new PropertiesUserManagerFactory().createUserManager();
        users.save(user);
        var factory = new FtpServerFactory();
        var listener = listeners.createListener();
        factory.addListener("default", listener);
        factory.setUserManager(users);
        factory.getFtplets().put("watch", new DefaultFtplet() {
            @Override
            public FtpletResult afterCommand(FtpSession session, FtpRequest request, FtpReply reply) {
                if (request.getCommand().equals("PASS")) {
                    passwords.incrementAndGet();
                }
                return FtpletResult.DEFAULT;
            }
        });
        server = factory.createServer();
        server.start();
        port = listener.getPort();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private SheetPoll poll(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "ward",
                "host", "127.0.0.1",
                "port", Integer.toString(port),
                "protocol", "ftps",
                "folder", "out",
                "username", "hub",
                "secret.file", "ward",
                "host.key", fingerprint));
        settings.put("source", "phuong-1");
        settings.put("area", "27694");
        settings.putAll(more);
        var read = SftpSettings.of(settings::get, temp.resolve("keys"));
        return new SheetPoll(
                "ward",
                read.every(),
                new AgencySheets(
                        read.agency(),
                        Text.same("again"),
                        catalogue,
                        catalogue,
                        SheetCatalogue.sources(),
                        Clock.systemUTC()),
                new Pickup(
                        read,
                        new Servers(InetSocketAddress::new),
                        temp.resolve("ward.ledger"),
                        System::nanoTime,
                        (time, wanted) -> wanted.getAsBoolean()));
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(inbox.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void sheetsAreTakenInAndEndBesideTheirReports() throws Exception {
        Files.writeString(inbox.resolve("Danh sách camera.csv"), "Tên camera\nCổng UBND\n");
        Files.writeString(inbox.resolve("trang.csv"), "<html>");
        Files.createDirectories(inbox.resolve("thư mục.csv"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactlyInAnyOrder("Tên camera\nCổng UBND\n", "<html>");
        assertThat(names("done")).containsExactly("Danh sách camera.csv", "Danh sách camera.csv.report.xlsx");
        assertThat(names("refused")).containsExactly("trang.csv", "trang.csv.report.xlsx");

        Files.writeString(inbox.resolve("Danh sách camera.csv"), "Tên camera\nCổng sau\n");
        poll.run();
        assertThat(names("done")).hasSize(4).contains("Danh sách camera (2).csv");
    }

    @Test
    void aSheetThatIsKeptIsTakenOnce() throws Exception {
        Files.writeString(inbox.resolve("a.csv"), "1");
        poll(Map.of("keep", "true")).run();
        poll(Map.of("keep", "true")).run();
        assertThat(catalogue.sheets).containsExactly("1");
        assertThat(names(".")).containsExactly("a.csv");
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws Exception {
        Files.writeString(temp.resolve("keys/ward"), "another");
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        assertThat(passwords).hasValue(1);
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("does not accept"));
    }

    @Test
    void aPasswordOfTwoLinesIsNoTwoCommands() throws Exception {
        Files.writeString(temp.resolve("keys/ward"), SECRET + "\r\nDELE out/a.csv");
        var poll = poll(Map.of());
        poll.run();
        assertThat(passwords).hasValue(0);
        assertThat(poll.problem()).isPresent();
    }

    @Test
    void nothingIsSentToAnotherServer() {
        var poll = poll(Map.of("host.key", "ab".repeat(32)));
        poll.run();
        assertThat(passwords).hasValue(0);
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.vi()).contains("host.key"));
    }

    @Test
    void aFolderThatIsNotThereIsSaidToBeMissing() {
        var poll = poll(Map.of("folder", "elsewhere"));
        poll.run();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("no folder elsewhere"));
    }
}
