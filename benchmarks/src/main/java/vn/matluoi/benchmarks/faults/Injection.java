package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes system calls of running processes fail with EIO, by strace, until it is closed. */
final class Injection implements AutoCloseable {

    private final Path trace;
    private final Process strace;

    /**
     * @param calls for example {@code fsync,fdatasync}
     * @param when which of them, counted from now and in each thread apart, as strace takes it: {@code 3} the third, {@code
     *     1+} all
     * @param paths files that are meant; all if empty
     */
    Injection(List<Long> pids, String calls, String when, List<Path> paths, Path work)
            throws IOException, InterruptedException {
        trace = Files.createTempFile(work, "trace", ".txt");
        Path said = Files.createTempFile(work, "strace", ".txt");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-ttt", "-o", trace.toString()));
        for (long pid : pids) {
            command.addAll(List.of("-p", String.valueOf(pid)));
        }
        for (Path path : paths) {
            command.addAll(List.of("-P", path.toString()));
        }
        command.addAll(List.of("-e", "trace=" + calls, "-e", "inject=" + calls + ":error=EIO:when=" + when));
        strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Installed.await(60, "strace did not attach", () -> {
            try {
                return Files.readString(said).contains("attached") || !strace.isAlive();
            } catch (IOException e) {
                return false;
            }
        });
        if (!strace.isAlive()) {
            throw new IOException("strace did not attach: " + Files.readString(said));
        }
    }

    /** @return how many calls failed so far */
    long count() {
        try (var lines = Files.lines(trace)) {
            return lines.filter(line -> line.contains("(INJECTED)")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return when the first call failed, as {@link System#nanoTime()} */
    Optional<Long> first() throws IOException {
        long now = System.nanoTime();
        double clock = System.currentTimeMillis() / 1e3;
        try (var lines = Files.lines(trace)) {
            return lines.filter(line -> line.contains("(INJECTED)"))
                    .findFirst()
                    .map(line -> now - (long) ((clock - Double.parseDouble(line.split(" +")[1])) * 1e9));
        }
    }

    @Override
    public void close() throws IOException {
        strace.destroy(); // it lets go of the process, which goes on
        strace.onExit().join();
    }
}
