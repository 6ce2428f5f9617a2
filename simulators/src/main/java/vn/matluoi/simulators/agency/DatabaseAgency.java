package vn.matluoi.simulators.agency;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import vn.matluoi.simulators.postgres.PostgresServer;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * A school's PostgreSQL on loopback with the table {@code camera}, a row a camera, and an account that may read that table and nothing
 * else, by TLS. Columns are called as the members of {@link RestAgency}, positions {@code vi_do} and {@code kinh_do}, and
 * everything is text, as it was typed. It needs {@code postgresql} of Debian.
 */
public final class DatabaseAgency implements AutoCloseable {

    /** The database. */
    public static final String DATABASE = "thpt_tay_ninh";

    /** Who may read. */
    public static final String ACCOUNT = "tram_tinh";

    private final PostgresServer server;

    /** @return whether this machine has what it needs */
    public static boolean isPossible() {
        return PostgresServer.isThere();
    }

    /**
     * @param folder emptied; what the server keeps while it runs
     * @param port 0 for any free one
     * @param password of {@link #ACCOUNT}, letters and digits
     * @param cameras as {@link RestAgency#cameras}, at least one
     */
    public DatabaseAgency(
            Path folder, int port, PemCertificate certificate, String password, List<Map<String, Object>> cameras)
            throws IOException {
        server = new PostgresServer(folder, port);
        try {
            server.execute(
                            "postgres",
                            List.of(
                                    "CREATE DATABASE " + DATABASE,
                                    "REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC",
                                    "CREATE ROLE " + ACCOUNT + " LOGIN CONNECTION LIMIT 3 PASSWORD "
                                            + literal(password),
                                    "GRANT CONNECT ON DATABASE " + DATABASE + " TO " + ACCOUNT))
                    .execute(DATABASE, table(cameras))
                    .letIn(ACCOUNT, DATABASE)
                    .start(certificate);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static List<String> table(List<Map<String, Object>> cameras) {
        List<String> statements = new ArrayList<>();
        statements.add("REVOKE ALL ON SCHEMA public FROM PUBLIC");
        statements.add("GRANT USAGE ON SCHEMA public TO " + ACCOUNT);
        statements.add("CREATE TABLE camera (ma_camera TEXT PRIMARY KEY, "
                + row(cameras.get(0)).keySet().stream()
                        .filter(column -> !column.equals("ma_camera"))
                        .map(column -> column + " TEXT")
                        .collect(Collectors.joining(", "))
                + ")");
        for (Map<String, Object> camera : cameras) {
            Map<String, Object> row = row(camera);
            statements.add("INSERT INTO camera (" + String.join(", ", row.keySet()) + ") VALUES ("
                    + row.values().stream().map(DatabaseAgency::literal).collect(Collectors.joining(", ")) + ")");
        }
        statements.add("GRANT SELECT ON camera TO " + ACCOUNT);
        return statements;
    }

    private static Map<String, Object> row(Map<String, Object> camera) {
        Map<String, Object> row = new LinkedHashMap<>(camera);
        Map<?, ?> place = (Map<?, ?>) row.remove("vi_tri");
        row.put("vi_do", place.get("lat"));
        row.put("kinh_do", place.get("lng"));
        return row;
    }

    private static String literal(Object value) {
        return value == null ? "NULL" : "'" + value.toString().replace("'", "''") + "'";
    }

    public String address() {
        return "postgresql://localhost:" + server.port() + "/" + DATABASE;
    }

    public int port() {
        return server.port();
    }

    /** @return the server's process */
    ProcessHandle process() {
        return server.process();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
