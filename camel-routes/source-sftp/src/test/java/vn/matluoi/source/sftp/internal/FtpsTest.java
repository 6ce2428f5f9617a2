package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.SheetCatalogue;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.sftp.internal.Servers;
import vn.matluoi.simulators.agency.FtpsAgency;
import vn.matluoi.simulators.tls.PemCertificate;

class FtpsTest {

    private static final String SECRET = "mat khau cua xa";

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    private final SheetCatalogue catalogue = new SheetCatalogue();
    private FtpsAgency server;
    private String fingerprint;
    private Path inbox;

    @BeforeEach
    void serve() throws IOException {
        inbox = Files.createDirectories(temp.resolve("ward/out"));
        Files.createDirectories(temp.resolve("keys"));
        Files.writeString(temp.resolve("keys/ward"), SECRET + "\n");
        var certificate = PemCertificate.kept(shared, "ward");
        fingerprint = certificate.fingerprint();
        server = new FtpsAgency(0, certificate, temp.resolve("ward"), "hub", SECRET);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SheetPoll poll(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "ward",
                "host", "127.0.0.1",
                "port", Integer.toString(server.port()),
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
                read.timing(),
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
        assertThat(server.passwords()).isEqualTo(1);
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("does not accept"));
    }

    @Test
    void aPasswordOfTwoLinesIsNoTwoCommands() throws Exception {
        Files.writeString(temp.resolve("keys/ward"), SECRET + "\r\nDELE out/a.csv");
        var poll = poll(Map.of());
        poll.run();
        assertThat(server.passwords()).isZero();
        assertThat(poll.problem()).isPresent();
    }

    @Test
    void nothingIsSentToAnotherServer() {
        var poll = poll(Map.of("host.key", "ab".repeat(32)));
        poll.run();
        assertThat(server.passwords()).isZero();
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
