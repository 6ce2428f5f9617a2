package vn.matluoi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux says of this machine and of one of its processes (proc(5)). */
public record Machine(long pid) {

    /** {@code USER_HZ}: the same on every Linux this runs on. */
    private static final double TICKS = 100;

    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)([kKmMgG]?)\\x00");

    /** Load average of the last minute. */
    public static double load() {
        return Double.parseDouble(read(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    /** What a figure must be read with: cores, memory, Java, system. */
    static String description() {
        long kib = Long.parseLong(
                read(Path.of("/proc/meminfo")).lines().findFirst().orElseThrow().replaceAll("\\D+", ""));
        return "%d cores, %d GiB, Java %s, Linux %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Math.round(kib / 1048576.0),
                        System.getProperty("java.version"),
                        System.getProperty("os.version").replaceAll("-.*", ""));
    }

    /** User and system time since the process began; steps of 0.01 s. */
    public double cpuSeconds() {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    public long residentMiB() {
        return status("VmRSS");
    }

    /** The most it ever had resident. */
    public long peakMiB() {
        return status("VmHWM");
    }

    /** The most a Java process may take for its objects: {@code -Xmx}, of which the last counts. */
    long heapMiB() {
        Matcher given = HEAP.matcher(read(Path.of("/proc/" + pid + "/cmdline")));
        double bytes = given.results()
                .mapToDouble(one -> Long.parseLong(one.group(1))
                        * Math.pow(1024, " kmg".indexOf(one.group(2).toLowerCase(Locale.ROOT))))
                .reduce((before, last) -> last)
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no -Xmx"));
        return Math.round(bytes / (1 << 20));
    }

    public long threads() {
        return Long.parseLong(line("Threads"));
    }

    public long descriptors() {
        try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Has a Java process collect all its garbage.
     *
     * @throws IOException if it lets nobody, as a hub does unless it was started with the attach mechanism
     */
    void collect() throws IOException, InterruptedException {
        jcmd("GC.run");
    }

    /** @return what {@code jcmd} says */
    String jcmd(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(pid)));
        words.addAll(List.of(command));
        Process jcmd = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd: " + said);
        }
        return said;
    }

    private long status(String name) {
        return Long.parseLong(line(name).split(" ")[0]) / 1024;
    }

    private String line(String name) {
        return read(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
