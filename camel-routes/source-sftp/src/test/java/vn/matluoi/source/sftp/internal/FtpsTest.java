package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.agency.FtpsAgency;
import vn.matluoi.simulators.tls.PemCertificate;

/** Servers that speak FTP with TLS. */
class FtpsTest extends ServerFaultsContract<FtpsAgency> {

    @TempDir
    static Path shared;

    @Override
    FtpsAgency serve(Path folder) throws IOException {
        return new FtpsAgency(0, PemCertificate.kept(shared, "ward"), folder, "hub", secret());
    }

    @Override
    String secret() {
        return "mat khau cua xa";
    }

    @Override
    Map<String, String> kind() {
        return Map.of("protocol", "ftps");
    }

    @Test
    void sheetsAreTakenInAndEndBesideTheirReports() throws Exception {
        drop("Danh sách camera.csv", "Tên camera\nCổng UBND\n");
        drop("trang.csv", "<html>");
        Files.createDirectories(inbox.resolve("thư mục.csv"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.sheets).containsExactlyInAnyOrder("Tên camera\nCổng UBND\n", "<html>");
        assertThat(names("done")).containsExactly("Danh sách camera.csv", "Danh sách camera.csv.report.xlsx");
        assertThat(names("refused")).containsExactly("trang.csv", "trang.csv.report.xlsx");

        drop("Danh sách camera.csv", "Tên camera\nCổng sau\n");
        poll.run();
        assertThat(names("done")).hasSize(4).contains("Danh sách camera (2).csv");
    }

    @Test
    void aSheetThatIsKeptIsTakenOnce() throws Exception {
        drop("a.csv", "1");
        poll(KEEP).run();
        poll(KEEP).run();
        assertThat(catalogue.sheets).containsExactly("1");
        assertThat(names(".")).containsExactly("a.csv");
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws Exception {
        Files.writeString(temp.resolve("keys/ward"), "another");
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        assertThat(agency.passwords()).isEqualTo(1);
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.en()).contains("does not accept"));
    }

    @Test
    void aPasswordOfTwoLinesIsNoTwoCommands() throws Exception {
        Files.writeString(temp.resolve("keys/ward"), secret() + "\r\nDELE out/a.csv");
        var poll = poll(Map.of());
        poll.run();
        assertThat(agency.passwords()).isZero();
        assertThat(poll.problem()).isPresent();
    }

    @Test
    void nothingIsSentToAnotherServer() {
        var poll = poll(Map.of("host.key", "ab".repeat(32)));
        poll.run();
        assertThat(agency.passwords()).isZero();
        assertThat(poll.problem())
                .hasValueSatisfying(why -> assertThat(why.vi()).contains("host.key"));
    }
}
