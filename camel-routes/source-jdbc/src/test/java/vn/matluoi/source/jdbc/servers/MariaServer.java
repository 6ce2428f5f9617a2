package vn.matluoi.source.jdbc.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A MariaDB server of this JVM's own: made from the installed programs, on a port of the loopback address, gone when the JVM ends. A
 * missing MariaDB fails the tests; they never skip.
 */
public final class MariaServer {

    public static final String DATABASE = "truonghoc";
    public static final String OWNER = "truong";

    private static final String PROGRAM = "/usr/sbin/mariadbd";

    private static MariaServer running;

    private final int port;
    private final String password = UUID.randomUUID().toString();
    private final Path folder;
    private final Process process;

    private MariaServer(Certificate certificate) throws IOException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            throw new IllegalStateException(
                    "MariaDB is missing: install the package mariadb-server (./hub doctor does)");
        }
        folder = Files.createTempDirectory("matluoi-mariadb-");
        port = freePort();
        var data = folder.resolve("data");
        run(List.of(
                "mariadb-install-db",
                "--no-defaults",
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--user=" + System.getProperty("user.name")));
        var init = folder.resolve("init.sql");
        Files.writeString(
                init,
                """
                CREATE DATABASE %s CHARACTER SET utf8mb4;
                CREATE USER '%s'@'%%' IDENTIFIED BY '%s';
                GRANT ALL ON %s.* TO '%s'@'%%';
                """
                        .formatted(DATABASE, OWNER, password, DATABASE, OWNER));
        process = new ProcessBuilder(
                        PROGRAM,
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + data,
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + folder.resolve("s"),
                        "--pid-file=" + folder.resolve("pid"),
                        "--init-file=" + init,
                        "--skip-name-resolve",
                        "--innodb-buffer-pool-size=16M",
                        "--innodb-log-file-size=8M",
                        "--innodb-flush-log-at-trx-commit=0",
                        "--max-allowed-packet=1G",
                        "--performance-schema=OFF",
                        "--ssl-cert=" + certificate.certificate(),
                        "--ssl-key=" + certificate.key())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    /** Starts it once for the JVM. */
    public static synchronized MariaServer running(Certificate certificate) {
        if (running == null) {
            try {
                running = new MariaServer(certificate);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    /** @return where it listens, on the loopback address */
    public int port() {
        return port;
    }

    /** @return the owner's */
    public String password() {
        return password;
    }

    /** Does that as the owner. */
    public void execute(String... statements) throws SQLException {
        var address = "jdbc:mariadb://127.0.0.1:%d/%s?sslMode=disable".formatted(port, DATABASE);
        try (var connection = DriverManager.getConnection(address, OWNER, password);
                var statement = connection.createStatement()) {
            for (var one : statements) {
                statement.execute(one);
            }
        }
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("server.log")));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() >= 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void remove() {
        process.destroyForcibly().onExit().join();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command) throws IOException {
        var process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command.get(0) + " failed: " + output);
        }
    }

    /** Below those that Linux hands out. */
    private static int freePort() throws IOException {
        for (var tries = 0; tries < 1000; tries++) {
            var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another, then
            }
        }
        throw new IOException("no free port");
    }
}
