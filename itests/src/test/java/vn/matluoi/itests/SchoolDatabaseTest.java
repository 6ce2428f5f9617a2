package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.registry.internal.support.PostgresCluster;
import vn.matluoi.source.jdbc.servers.Certificate;
import vn.matluoi.source.jdbc.servers.MariaServer;

/** Schools keep their cameras in databases; the hub asks them over TLS by one query each, without a line of Java. */
class SchoolDatabaseTest {

    private static final String HOST = "localhost";

    private static Certificate certificate;
    private static Client admin;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        certificate = Certificate.of(HOST, folder);
        admin = SharedHub.administrator();
        key("truong-ca.pem", Files.readString(certificate.certificate()));
    }

    @AfterAll
    static void close() throws IOException {
        var etc = SharedHub.get().etc();
        for (var source : new String[] {"truong-a", "truong-b"}) {
            Files.deleteIfExists(etc.resolve("vn.matluoi.route-" + source + ".cfg"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !admin.get("/api/v1/routes").text().contains(source));
            admin.delete("/api/v1/sources/" + source);
            Files.deleteIfExists(etc.resolve("keys").resolve(source));
        }
        Files.deleteIfExists(etc.resolve("keys/truong-ca.pem"));
        Files.deleteIfExists(etc.resolve("queries/truong.sql"));
    }

    private static void key(String name, String content) throws IOException {
        var file = SharedHub.get().etc().resolve("keys").resolve(name);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void route(String source, String driver, int port, String database, String user, String query)
            throws IOException {
        SharedHub.get()
                .configure(
                        "vn.matluoi.route-" + source + ".cfg",
                        """
                        template = source-jdbc
                        driver = %s
                        host = %s
                        port = %d
                        database = %s
                        username = %s
                        secret.file = %s
                        ca.file = truong-ca.pem
                        %s
                        source = %s
                        area = %s
                        profile = school
                        sector = education
                        every.seconds = 1
                        """
                                .formatted(
                                        driver, HOST, port, database, user, source, query, source, SharedHub.LONG_AN));
    }

    @Test
    void aPostgresqlFeedsTheCatalogueAndAWrongPasswordIsSaid() throws Exception {
        var database = PostgresCluster.running().newDatabase("truong_a");
        PostgresCluster.running().certify(certificate.certificate(), certificate.key());
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE camera (ma TEXT, ten TEXT, vi_do NUMERIC, kinh_do NUMERIC)");
            statement.execute("INSERT INTO camera VALUES ('TH-1', 'Cổng trường', 10.4811, 106.3519),"
                    + " ('TH-2', 'Sân sau', 10.4823, 106.3519)");
            Files.createDirectories(SharedHub.get().etc().resolve("queries"));
            Files.writeString(
                    SharedHub.get().etc().resolve("queries/truong.sql"),
                    "-- mỗi hàng một camera\nSELECT ma AS ma_camera, ten AS ten_camera, vi_do, kinh_do FROM camera;\n");
            key("truong-a", "not-it");
            route(
                    "truong-a",
                    "postgresql",
                    PostgresCluster.running().port(),
                    "truong_a",
                    database.user(),
                    "query.file = truong");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> admin.get("/api/v1/routes").text().contains("không nhận username"));
            assertThat(cameras("truong-a")).isZero();

            key("truong-a", database.password());
            await().atMost(Duration.ofSeconds(60)).until(() -> cameras("truong-a") == 2);
            assertThat(names("truong-a")).contains("Cổng trường", "Sân sau");
            assertThat(SharedHub.get().client().get("/health/ready").status()).isEqualTo(200);

            statement.execute("UPDATE camera SET ten = 'Sân trước' WHERE ma = 'TH-2'");
            await().atMost(Duration.ofSeconds(30)).until(() -> names("truong-a").contains("Sân trước"));
        }
    }

    @Test
    void aMariadbFeedsTheCatalogue() throws Exception {
        var server = MariaServer.running(certificate);
        server.execute(
                "CREATE TABLE camera (ma VARCHAR(20), ten VARCHAR(100))",
                "INSERT INTO camera VALUES ('MB-1', 'Nhà thể chất')");
        key("truong-b", server.password());
        route(
                "truong-b",
                "mariadb",
                server.port(),
                MariaServer.DATABASE,
                MariaServer.OWNER,
                "query = SELECT ma AS ma_camera, ten AS ten_camera, 10.4915 AS vi_do, 106.3602 AS kinh_do FROM camera");
        await().atMost(Duration.ofSeconds(60)).until(() -> cameras("truong-b") == 1);
        assertThat(names("truong-b")).contains("Nhà thể chất");

        // what a program of before Unicode wrote, under the font .VnTime
        server.execute("UPDATE camera SET ten = 'Cæng tr\u00adêng tiÓu häc Ph\u00adíc ChØ'");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> names("truong-b").contains("Cổng trường tiểu học Phước Chỉ"));
    }

    private static int cameras(String source) {
        return admin.get("/api/v1/cameras?source=" + source)
                .json()
                .path("total")
                .asInt();
    }

    private static String names(String source) {
        return admin.get("/api/v1/cameras?source=" + source).text();
    }
}
