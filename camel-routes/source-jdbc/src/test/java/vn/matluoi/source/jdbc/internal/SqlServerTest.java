package vn.matluoi.source.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import com.microsoft.sqlserver.jdbc.osgi.SQLServerDataSourceFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.jdbc.DataSourceFactory;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.source.jdbc.servers.Certificate;
import vn.matluoi.source.jdbc.servers.TdsServer;

/** Microsoft's driver, as its bundle offers it, against a server that speaks its protocol; no SQL Server was ever asked. */
class SqlServerTest {

    private static final String HOST = "db.truong.test";

    @TempDir
    static Path folder;

    private TdsServer server = server(Optional.empty());
    private final Refusals refusals = new Refusals(System::nanoTime);

    @TempDir
    Path keys;

    @BeforeEach
    void layKey() throws Exception {
        secret("cua-truong");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static TdsServer server(Optional<SSLContext> certified) {
        return new TdsServer(
                certified,
                "hub/cua-truong",
                List.of("ten_camera", "ghi_chu"),
                List.of(Arrays.asList("Cổng trường", null), List.of("Sân sau", "")));
    }

    private void secret(String password) throws Exception {
        Files.writeString(keys.resolve("db"), password + "\n");
        Files.setPosixFilePermissions(keys.resolve("db"), PosixFilePermissions.fromString("rw-------"));
    }

    private List<Map<String, String>> ask(String... more) throws Unusable {
        var settings = new TreeMap<>(Map.of(
                "routeName", "truong",
                "source", "truong",
                "area", "27694",
                "driver", "sqlserver",
                "port", String.valueOf(server.port()),
                "database", "truong hoc",
                "username", "hub",
                "secret.file", "db",
                "query", "SELECT ten AS ten_camera, ghi_chu FROM camera"));
        settings.putAll(Map.of("host", HOST, "tls", "off"));
        for (var n = 0; n < more.length; n += 2) {
            settings.put(more[n], more[n + 1]);
        }
        var queried = new Queried(
                JdbcSettings.of(settings::get, keys, keys),
                new Engines(() -> List.of(Map.entry(
                        Map.of(
                                DataSourceFactory.OSGI_JDBC_DRIVER_CLASS,
                                SQLServerDriver.class.getName(),
                                DataSourceFactory.OSGI_JDBC_DRIVER_NAME,
                                "Microsoft JDBC Driver for SQL Server"),
                        new SQLServerDataSourceFactory()))),
                (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                refusals);
        try (var gathered = new Gathered(List.of())) {
            queried.read(gathered, () -> true);
            var all = new ArrayList<Map<String, String>>();
            gathered.records().each().forEach(all::add);
            return all;
        }
    }

    private Unusable fails(String... more) {
        var why = catchThrowableOfType(Unusable.class, () -> ask(more));
        assertThat(why).isNotNull();
        return why;
    }

    @Test
    void rowsBecomeRecords() throws Exception {
        assertThat(ask()).hasToString("[{ten_camera=Cổng trường, ghi_chu=null}, {ten_camera=Sân sau, ghi_chu=}]");
        assertThat(server.logIns).containsExactly("hub/cua-truong");
        assertThat(server.statements)
                .anyMatch(said -> said.contains("SELECT ten AS ten_camera, ghi_chu FROM camera"))
                .last()
                .asString()
                .containsIgnoringCase("rollback");
    }

    @Test
    void aPasswordThatIsRefusedIsTriedOnce() throws Exception {
        secret("not-it");
        assertThat(fails().rule()).isEqualTo("jdbc.credentials");
        assertThat(fails().text().toString()).doesNotContain("not-it");
        assertThat(server.logIns).containsExactly("hub/not-it");
        secret("cua-truong");
        assertThat(ask()).hasSize(2);
    }

    @Test
    void theServerProvesItselfByTheCertificateOfTheFileInTheNameOfTheHost() throws Exception {
        server.close();
        var certificate = Certificate.of(HOST, folder);
        server = server(Optional.of(certificate.context()));
        Files.copy(certificate.certificate(), keys.resolve("ca.pem"));
        assertThat(ask("tls", "full", "ca.file", "ca.pem")).hasSize(2);
        assertThat(server.logIns).containsExactly("hub/cua-truong");

        assertThat(fails("tls", "full", "ca.file", "ca.pem", "host", "khac.truong.test")
                        .rule())
                .isEqualTo("jdbc.certificate");
        Files.copy(Certificate.of("other." + HOST, folder).certificate(), keys.resolve("other.pem"));
        assertThat(fails("tls", "full", "ca.file", "other.pem").rule()).isEqualTo("jdbc.certificate");
        assertThat(server.logIns).as("it has heard no password besides").hasSize(1);
        assertThat(ask("tls", "full", "ca.file", "ca.pem"))
                .as("nothing is held against it")
                .hasSize(2);
    }

    @Test
    void aCertificateMadeByAClockThatStoodIn1970IsSaidToBeOutOfDate() throws Exception {
        server.close();
        var certificate = Certificate.of("old." + HOST, folder, "1970/01/01 00:00:00");
        server = server(Optional.of(certificate.context()));
        Files.copy(certificate.certificate(), keys.resolve("ca.pem"));
        var why = fails("tls", "full", "ca.file", "ca.pem", "host", "old." + HOST);
        assertThat(why.rule()).isEqualTo("jdbc.certificate");
        assertThat(why.text().vi()).contains("hết hạn", "đồng hồ");
        assertThat(server.logIns).isEmpty();
    }

    @Test
    void aServerWithoutEncryptionHearsNoPassword() throws Exception {
        Files.copy(Certificate.of("third." + HOST, folder).certificate(), keys.resolve("ca.pem"));
        assertThat(fails("tls", "full", "ca.file", "ca.pem").text().en()).containsIgnoringCase("ssl");
        assertThat(server.logIns).isEmpty();
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() {
        server.close();
        assertThat(fails().rule()).isEqualTo("jdbc.unreachable");
    }
}
