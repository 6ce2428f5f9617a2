package vn.matluoi.thirdparty.derby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
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

    /** As Derby's own end is for ever, now and then, when a session is at work. */
    @Test
    void anEngineThatDoesNotEndHoldsNobodyUp() {
        var never = new CountDownLatch(1);
        try {
            assertThatCode(() -> new CleanEnd(() -> waitFor(never), Duration.ofMillis(50)).stop(null))
                    .doesNotThrowAnyException();
        } finally {
            never.countDown();
        }
    }

    @Test
    void anEngineThatFailsToEndDoesNotKeepTheBundleFromBeingStopped() {
        assertThatCode(() -> new CleanEnd(CleanEndTest::fails, Duration.ofMinutes(1)).stop(null))
                .doesNotThrowAnyException();
    }

    private static Void waitFor(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return null;
    }

    private static Void fails() throws SQLException {
        throw new SQLException("No current connection.", "08003");
    }
}
