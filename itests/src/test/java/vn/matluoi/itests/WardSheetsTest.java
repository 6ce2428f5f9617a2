package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.agency.SftpAgency;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;

/** A ward lays its sheets on its SFTP server; the hub fetches them without a line of Java, and the reports lie beside. */
class WardSheetsTest {

    private static final String FILE = "vn.matluoi.route-phuong.cfg";
    private static final String PASSWORD = "của phường 1";

    @TempDir
    static Path temp;

    private static Path ward;
    private static SftpAgency server;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        ward = Files.createDirectories(temp.resolve("ward/camera"));
        server = new SftpAgency(0, temp.resolve("host.key"), temp.resolve("ward"), "tram", PASSWORD);
        admin = SharedHub.administrator();
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().contains("phuong"));
        admin.delete("/api/v1/sources/phuong-1");
        Files.deleteIfExists(SharedHub.get().etc().resolve("keys/phuong-1"));
        server.close();
    }

    @Test
    void aWardsSheetsComeInAndItsReportsGoOut() throws Exception {
        var sheet = CommuneSheet.make(new CommuneSheet.Order(12, 5, 0, 7001, SharedHub.LONG_AN));
        SheetFiles.writeXlsx(sheet, ward.resolve("Camera phường 1.xlsx"));
        Files.writeString(ward.resolve("bảo trì.csv"), "<html><body>đang bảo trì</body></html>");
        configure(PASSWORD + " cũ", server.fingerprint());

        await().atMost(Duration.ofSeconds(60)).until(() -> routes().contains("không nhận tài khoản tram"));
        assertThat(server.refusals()).isEqualTo(1);
        assertThat(cameras()).isZero();

        Files.writeString(SharedHub.get().etc().resolve("keys/phuong-1"), PASSWORD + "\n");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(ward.resolve("done/Camera phường 1.xlsx"))
                        && Files.exists(ward.resolve("refused/bảo trì.csv")));
        assertThat(cameras()).isEqualTo(12);
        assertThat(ward.resolve("done/Camera phường 1.xlsx.report.xlsx")).isNotEmptyFile();
        assertThat(ward.resolve("refused/bảo trì.csv.report.xlsx")).isNotEmptyFile();
        await().atMost(Duration.ofSeconds(30)).until(() -> !routes().contains("không nhận tài khoản"));

        configure(PASSWORD, "SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDTfGdOKhFHOkrhR0E");
        await().atMost(Duration.ofSeconds(60)).until(() -> routes().contains(server.fingerprint()));
        assertThat(SharedHub.get().client().get("/health/ready").status()).isEqualTo(200);
    }

    private static void configure(String password, String fingerprint) throws IOException {
        var key = SharedHub.get().etc().resolve("keys/phuong-1");
        Files.writeString(key, password + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-sftp
                        host = 127.0.0.1
                        port = %d
                        folder = camera
                        username = tram
                        secret.file = phuong-1
                        host.key = %s
                        stable.seconds = 1
                        every.seconds = 1
                        source = phuong-1
                        name = Phường 1
                        area = %s
                        profile = commune
                        """
                                .formatted(server.port(), fingerprint, SharedHub.LONG_AN));
    }

    private static String routes() {
        return admin.get("/api/v1/routes").text();
    }

    private static int cameras() {
        return admin.get("/api/v1/cameras?source=phuong-1").json().get("total").asInt();
    }
}
