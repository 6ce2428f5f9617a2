package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Hub;

/** The installed hub as a process that is started, stopped, halted and killed. */
final class HubProcess {

    static final long MOST_SECONDS = 180;

    private static final int LAYING_MILLIS = 150;

    private final Path distribution;
    private final Path data;
    private final URI base;
    private final HttpClient http = Hub.client();
    private long started;
    private double lastReady = 14;

    /** It was not ready in {@link #MOST_SECONDS}, or ended by itself before. */
    static final class NotReady extends IOException {

        private static final long serialVersionUID = 1;

        NotReady(String message) {
            super(message);
        }
    }

    /** @param data its folder of state; its ports are those of {@code MATLUOI_OFFSET} */
    HubProcess(Path distribution, Path data, URI base) {
        this.distribution = distribution;
        this.data = data;
        this.base = base;
    }

    HttpClient http() {
        return http;
    }

    /** Makes its folder of state anew: as it is before the first start, but for these settings. */
    void forget(Path settings) throws IOException {
        if (Files.exists(data)) {
            try (var old = Files.walk(data)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(data.resolve("etc"));
        Files.createDirectories(data.resolve("inbox/lg-inbox"));
        try (var files = Files.list(settings)) {
            for (Path file : files.toList()) {
                Files.copy(file, data.resolve("etc").resolve(file.getFileName()));
            }
        }
        // so that whoever ends this early ends the hub as well
        Files.writeString(data.resolve("offset"), System.getenv("MATLUOI_OFFSET"));
        Files.writeString(data.resolve("dist"), distribution.toString());
    }

    void launch() throws IOException, InterruptedException {
        Files.deleteIfExists(pidFile());
        started = System.nanoTime();
        ProcessBuilder script =
                new ProcessBuilder(distribution.resolve("bin/start").toString());
        script.environment().put("MATLUOI_DATA", data.toString());
        script.redirectErrorStream(true)
                .redirectOutput(data.resolve("start.log").toFile());
        if (script.start().waitFor() != 0) {
            throw new IOException("bin/start failed: " + Files.readString(data.resolve("start.log")));
        }
    }

    /** @return seconds from the launch until it was ready; @throws NotReady if it never was */
    double awaitReady() throws IOException, InterruptedException {
        while (System.nanoTime() - started < TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
            if (ready()) {
                lastReady = seconds();
                return lastReady;
            }
            if (Files.exists(pidFile()) && !process().isAlive()) {
                throw new NotReady("the hub ended by itself while starting; its log: " + data.resolve("data/log"));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new NotReady("not ready after " + MOST_SECONDS + " s");
    }

    private double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }

    /** Waits for some moment of a start: anywhere from its beginning to where it was ready the last time. */
    void awaitMomentOfStart(Random random) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt((int) (lastReady * 1000)));
    }

    /**
     * The same, but not later than a moment after the first database begins to be laid down, which takes some tenths of a
     * second.
     *
     * @return whether that came first
     */
    boolean awaitFirstDatabase(Random random) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + random.nextInt((int) (lastReady * 1000)));
        int later = random.nextInt(2) * random.nextInt(LAYING_MILLIS);
        while (System.nanoTime() < until) {
            if (isBeingLaid()) {
                TimeUnit.MILLISECONDS.sleep(later);
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return false;
    }

    /** Whether part of the first database is there; of a process that was killed: whether it was killed at that. */
    boolean isBeingLaid() {
        return Files.exists(data.resolve("data/derby/matluoi.part"));
    }

    boolean hasDatabase() {
        return Files.exists(data.resolve("data/derby/matluoi"));
    }

    private boolean ready() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(base.resolve("/health/ready"))
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** kill -9. */
    void kill() throws IOException, InterruptedException {
        ProcessHandle process = process();
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGSTOP; every thread of it stands still until {@link #goOn}. */
    void halt() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", signal, String.valueOf(process().pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill " + signal + ": " + status);
        }
    }

    /** The start script writes the file a moment after it returns. */
    private ProcessHandle process() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < until) {
            String pid = Files.exists(pidFile()) ? Files.readString(pidFile()).strip() : "";
            if (!pid.isEmpty()) {
                long number = Long.parseLong(pid);
                return ProcessHandle.of(number).orElseThrow(() -> new IOException("no process " + number));
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new IOException("no " + pidFile());
    }

    private Path pidFile() {
        return data.resolve("data/karaf.pid");
    }
}
