package vn.matluoi.thirdparty.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailStopStorageTest {

    @TempDir
    Path folder;

    private String url;

    @BeforeAll
    static void asTheDistributionDoes() {
        System.setProperty("derby.subSubProtocol.directory", FailStopStorage.class.getName());
        System.setProperty("derby.stream.error.file", "target/derby.log");
    }

    @BeforeEach
    void create() throws SQLException {
        url = "jdbc:derby:" + folder.resolve("db");
        try (var connection = DriverManager.getConnection(url + ";create=true");
                var statement = connection.createStatement()) {
            statement.execute("create table kept (number int primary key)");
        }
    }

    @AfterEach
    void shutDown() {
        assertThatThrownBy(() -> DriverManager.getConnection(url + ";shutdown=true"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void keepsWhatWasCommittedOverARestart() throws Exception {
        try (var connection = DriverManager.getConnection(url)) {
            insert(connection, 1);
        }
        shutDown();
        try (var connection = DriverManager.getConnection(url)) {
            assertThat(count(connection)).isEqualTo(1);
        }
    }

    @Test
    void commitsNothingAfterASyncFailedUntilItIsOpenedAnew() throws Exception {
        try (var connection = DriverManager.getConnection(url)) {
            insert(connection, 1);
            // as at a checkpoint in the background, of which no connection hears
            FailStopStorage.health(folder.resolve("db")).failed(new IOException("sync failed"));

            assertThatThrownBy(() -> insert(connection, 2)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> insert(connection, 3)).isInstanceOf(SQLException.class);
            assertThat(connection.isClosed()).isTrue();
        }
        try (var connection = DriverManager.getConnection(url)) {
            assertThat(count(connection)).isEqualTo(1);
            insert(connection, 4);
            assertThat(count(connection)).isEqualTo(2);
        }
    }

    @Test
    void aFailedWriteIsNotTriedAgain() throws Exception {
        var health = new FailStopStorage.Health();
        try (var full = new WatchedFile("/dev/full", "rw", health);
                var file = new WatchedFile(folder.resolve("file").toString(), "rw", health)) {
            file.write(new byte[10], 0, 10);
            assertThatThrownBy(() -> full.write(new byte[10], 0, 10)).hasMessageContaining("space");
            assertThatThrownBy(() -> file.write(new byte[10], 0, 10)).hasMessageContaining("earlier");
            assertThatThrownBy(file::sync).hasMessageContaining("earlier");
        }
    }

    private static void insert(Connection connection, int number) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into kept values (" + number + ")");
        }
    }

    private static int count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
