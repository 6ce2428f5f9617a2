package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import vn.matluoi.benchmarks.Hub;

/** The hub as it is installed: its processes, and its scripts that start and stop it. */
final class Installed {

    private final Path data;
    private final Hub nobody;
    private volatile String unready = "";

    Installed(Path data, Hub nobody) {
        this.data = data;
        this.nobody = nobody;
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(data.resolve("data/karaf.pid")).strip());
    }

    /**
     * Stops and starts it, and waits until it is ready.
     *
     * @throws IOException if it is not within three minutes, with what it last answered
     */
    void restart() throws IOException, InterruptedException {
        run("stop");
        run("start");
        if (!comes(180, this::ready)) {
            throw new IOException("the hub was not ready within 180 s of its restart; it last said: " + unready);
        }
    }

    boolean ready() {
        try {
            nobody.get("/health/ready");
            return true;
        } catch (IOException notYet) {
            unready = notYet.getMessage();
            return false;
        }
    }

    private void run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getenv("DIST"), "bin", script).toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("start.log").toFile()));
        builder.environment().put("MATLUOI_DATA", data.toString());
        if (builder.start().waitFor() != 0) {
            throw new IOException("bin/" + script + " failed; see " + data.resolve("start.log"));
        }
    }

    /** @throws IOException if it is not so in time */
    static void await(int seconds, String otherwise, BooleanSupplier wanted) throws IOException, InterruptedException {
        if (!comes(seconds, wanted)) {
            throw new IOException(otherwise + " within " + seconds + " s");
        }
    }

    /** Waits for at most so long. @return whether it came to be */
    static boolean comes(int seconds, BooleanSupplier wanted) throws InterruptedException {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (!wanted.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }
}
