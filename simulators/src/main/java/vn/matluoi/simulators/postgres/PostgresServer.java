package vn.matluoi.simulators.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import vn.matluoi.simulators.process.Children;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * A PostgreSQL server as Debian has it, a process of its own on 127.0.0.1, which speaks TLS alone and lets in none but the accounts that
 * were named. It is made anew each time, and ends with the program that started it, however that ends. Root may not run such a server: it
 * is run as {@code postgres} then.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
    private static final String OWNER = "postgres";
    private static final long SECONDS = 30;
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path programs;
    private final Path folder;
    private final Path data;
    private final int port;
    private final List<String> doors = new ArrayList<>();
    private Process process;

    /** @return whether this machine has it */
    public static boolean isThere() {
        return programs().isPresent();
    }

    /**
     * One without databases, not started yet.
     *
     * @param wished a folder of its own, emptied; where the server's account cannot go there, one among the temporary files is taken
     * @param port 0 for any free one
     */
    public PostgresServer(Path wished, int port) throws IOException {
        this.programs = programs().orElseThrow(() -> new IOException("no initdb below " + PROGRAMS));
        this.port = port == 0 ? freePort() : port;
        this.folder = folder(wished);
        this.data = folder.resolve("data");
        try {
            run(
                    "",
                    "initdb",
                    "--pgdata=" + data,
                    "--username=" + OWNER,
                    "--auth=reject",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                    "--no-instructions");
        } catch (IOException e) {
            delete(folder);
            throw e;
        }
    }

    /**
     * Carries out statements as the server's owner, before it is started.
     *
     * @param statements each in one line
     */
    public PostgresServer execute(String database, List<String> statements) throws IOException {
        String input = String.join(";\n", statements) + ";\n";
        run(
                input,
                "postgres",
                "--single",
                "-D",
                data.toString(),
                "-c",
                "fsync=off",
                "-c",
                "exit_on_error=on",
                database);
        return this;
    }

    /** From now on that account is let in from this machine by TLS and its password, to that database. */
    public PostgresServer letIn(String account, String database) {
        doors.add("hostssl %s %s 127.0.0.1/32 scram-sha-256".formatted(database, account));
        return this;
    }

    /** Starts it, and waits until it answers. */
    public void start(PemCertificate certificate) throws IOException {
        own(certificate.certificate(), "server.crt");
        own(certificate.key(), "server.key");
        Files.write(data.resolve("pg_hba.conf"), doors);
        List<String> command = owned("postgres", "-D", data.toString());
        for (String setting : List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "ssl=on",
                "max_connections=10",
                "max_wal_senders=0",
                "wal_level=minimal",
                "shared_buffers=16MB",
                "jit=off",
                "fsync=off")) {
            command.addAll(List.of("-c", setting));
        }
        process = Children.start(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile()));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                String said = Files.readString(log());
                close();
                throw new IOException("PostgreSQL does not start: " + said);
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** It takes connections a moment before it takes questions, and says so in this file, as {@code pg_ctl} reads it. */
    private boolean answers() throws IOException {
        Path state = data.resolve("postmaster.pid");
        return Files.exists(state) && Files.readString(state).strip().endsWith("ready");
    }

    public int port() {
        return port;
    }

    /** @return the process that all others of the server come from */
    public ProcessHandle process() {
        return process.toHandle();
    }

    private Path log() {
        return folder.resolve("log");
    }

    /** Ends it, cuts off who is connected, and removes what it kept. */
    @Override
    public void close() throws IOException {
        try {
            if (process != null && process.isAlive()) {
                // SIGINT is "fast": by SIGTERM it would wait for every client
                new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        delete(folder);
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(PROGRAMS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PROGRAMS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path folder(Path wished) throws IOException {
        delete(wished);
        Files.createDirectories(wished);
        if (!ROOT || isReached(wished)) {
            return wished;
        }
        Files.delete(wished);
        Path elsewhere = Files.createTempDirectory("simulators-postgres");
        if (!isReached(elsewhere)) {
            Files.delete(elsewhere);
            throw new IOException(OWNER + " can use neither " + wished + " nor the folder of temporary files");
        }
        return elsewhere;
    }

    /** @return whether the server's account can go there, to whom it belongs from then on */
    private static boolean isReached(Path folder) throws IOException {
        give(folder);
        List<String> command = asOwner();
        command.addAll(List.of("test", "-w", folder.toString()));
        return end(new ProcessBuilder(command).start()) == 0;
    }

    private void own(Path file, String name) throws IOException {
        Path copy = Files.copy(file, data.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        if (ROOT) {
            give(copy);
        }
    }

    private static void give(Path file) throws IOException {
        Files.setOwner(
                file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
    }

    /** What goes before a command so that it runs as the server's account, and ends when this program does. */
    private static List<String> asOwner() {
        List<String> words = Children.endedBy("INT");
        if (ROOT) {
            words.addAll(List.of("--reuid=" + OWNER, "--regid=" + OWNER, "--init-groups"));
        }
        return words;
    }

    private List<String> owned(String program, String... arguments) {
        List<String> command = asOwner();
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(String input, String program, String... arguments) throws IOException {
        Path typed = Files.writeString(folder.resolve("input"), input);
        Process process = Children.start(new ProcessBuilder(owned(program, arguments))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(typed.toFile())
                .redirectOutput(log().toFile()));
        int status = end(process);
        Files.delete(typed); // a password may stand in it
        if (status != 0) {
            throw new IOException(program + " failed: " + Files.readString(log(), StandardCharsets.UTF_8));
        }
    }

    private static int end(Process process) throws IOException {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("it takes longer than " + SECONDS + " seconds: " + process.info());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
