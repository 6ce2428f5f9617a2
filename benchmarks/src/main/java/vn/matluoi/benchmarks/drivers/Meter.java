package vn.matluoi.benchmarks.drivers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import vn.matluoi.benchmarks.Machine;

/** What this process holds and has used, and the figures it hands to the program that started it: a line each, name and value. */
final class Meter {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Map<String, Double> figures = new LinkedHashMap<>();

    /**
     * Time and bytes so far, or between two such.
     *
     * @param cpu of all threads, the garbage collector's and the compiler's included
     * @param allocated by threads that still live
     */
    record Used(long nanos, long cpu, long allocated) {

        static Used now() {
            long allocated = Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                    .filter(bytes -> bytes > 0)
                    .sum();
            return new Used(System.nanoTime(), SYSTEM.getProcessCpuTime(), allocated);
        }

        Used minus(Used before) {
            return new Used(nanos - before.nanos, cpu - before.cpu, allocated - before.allocated);
        }
    }

    /** Whoever started this is gone when its input ends. */
    static void endWithInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // nothing is said
                        }
                    } catch (java.io.IOException e) {
                        // as good as the end
                    }
                    Runtime.getRuntime().halt(1);
                },
                "input");
        watch.setDaemon(true);
        watch.start();
    }

    /** Since Java was started: nearly the process. */
    static double millisSinceStart() {
        return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    /** After two full collections, the second of which takes what the first let go. */
    static double heapKiB() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024.0;
    }

    static int threads() {
        return THREADS.getThreadCount();
    }

    static int peakThreads() {
        return THREADS.getPeakThreadCount();
    }

    static double classes() {
        return ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
    }

    static double residentMiB() {
        return new Machine(ProcessHandle.current().pid()).residentMiB();
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    void put(String name, double value) {
        figures.put(name, value);
    }

    void print() {
        figures.forEach((name, value) -> System.out.printf(Locale.ROOT, "%s %.6f%n", name, value));
    }
}
