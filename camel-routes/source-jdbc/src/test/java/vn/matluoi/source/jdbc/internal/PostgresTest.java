package vn.matluoi.source.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.registry.internal.support.PostgresCluster;
import vn.matluoi.source.jdbc.servers.Certificate;

class PostgresTest extends DatabaseContract {

    @TempDir
    static Path folder;

    private static PostgresCluster.Database database;
    private static Certificate certificate;

    @BeforeAll
    static void start() throws SQLException {
        certificate = Certificate.of(HOST, folder);
        database = PostgresCluster.running().newDatabase("truonghoc");
        PostgresCluster.running().certify(certificate.certificate(), certificate.key());
    }

    @Override
    Map<String, String> server() {
        return Map.of(
                "driver",
                "postgresql",
                "port",
                String.valueOf(PostgresCluster.running().port()),
                "database",
                "truonghoc",
                "username",
                database.user());
    }

    @Override
    String password() {
        return database.password();
    }

    @Override
    Path certificate() {
        return certificate.certificate();
    }

    @Override
    void prepare(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            for (var one : statements) {
                statement.execute(one);
            }
        }
    }

    @Override
    String sleeping() {
        return "pg_sleep(30)::text";
    }

    @Override
    void writer() throws SQLException {
        prepare(
                "DROP TABLE IF EXISTS ghi",
                "CREATE TABLE ghi (n INT)",
                "CREATE OR REPLACE FUNCTION ghi() RETURNS INT AS 'INSERT INTO ghi VALUES (1) RETURNING 1' LANGUAGE sql");
    }

    @Test
    void valuesOfEveryKindAreTextWithoutLoss() throws Exception {
        assertThat(ask(
                        """
                        SELECT DATE '2024-02-29' AS ngay, TIMESTAMP '2024-02-29 00:00:00' AS nua_dem,
                               TIMESTAMP '2024-02-29 07:08:09' AS luc, 10.5310 AS vi_do,
                               106.12345678901234567890::numeric AS kinh_do, 0.00001::float8 AS nho, true AS ptz,
                               9007199254740993::bigint AS lon, NULL::int AS rong, '{"a": 1}'::json AS j""",
                        Map.of()))
                .hasToString("[{ngay=2024-02-29, nua_dem=2024-02-29, luc=2024-02-29 07:08:09, vi_do=10.5310,"
                        + " kinh_do=106.12345678901234567890, nho=0.00001, ptz=true, lon=9007199254740993,"
                        + " rong=null, j={\"a\": 1}}]");
        assertThat(fails("SELECT decode('00ff', 'hex') AS anh", Map.of()).rule())
                .isEqualTo("jdbc.column");
    }

    @Test
    void noQueryLeavesItsReadOnlyTransaction() {
        assertThat(fails("SELECT set_config('transaction_read_only', 'off', false) AS a", Map.of())
                        .rule())
                .isEqualTo("jdbc.refused");
    }
}
