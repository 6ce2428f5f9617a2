package vn.matluoi.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the hub's process holds when it is ready, idle, after an import, and idle again. */
final class MemoryBench {

    private static final double MIB = 1 << 20;

    private final Report report;
    private final Machine process;
    private final Hub nobody;

    /** What fills the catalogue, once somebody has logged in. */
    interface LogIn {
        Catalogue catalogue() throws IOException;
    }

    /** @param nobody who may read the metrics here: the first log-in is not part of an idle hub */
    MemoryBench(Report report, Machine process, Hub nobody) {
        this.report = report;
        this.process = process;
        this.nobody = nobody;
    }

    void run(LogIn logIn, int rows, int idleSeconds, int residentBar) throws IOException, InterruptedException {
        state(report.begin("ready"));
        Report.Case idle = report.begin("idle");
        TimeUnit.SECONDS.sleep(idleSeconds);
        state(idle);
        idle.atMost("residentMiB", "bộ nhớ, MiB / resident", process.residentMiB(), residentBar);
        Report.Case after = report.begin("after-import");
        Catalogue catalogue = logIn.catalogue();
        catalogue.addUnits();
        catalogue.addSource("bench");
        catalogue.take("bench", catalogue.sheet("memory", rows, 0, 1), false);
        state(after);
        Report.Case again = report.begin("idle-again");
        TimeUnit.SECONDS.sleep(idleSeconds);
        state(again);
    }

    private void state(Report.Case one) throws IOException {
        long resident = process.residentMiB(); // before the question about the heap
        List<String> metrics = nobody.text("/metrics").lines().toList();
        one.process(process, process.cpuSeconds())
                .figure("residentMiB", "bộ nhớ, MiB / resident", resident)
                .figure(
                        "heapUsedMiB",
                        "heap đang dùng, MiB / heap used",
                        sum(metrics, "jvm_memory_used_bytes{area=\"heap\""))
                .figure(
                        "heapCommittedMiB",
                        "heap đã lấy, MiB / heap committed",
                        sum(metrics, "jvm_memory_committed_bytes{area=\"heap\""))
                .figure(
                        "heapLiveMiB",
                        "heap sau lần dọn lớn, MiB / heap after the last full collection",
                        sum(metrics, "jvm_gc_live_data_size_bytes"))
                .figure(
                        "nonHeapMiB",
                        "ngoài heap, MiB / non-heap used",
                        sum(metrics, "jvm_memory_used_bytes{area=\"nonheap\""))
                .figure(
                        "directMiB",
                        "bộ đệm trực tiếp, MiB / direct buffers",
                        sum(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\""))
                .figure("threads", "luồng / threads", process.threads())
                .figure("descriptors", "tệp mở / descriptors", process.descriptors())
                .end();
    }

    private static double sum(List<String> metrics, String prefix) {
        return metrics.stream()
                        .filter(line -> line.startsWith(prefix))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .sum()
                / MIB;
    }
}
