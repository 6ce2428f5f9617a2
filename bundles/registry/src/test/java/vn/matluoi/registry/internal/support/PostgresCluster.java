package vn.matluoi.registry.internal.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A PostgreSQL server of this JVM's own: made from the installed programs, on a free port of the loopback address, run
 * by an unprivileged account, gone when the JVM ends. A missing PostgreSQL fails the tests; they never skip.
 */
public final class PostgresCluster {

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
    private static final String OWNER = "postgres";

    private static PostgresCluster running;

    private final Path programs;
    private final Path folder;
    private final int port;
    private final String password;
    private final boolean durable;

    private PostgresCluster(Path programs, Path folder, int port, String password, boolean durable) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.password = password;
        this.durable = durable;
    }

    /** @return where it listens, on the loopback address */
    public int port() {
        return port;
    }

    /** A database, and the ordinary role that owns it and nothing else. */
    public record Database(String url, String user, String password) {}

    /** Starts it once for the JVM. */
    public static synchronized PostgresCluster running() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    /**
     * @param name of the database and of its owner, in small letters, digits and underscores
     * @return a new, empty database
     */
    public synchronized Database newDatabase(String name) throws SQLException {
        var secret = UUID.randomUUID().toString();
        try (var connection = asOwner();
                var statement = connection.createStatement()) {
            statement.execute("create role %s login password '%s'".formatted(name, secret));
            statement.execute("create database %s owner %s".formatted(name, name));
        }
        return new Database(url(name), name, secret);
    }

    private Connection asOwner() throws SQLException {
        return DriverManager.getConnection(url("postgres"), OWNER, password);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Starts one of the caller's own, to be taken away and given back. */
    public static PostgresCluster start() {
        return start(false);
    }

    /** @param durable whether it syncs what it commits, as a server in earnest does; tests are faster without */
    public static PostgresCluster start(boolean durable) {
        try {
            var programs = programs();
            var folder = folder();
            var password = UUID.randomUUID().toString();
            var passwordFile = folder.resolve("password");
            Files.writeString(passwordFile, password);
            if (root()) { // whatever the umask says: the server's account reads it, nobody else
                Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
                run(List.of("chown", OWNER, passwordFile.toString()));
            }
            run(asOther(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + folder.resolve("data"),
                    "--username=" + OWNER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
            var cluster = new PostgresCluster(programs, folder, freePort(), password, durable);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::remove));
            cluster.giveBack();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server, and waits until it answers. */
    public void giveBack() {
        try {
            var command = new ArrayList<>(asOther(
                    programs.resolve("postgres").toString(),
                    "-D",
                    folder.resolve("data").toString(),
                    "-c",
                    "port=" + port,
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "shared_buffers=32MB",
                    "-c",
                    "jit=off"));
            if (!durable) {
                command.addAll(
                        List.of("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"));
            }
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("server.log").toFile()))
                    .start();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(this::answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Has the server speak TLS beside plain text.
     *
     * @param certificate PEM
     * @param key PEM
     */
    public void certify(Path certificate, Path key) {
        try (var connection = asOwner();
                var statement = connection.createStatement()) {
            for (var file : List.of(certificate, key)) {
                var copy = folder.resolve("data").resolve(file == key ? "server.key" : "server.crt");
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
                if (root()) {
                    run(List.of("chown", OWNER, copy.toString()));
                }
            }
            statement.execute("alter system set ssl = on");
            statement.execute("select pg_reload_conf()");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean answers() {
        try (var connection = asOwner()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** @return the process that all others of the server come from */
    public long pid() {
        try {
            return Long.parseLong(
                    Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server; whoever is connected is cut off. */
    public void takeAway() {
        try {
            var pid = pid();
            // SIGINT is the server's "fast" shutdown; SIGTERM would wait for every client
            run(List.of("kill", "-INT", String.valueOf(pid)));
            run(List.of("kill", "-CONT", String.valueOf(pid)));
            ProcessHandle.of(pid).ifPresent(server -> server.onExit().join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remove() {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
            takeAway();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path programs() throws IOException {
        if (!Files.isDirectory(PROGRAMS)) {
            throw new IllegalStateException(
                    "PostgreSQL is missing: install the package postgresql (./hub doctor does)");
        }
        try (var versions = Files.list(PROGRAMS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalStateException(
                            "no initdb below " + PROGRAMS + ": install the package postgresql (./hub doctor does)"));
        }
    }

    /** Below target where the server's account may go there, else with the temporary files. */
    private static Path folder() throws IOException {
        var target = Files.createDirectories(Path.of("target").toAbsolutePath());
        var folder = Files.createTempDirectory(target, "postgres-");
        if (!root()) {
            return folder;
        }
        run(List.of("chown", OWNER, folder.toString()));
        if (exit(asOther("test", "-x", folder.toString())) == 0) {
            return folder;
        }
        Files.delete(folder);
        var elsewhere = Files.createTempDirectory("matluoi-postgres-");
        run(List.of("chown", OWNER, elsewhere.toString()));
        return elsewhere;
    }

    /** The server refuses to be run by root. */
    private static List<String> asOther(String... command) {
        var words = new ArrayList<String>();
        if (root()) {
            words.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        words.addAll(List.of(command));
        return words;
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Below those that Linux hands out (32768 and more): none that a client takes before the server does. */
    private static int freePort() throws IOException {
        for (var tries = 0; tries < 1000; tries++) {
            var port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another, then
            }
        }
        throw new IOException("no free port");
    }

    private static void run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command.get(0) + " failed: " + output);
        }
    }

    private static int exit(List<String> command) throws IOException {
        return new ProcessBuilder(command).start().onExit().join().exitValue();
    }
}
