package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.benchmarks.ledger.Harness;
import vn.matluoi.benchmarks.ledger.Verdict;

/**
 * {@code kill -9} while a hub starts for the first time, once or more often: while it makes its keys, its tables and its
 * first account. Started again it must be ready, let the administrator in by the one-time password, and take sheets.
 */
final class FirstStart implements Fault {

    private static final int READY_SECONDS = 60;
    private static final int MOST_KILLS = 3;

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        int runs = trial.options().number("runs", trial.brief() ? 1 : 20);
        Random random = new Random(trial.seed());
        Report.Case one = trial.report().begin("seed-" + trial.seed());
        HubProcess hub = new HubProcess(Path.of(System.getenv("DIST")), trial.data(), trial.base());
        List<Double> ready = new ArrayList<>();
        int kills = 0;
        int halfLaid = 0;
        Verdict last = null;
        for (int run = 0; run < runs && (last == null || last.passed()); run++) {
            hub.forget(trial.work().resolve("etc"));
            int times = 1 + random.nextInt(MOST_KILLS);
            boolean met = false;
            boolean half = false;
            // until one of them came when the database was being laid down
            for (int kill = 0; kill < times || !met && !hub.hasDatabase(); kill++) {
                hub.launch();
                if (met) {
                    hub.awaitMomentOfStart(random);
                } else {
                    met = hub.awaitFirstDatabase(random);
                }
                hub.kill();
                kills++;
                half |= hub.isBeingLaid();
                met |= half;
            }
            halfLaid += half ? 1 : 0;
            hub.launch();
            ready.add(hub.awaitReady());
            last = works(trial, hub, run);
            hub.kill();
        }
        ready.sort(Double::compare);
        last.faults().forEach(System.out::println);
        one.figure("runs", "số lần / runs", ready.size())
                .figure("kills", "số lần giết / kills", kills)
                .figure(
                        "halfLaid",
                        "lượt giết khi đang đặt cơ sở dữ liệu / runs killed while the database was laid down",
                        halfLaid)
                .must("met", "có lượt như thế nếu từ mười lượt / of ten runs one was", halfLaid > 0 || runs < 10)
                .must("readyWorst", "lâu nhất, s / worst", ready.get(ready.size() - 1), READY_SECONDS);
        Verdicts.figures(one, last).end();
    }

    private static Verdict works(Trial trial, HubProcess hub, int run) throws IOException, InterruptedException {
        Path kept = trial.work().resolve("admin.password");
        Files.deleteIfExists(kept);
        Administrator administrator = Administrator.of(trial.base(), trial.data(), kept, hub.http());
        administrator.api().warm();
        try (Harness harness = new Harness(
                administrator.api(),
                trial.work().resolve("ledgers-" + run),
                trial.data().resolve("inbox/lg-inbox"),
                trial.seed() + run,
                Duration.ofSeconds(30),
                100)) {
            harness.speakBySheets();
            harness.awaitSheets(0, 1);
            harness.stop();
            harness.settle();
            return harness.verdict(true);
        }
    }
}
