package vn.matluoi.source.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.source.jdbc.servers.Certificate;
import vn.matluoi.source.jdbc.servers.MariaServer;

class MariaTest extends DatabaseContract {

    @TempDir
    static Path folder;

    private static MariaServer server;
    private static Certificate certificate;

    @BeforeAll
    static void start() {
        certificate = Certificate.of(HOST, folder);
        server = MariaServer.running(certificate);
    }

    @Override
    Map<String, String> server() {
        return Map.of(
                "driver",
                "mariadb",
                "port",
                String.valueOf(server.port()),
                "database",
                MariaServer.DATABASE,
                "username",
                MariaServer.OWNER);
    }

    @Override
    String password() {
        return server.password();
    }

    @Override
    Path certificate() {
        return certificate.certificate();
    }

    @Override
    void prepare(String... statements) throws SQLException {
        server.execute(statements);
    }

    @Override
    String sleeping() {
        return "SLEEP(30)";
    }

    @Override
    void writer() throws SQLException {
        prepare(
                "DROP TABLE IF EXISTS ghi",
                "CREATE TABLE ghi (n INT)",
                "DROP FUNCTION IF EXISTS ghi",
                "CREATE FUNCTION ghi() RETURNS INT BEGIN INSERT INTO ghi VALUES (1); RETURN 1; END");
    }

    @Test
    void valuesOfEveryKindAreTextWithoutLoss() throws Exception {
        prepare(
                "DROP TABLE IF EXISTS moi",
                "CREATE TABLE moi (ngay DATE, nua_dem DATETIME, luc DATETIME, vi_do DECIMAL(9,4), ptz TINYINT(1),"
                        + " lon BIGINT UNSIGNED, rong INT)",
                "INSERT INTO moi VALUES ('2024-02-29', '2024-02-29', '2024-02-29 07:08:09', 10.5310, 1,"
                        + " 18446744073709551615, NULL)");
        assertThat(ask("SELECT * FROM moi", Map.of()))
                .hasToString("[{ngay=2024-02-29, nua_dem=2024-02-29, luc=2024-02-29 07:08:09, vi_do=10.5310, ptz=1,"
                        + " lon=18446744073709551615, rong=null}]");
        assertThat(fails("SELECT UNHEX('00ff') AS anh", Map.of()).rule()).isEqualTo("jdbc.column");
    }

    @Test
    void noFileOfTheHubIsGivenAwayOrWritten() {
        assertThat(fails("SELECT 1 INTO OUTFILE '/tmp/matluoi-x'", Map.of()).rule())
                .isEqualTo("jdbc.query");
    }
}
