package vn.matluoi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The starts that the script beside it has measured, and the median of each kind. */
final class StartBench {

    /** Seconds to ready of each kind; resident memory when idle; size of the archive. */
    private static final double FIRST = 10;

    private static final double LATER = 8;
    private static final int RESIDENT = 350;
    private static final int ARCHIVE = 120;

    /** What 500 routes may take more. */
    private static final double ROUTES_SECONDS = 30;

    private static final int ROUTES_MIB = 300;

    private final Report report;

    StartBench(Report report) {
        this.report = report;
    }

    /**
     * @param starts one a line: kind, seconds to ready, CPU seconds to ready, MiB resident when idle, load before and after
     * @param archive its size in MiB
     */
    void run(Path starts, int archive) throws IOException {
        List<Start> all = Files.readAllLines(starts).stream().map(Start::of).toList();
        Start later = median(all, "later");
        show("first", median(all, "first"), archive);
        show("later", later, archive);
        for (Start one : all) {
            if (one.hasRoutes()) {
                showRoutes(one, later);
            }
        }
        List<Start> bare = all.stream().filter(one -> !one.hasRoutes()).toList();
        if (bare.size() > 2) {
            for (int i = 0; i < bare.size(); i++) {
                show(bare.get(i).kind + "-" + (i / 2 + 1), bare.get(i), archive);
            }
        }
    }

    private void show(String name, Start start, int archive) {
        Report.Case one = report.begin(name)
                .atMost(
                        "readySeconds",
                        "sẵn sàng sau, s / ready after",
                        start.ready,
                        start.kind.equals("first") ? FIRST : LATER)
                .atMost("residentMiB", "bộ nhớ khi rảnh, MiB / resident when idle", start.resident, RESIDENT)
                .atMost("archiveMiB", "bản phân phối, MiB / archive", archive, ARCHIVE);
        end(one, start);
    }

    /** Held against a start without them, in the same minutes. */
    private void showRoutes(Start start, Start without) {
        Report.Case one = report.begin(start.kind)
                .figure("readySeconds", "sẵn sàng sau, s / ready after", start.ready)
                .figure("residentMiB", "bộ nhớ khi rảnh, MiB / resident when idle", start.resident)
                .atMost("moreSeconds", "lâu thêm, s / longer by", start.ready - without.ready, ROUTES_SECONDS)
                .atMost("moreMiB", "bộ nhớ thêm, MiB / more resident", start.resident - without.resident, ROUTES_MIB);
        end(one, start);
    }

    private static void end(Report.Case one, Start start) {
        one.figure("hubCpuSeconds", "CPU của trạm đến lúc sẵn sàng, s / hub's CPU to ready", start.cpu)
                .end()
                .figure("loadBefore", "", start.loadBefore)
                .figure("loadAfter", "", start.loadAfter);
    }

    private static Start median(List<Start> all, String kind) {
        List<Start> some = all.stream().filter(one -> one.kind.equals(kind)).toList();
        return new Start(
                kind,
                median(some, Start::ready),
                median(some, Start::cpu),
                (int) median(some, Start::resident),
                median(some, Start::loadBefore),
                median(some, Start::loadAfter));
    }

    private static double median(List<Start> some, ToDoubleFunction<Start> what) {
        double[] sorted = some.stream().mapToDouble(what).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private record Start(String kind, double ready, double cpu, int resident, double loadBefore, double loadAfter) {

        boolean hasRoutes() {
            return kind.startsWith("routes-");
        }

        static Start of(String line) {
            String[] words = line.split(" ");
            return new Start(
                    words[0],
                    Double.parseDouble(words[1]),
                    Double.parseDouble(words[2]),
                    Integer.parseInt(words[3]),
                    Double.parseDouble(words[4]),
                    Double.parseDouble(words[5]));
        }
    }
}
