package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A recorder that does not exist, in a process of its own, and the lever that makes it misbehave. */
final class SimulatedRecorder implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final Path log;
    private final int http;
    private final int rtsp;
    private final int control;
    private final Path passwordFile;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    private SimulatedRecorder(List<String> command, Path log, int http, int rtsp, int control, Path passwordFile)
            throws IOException {
        this.command = List.copyOf(command);
        this.log = log;
        this.http = http;
        this.rtsp = rtsp;
        this.control = control;
        this.passwordFile = passwordFile;
        this.process = run();
    }

    static SimulatedRecorder start(String... more) throws IOException {
        var http = Ports.free();
        var rtsp = Ports.free();
        var control = Ports.free();
        var folder = Files.createDirectories(Project.TARGET.resolve("simulators"));
        var password = Files.createTempFile(
                folder,
                "recorder",
                ".password",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, UUID.randomUUID().toString().substring(0, 16));
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-jar",
                Project.ROOT
                        .resolve("simulators/target/vn.matluoi.simulators-" + Project.VERSION + ".jar")
                        .toString(),
                "recorder",
                "--http-port",
                "" + http,
                "--rtsp-port",
                "" + rtsp,
                "--control-port",
                "" + control,
                // its serial numbers, and its cameras', come from its name
                "--name",
                "r" + http,
                "--user",
                "admin",
                "--password-file",
                password.toString()));
        command.addAll(List.of(more));
        return new SimulatedRecorder(
                command, folder.resolve("recorder-" + http + ".log"), http, rtsp, control, password);
    }

    private Process run() throws IOException {
        var started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> state().size() > 0);
        return started;
    }

    /** Switches it off and on: the same device at the same address, with all that it makes anew at a start. */
    void restart() throws IOException {
        close();
        process = run();
    }

    String address() {
        return (command.contains("--https") ? "https" : "http") + "://127.0.0.1:" + http;
    }

    int http() {
        return http;
    }

    int rtsp() {
        return rtsp;
    }

    Path passwordFile() {
        return passwordFile;
    }

    String password() throws IOException {
        return Files.readString(passwordFile).strip();
    }

    /** What the recorder itself counted. */
    JsonNode state() throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/state".formatted(control)))
                        .build(),
                BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }

    void tell(String path, String json) throws IOException, InterruptedException {
        var answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(control, path)))
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
