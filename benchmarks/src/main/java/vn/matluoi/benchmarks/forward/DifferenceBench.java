package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import vn.matluoi.benchmarks.Catalogue;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Machine;
import vn.matluoi.benchmarks.Report;

/** What two registries say to each other, and for how long, until they are the same: first all there is, then some cameras of many. */
public final class DifferenceBench {

    /** The link is no matter here. */
    private static final int LINK_SECONDS = 3600;

    private static final String SINK = "trung-tam";
    private static final int MOST_SECONDS = 600;

    private final Report report;
    private final Machine process;
    private final Hub admin;
    private final Routes routes;
    private final Random random;

    /** @param data the hub's folder of state */
    public DifferenceBench(Report report, Machine process, Hub admin, Path data, int seed) {
        this.report = report;
        this.process = process;
        this.admin = admin;
        this.routes = new Routes(data);
        this.random = new Random(seed);
    }

    /** @param cameras that the hub has; then the other registry has one of them, a thousandth and a hundredth otherwise */
    public void run(int cameras, Catalogue catalogue) throws IOException, InterruptedException {
        catalogue.addUnits();
        catalogue.fill(cameras, (source, sheet, rows) -> catalogue.take(source, sheet, false));
        int size = catalogue.size();
        String key = "mls_" + Hub.password();
        try (OtherRegistry other = new OtherRegistry(key, Catalogue.PROVINCE)) {
            Report.Case whole = report.begin("whole");
            double cpu = process.cpuSeconds();
            long began = System.nanoTime();
            routes.registry(SINK, other.address(), OtherRegistry.SENDER, key, LINK_SECONDS);
            until(() -> other.size() == size);
            long bytes = said(whole, other, began, cpu);
            whole.figure("cameras", "số camera / cameras", size).end();
            Routes.awaitSink(admin, SINK);
            for (int spoiled : new int[] {1, Math.max(2, size / 1000), Math.max(3, size / 100)}) {
                differ(spoiled, other, bytes);
            }
        }
    }

    private void differ(int howMany, OtherRegistry other, long bytesOfAll) throws IOException, InterruptedException {
        admin.send("POST", "/api/v1/routes/" + SINK + "/stop", Map.of());
        Set<String> spoiled = other.spoil(howMany, random);
        other.forget();
        Report.Case one = report.begin(howMany + " differ");
        double cpu = process.cpuSeconds();
        long began = System.nanoTime();
        admin.send("POST", "/api/v1/routes/" + SINK + "/start", Map.of());
        until(() -> other.howManyTold() >= howMany);
        long bytes = said(one, other, began, cpu);
        Routes.awaitSink(admin, SINK);
        one.figure("share", "phần của tất cả, % / of all, %", 100.0 * bytes / bytesOfAll)
                .must("only", "chỉ những camera khác / only these", other.told().equals(spoiled))
                .end();
    }

    private long said(Report.Case one, OtherRegistry other, long began, double cpu) {
        double seconds = (System.nanoTime() - began) / 1e9;
        OtherRegistry.Line line = other.line();
        one.figure("seconds", "thời gian, s / seconds", seconds)
                .figure("told", "camera được báo / cameras told", other.howManyTold())
                .figure("requests", "lượt hỏi / requests", line.requests())
                .figure("kibOut", "KiB gửi đi / sent", line.in() / 1024.0)
                .figure("kibIn", "KiB nhận về / received", line.out() / 1024.0)
                .process(process, process.cpuSeconds() - cpu);
        return line.in() + line.out();
    }

    private static void until(BooleanSupplier met) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!met.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IOException("the other registry is not told all within " + MOST_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
