package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import vn.matluoi.registry.internal.support.PostgresCluster;

/** A PostgreSQL of this program's own, which ends with it, with a table that a school keeps its cameras in. */
public final class SchoolTable implements ListAgency {

    private static final String KEY_FILE = "truong";

    private final PostgresCluster server = PostgresCluster.start();
    private final PostgresCluster.Database database;

    public SchoolTable(Routes routes) throws IOException {
        try {
            database = server.newDatabase("truong");
            routes.secret(KEY_FILE, database.password());
            try (Connection connection = connection()) {
                connection.createStatement().execute("create table camera (ma text primary key, ten text not null)");
            }
        } catch (SQLException e) {
            throw new IOException("no table", e);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    @Override
    public String settings() {
        return """
                template = source-jdbc
                host = 127.0.0.1
                port = %d
                database = truong
                username = %s
                secret.file = %s
                tls = off
                query = SELECT ma AS ma_camera, ten AS ten_camera FROM camera
                every.seconds = 1
                """
                .formatted(server.port(), database.user(), KEY_FILE);
    }

    /** All of it at once, or nothing. */
    @Override
    public void hand(String name, Map<String, String> cameras) throws IOException {
        try (Connection connection = connection();
                PreparedStatement put = connection.prepareStatement(
                        "insert into camera values (?, ?) on conflict (ma) do update set ten = excluded.ten")) {
            connection.setAutoCommit(false);
            for (Map.Entry<String, String> camera : cameras.entrySet()) {
                put.setString(1, camera.getKey());
                put.setString(2, camera.getValue());
                put.addBatch();
            }
            put.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("the table takes nothing", e);
        }
    }

    @Override
    public boolean handsSheets() {
        return false;
    }

    @Override
    public void close() {
        server.takeAway();
    }
}
