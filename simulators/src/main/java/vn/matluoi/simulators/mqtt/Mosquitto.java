package vn.matluoi.simulators.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.matluoi.simulators.process.Children;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * An agency's MQTT 5 broker: mosquitto as Debian has it, a process of its own on 127.0.0.1, which ends with the program that started it,
 * however that ends. What it keeps lies in its folder, so that it may be killed and started again.
 */
public final class Mosquitto implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final Path PASSWORDS = Path.of("/usr/bin/mosquitto_passwd");
    private static final long STARTS_WITHIN_MS = 20_000;

    private final Path folder;
    private final int port;
    private final List<String> more = new ArrayList<>();
    private Process process;

    private Mosquitto(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        more.add("allow_anonymous true");
    }

    /** @return whether this machine has it */
    public static boolean isThere() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(PASSWORDS);
    }

    /**
     * One that lets everybody in, not started yet.
     *
     * @param folder an empty one of its own
     * @param port 0 for any free one
     */
    public static Mosquitto in(Path folder, int port) throws IOException {
        if (port != 0) {
            return new Mosquitto(folder, port);
        }
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Mosquitto(folder, free.getLocalPort());
        }
    }

    /** Lets only this account in. A broker that runs reads it anew when it is {@link #reload() told to}. */
    public Mosquitto account(String user, String password) throws IOException {
        var file = folder.resolve("passwords");
        Files.writeString(file, "%s:%s%n".formatted(user, password));
        run(List.of(PASSWORDS.toString(), "-U", file.toString()));
        more.remove("allow_anonymous true");
        if (!more.contains("password_file " + file)) {
            more.add("password_file " + file);
        }
        return this;
    }

    /**
     * Speaks TLS with a certificate that it made itself, for {@code localhost}.
     *
     * @return the certificate's SHA-256 fingerprint, hex
     */
    public String encrypt() throws IOException {
        var own = PemCertificate.kept(folder, "broker");
        more.add("certfile " + own.certificate());
        more.add("keyfile " + own.key());
        return own.fingerprint();
    }

    /** @return file with the certificate, which is its own authority */
    public Path authority() {
        return folder.resolve("broker.pem");
    }

    /** Adds a line to its configuration. */
    public Mosquitto with(String line) {
        more.add(line);
        return this;
    }

    /** Starts it, and waits until it answers. */
    public void start() throws IOException {
        var config = new ArrayList<>(List.of(
                "listener %d 127.0.0.1".formatted(port),
                "user " + System.getProperty("user.name"),
                "persistence true",
                "persistence_location " + folder + "/",
                "autosave_on_changes true",
                "autosave_interval 1",
                "max_queued_messages 100000",
                "log_dest stderr",
                "log_type all"));
        config.addAll(more);
        var file = folder.resolve("mosquitto.conf");
        Files.write(file, config);
        var command = Children.endedBy("TERM");
        command.addAll(List.of(PROGRAM.toString(), "-c", file.toString()));
        process = Children.start(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())));
        var until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STARTS_WITHIN_MS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > until) {
                throw new IOException("mosquitto does not start: " + Files.readString(log()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** @return its process, once it was started */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** @return file with what it has to say of each packet */
    public Path log() {
        return folder.resolve("log");
    }

    /** Reads its accounts anew. */
    public void reload() throws IOException {
        run(List.of("kill", "-HUP", Long.toString(process.pid())));
    }

    /** Ends it as a power cut would, or in order. */
    public void stop(boolean atOnce) throws IOException {
        if (process == null) {
            return;
        }
        if (atOnce) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        try {
            if (!process.waitFor(STARTS_WITHIN_MS, TimeUnit.MILLISECONDS)) {
                throw new IOException("mosquitto does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void run(List<String> command) throws IOException {
        var output = folder.resolve("command.log");
        var run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!run.waitFor(60, TimeUnit.SECONDS) || run.exitValue() != 0) {
                throw new IOException(command.get(0) + " failed: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        stop(true);
    }
}
