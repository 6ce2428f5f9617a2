package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.source.jdbc.servers.Certificate;
import vn.matluoi.source.jdbc.servers.TdsServer;

/**
 * A school keeps its cameras in SQL Server, whose driver is not the hub's: it is installed by hand as the guide says, found, and asked
 * for. The server speaks the protocol; no SQL Server was ever there.
 */
class SqlServerDriverTest {

    private static final String SOURCE = "truong-sql";
    private static final String BUNDLE = "com.microsoft.sqlserver.mssql-jdbc";
    private static final String FILE = "vn.matluoi.route-" + SOURCE + ".cfg";

    private static TdsServer server;
    private static Client admin;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        var certificate = Certificate.of("localhost", folder);
        key(SOURCE + ".pem", Files.readString(certificate.certificate()));
        server = new TdsServer(
                Optional.of(certificate.context()),
                "hub/cua-truong",
                List.of("ma_camera", "ten_camera", "vi_do", "kinh_do"),
                List.of(
                        List.of("SQ-1", "Cổng trường SQL", "10.4841", "106.3569"),
                        List.of("SQ-2", "Nhà xe SQL", "10.4853", "106.3579")));
        admin = SharedHub.administrator();
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().contains(SOURCE));
        admin.delete("/api/v1/sources/" + SOURCE);
        for (var name : List.of(SOURCE, SOURCE + ".pem")) {
            Files.deleteIfExists(SharedHub.get().etc().resolve("keys").resolve(name));
        }
        SharedHub.get().shellSays("bundle:uninstall " + BUNDLE);
    }

    private static void key(String name, String content) throws IOException {
        var file = SharedHub.get().etc().resolve("keys").resolve(name);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void says(String problem) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(admin.get("/api/v1/routes").text()).contains(problem));
    }

    private static int cameras() {
        return admin.get("/api/v1/cameras?source=" + SOURCE)
                .json()
                .path("total")
                .asInt();
    }

    @Test
    void aDriverThatIsInstalledByHandIsFoundAndItsPasswordTriedOnce() throws Exception {
        key(SOURCE, "not-it");
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-jdbc
                        driver = sqlserver
                        host = localhost
                        port = %d
                        database = truong hoc
                        username = hub
                        secret.file = %s
                        ca.file = %s.pem
                        query = SELECT ma AS ma_camera, ten AS ten_camera, vi_do, kinh_do FROM camera
                        source = %s
                        area = %s
                        profile = school
                        sector = education
                        every.seconds = 1
                        """
                                .formatted(server.port(), SOURCE, SOURCE, SOURCE, SharedHub.LONG_AN));
        says("không có trình điều khiển JDBC “sqlserver”");

        var jar = Path.of(SQLServerDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        SharedHub.get().shellSays("bundle:install -s file:" + jar);
        says("không nhận username");
        key(SOURCE, "cua-truong");
        await().atMost(Duration.ofSeconds(60)).until(() -> cameras() == 2);
        assertThat(server.logIns.stream().filter("hub/not-it"::equals)).hasSize(1);
        assertThat(admin.get("/api/v1/cameras?source=" + SOURCE).text()).contains("Cổng trường SQL", "Nhà xe SQL");
        assertThat(SharedHub.get().client().get("/health/ready").status()).isEqualTo(200);

        server.close();
        says("không kết nối được máy chủ cơ sở dữ liệu");
        assertThat(cameras()).isEqualTo(2);
    }
}
