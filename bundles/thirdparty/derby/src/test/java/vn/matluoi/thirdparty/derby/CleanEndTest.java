package vn.matluoi.thirdparty.derby;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Properties;
import org.apache.derby.jdbc.EmbeddedDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanEndTest {

    @TempDir
    Path folder;

    @Test
    void aBundleThatStopsClosesItsDatabasesAndKeepsWhatTheyHold() throws Exception {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        var url = "jdbc:derby:" + folder.resolve("db");
        try (var connection = DriverManager.getConnection(url + ";create=true");
                var statement = connection.createStatement()) {
            statement.execute("create table kept (number int primary key)");
            statement.execute("insert into kept values 7");
        }
        assertThat(folder.resolve("db/db.lck")).exists();

        new CleanEnd().stop(null);

        assertThat(folder.resolve("db/db.lck")).doesNotExist();
        // the engine that ended took its driver with it
        try (var connection = new EmbeddedDriver().connect(url, new Properties());
                var kept = connection.createStatement().executeQuery("select number from kept")) {
            assertThat(kept.next()).isTrue();
            assertThat(kept.getInt(1)).isEqualTo(7);
        }
        new CleanEnd().stop(null);
        new EmbeddedDriver(); // for the tests that come after
    }
}
