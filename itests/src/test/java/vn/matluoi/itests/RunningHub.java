package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A hub as shipped: unpacked, started by its own script, with its state in a folder of its own. */
final class RunningHub implements AutoCloseable {

    static final String PASSWORD = "một câu đủ dài cho kiểm thử 7";

    private final Path distribution;
    private final Path data;
    private final int offset;
    private final Map<String, String> environment;

    private RunningHub(Path distribution, Path data, int offset) {
        this.distribution = distribution;
        this.data = data;
        this.offset = offset;
        this.environment = new HashMap<>(Map.of(
                "MATLUOI_DATA",
                data.toString(),
                "MATLUOI_OFFSET",
                String.valueOf(offset),
                "LC_ALL", // as a service of the machine has it: file names with accents must be found all the same
                "C"));
    }

    /** A hub that has not been started, with an empty folder for its state. */
    static RunningHub prepared(String name) throws IOException, InterruptedException {
        var data = Project.TARGET.resolve("hubs").resolve(name);
        deleteAll(data);
        Files.createDirectories(data.resolve("etc"));
        return new RunningHub(unpacked(), data, Ports.freeOffset());
    }

    /** As on a machine that has no other hub: it keeps its classes itself. */
    RunningHub alone() {
        environment.put("MATLUOI_SHARED_CLASSES", "");
        return this;
    }

    /** One whose MBeans {@link Jmx} may read. */
    RunningHub lookedInto() throws IOException {
        environment.put("EXTRA_JAVA_OPTS", Jmx.options());
        return this;
    }

    /** The same state, as after a restart of the machine. */
    RunningHub start() throws IOException, InterruptedException {
        launch();
        awaitReady();
        return this;
    }

    void launch() throws IOException, InterruptedException {
        var started = Commands.run(List.of(distribution.resolve("bin/start").toString()), environment, data, 60);
        assertThat(started.status()).as(started.everything()).isZero();
    }

    void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .conditionEvaluationListener(null)
                .untilAsserted(() -> {
                    var ready = client().get("/health/ready");
                    assertThat(ready.status()).as(ready.text()).isEqualTo(200);
                });
    }

    Path distribution() {
        return distribution;
    }

    Path data() {
        return data;
    }

    Path etc() {
        return data.resolve("etc");
    }

    int offset() {
        return offset;
    }

    URI base() {
        return URI.create("https://127.0.0.1:" + (8443 + offset));
    }

    int rtspPort() {
        return 8554 + offset;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(pidFile()).strip());
    }

    private Path pidFile() {
        return data.resolve("data/karaf.pid");
    }

    String log() throws IOException {
        return Files.readString(data.resolve("data/log/karaf.log"));
    }

    /** Writes a file of {@code etc}, as an administrator would: aside, then in place. */
    void configure(String file, String content) throws IOException {
        var aside = etc().resolve("." + file);
        Files.writeString(aside, content);
        Files.move(
                aside,
                etc().resolve(file),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    Client client() {
        return Client.anonymous(base());
    }

    /** The administrator, with the one-time password already changed. */
    Client administrator() throws IOException {
        return administrator(client(), etc());
    }

    /**
     * That of a hub that something else started.
     *
     * @param anonymous who asks it without a log-in
     * @param etc its folder of settings
     */
    static Client administrator(Client anonymous, Path etc) throws IOException {
        var first = etc.resolve("initial-admin-password");
        if (Files.exists(first)) {
            var changed = anonymous
                    .as("admin", Files.readString(first).strip())
                    .put(
                            "/api/v1/session/password",
                            "{\"oldPassword\":\"%s\",\"newPassword\":\"%s\"}"
                                    .formatted(Files.readString(first).strip(), PASSWORD));
            assertThat(changed.status()).as(changed.text()).isBetween(200, 299);
        }
        return anonymous.as("admin", PASSWORD);
    }

    /** One command in the hub's shell. */
    Commands.Result shell(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(distribution.resolve("bin/client").toString());
        command.addAll(List.of(words));
        return Commands.run(command, environment, data, 120);
    }

    /** A command that must succeed. */
    String shellSays(String... words) throws IOException, InterruptedException {
        var result = shell(words);
        assertThat(result.status()).as(result.everything()).isZero();
        return result.out();
    }

    void kill() throws IOException {
        var process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** A clean end, after which it can be started again. */
    void stop() throws IOException, InterruptedException {
        Commands.run(List.of(distribution.resolve("bin/stop").toString()), environment, data, 90);
    }

    /** Ends it for good, if it still runs: what a clean end writes for the next start, which takes ten seconds, nobody reads. */
    @Override
    public void close() {
        try {
            if (Files.exists(pidFile())
                    && Files.readString(Path.of("/proc", "" + pid(), "cmdline")).contains(data.toString())) {
                kill();
            }
        } catch (NoSuchFileException ended) {
            // it left a file behind
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code ./hub test} has it unpacked already: hubs of one folder read the same classes. */
    private static synchronized Path unpacked() throws IOException, InterruptedException {
        var there = System.getenv("MATLUOI_TEST_DISTRIBUTION");
        if (there != null) {
            return Path.of(there);
        }
        var made = Files.getLastModifiedTime(Project.ARCHIVE).toMillis();
        var folder = Project.TARGET.resolve("distribution-" + made);
        if (!Files.exists(folder.resolve("bin/start"))) {
            Files.createDirectories(folder);
            var tar = Commands.run(List.of(
                    "tar", "-xzf", Project.ARCHIVE.toString(), "-C", folder.toString(), "--strip-components=1"));
            assertThat(tar.status()).as(tar.everything()).isZero();
        }
        return folder;
    }

    static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
