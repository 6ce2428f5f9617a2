package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;

/**
 * Disks that fail under Derby: a write of its log, which is opened with O_DSYNC and so is what a commit waits for, and a sync
 * of its other files at a checkpoint. Once, and for good.
 */
final class FsyncFault implements Fault {

    private static final double BACK_BAR = 30;
    private static final long ON_ITS_WAY = 2_000_000_000L;
    /** What strace calls now may be off by a little. */
    private static final long CLOCKS_APART = 50_000_000L;
    /** Longer than a database may take to answer before it is called away. */
    private static final long FOR_GOOD_MILLIS = 15_000;

    private Trial trial;
    private Hub hub;
    private Installed installed;
    private Writers writers;
    private Watch watch;
    private Path work;

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        this.trial = trial;
        work = Files.createDirectories(trial.work().resolve("traces"));
        Hub nobody = Hub.nobody(trial.base());
        hub = Hub.administrator(trial.base(), trial.data());
        installed = new Installed(trial.data(), nobody);
        writers = new Writers(hub, trial.work().resolve("writers"), trial.seed());
        watch = new Watch(hub.viewer("fsync-viewer", List.of("25516")), nobody);
        Random random = new Random(trial.seed());
        writers.start(3, 1);
        for (int i = 1; i <= (trial.brief() ? 1 : 10); i++) {
            once("log-write-once-" + i, "write", String.valueOf(1 + random.nextInt(8)), logs());
        }
        for (int i = 1; i <= (trial.brief() ? 1 : 5); i++) {
            once("checkpoint-sync-once-" + i, "fsync,fdatasync", String.valueOf(1 + random.nextInt(3)), List.of());
        }
        for (int i = 1; i <= (trial.brief() ? 1 : 3); i++) {
            forGood("log-write-for-good-" + i);
        }
        writers.stop();
        watch.close();
        Report.Case after = trial.report().begin("after-a-restart");
        installed.restart();
        writers.judge(after);
        after.end();
    }

    /** The log file that is written now, and those that will be. */
    private List<Path> logs() throws IOException {
        Path folder = trial.data().resolve("data/derby/matluoi/log").toRealPath();
        try (var files = Files.list(folder)) {
            int newest = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("log[0-9]+\\.dat"))
                    .mapToInt(name -> Integer.parseInt(name.replaceAll("[^0-9]", "")))
                    .max()
                    .orElseThrow(() -> new IOException("no log in " + folder));
            return IntStream.range(newest, newest + 40)
                    .mapToObj(number -> folder.resolve("log" + number + ".dat"))
                    .toList();
        }
    }

    private void once(String name, String calls, String when, List<Path> paths)
            throws IOException, InterruptedException {
        steady();
        Report.Case one = trial.report().begin(name);
        long refused = refused();
        long from = System.nanoTime();
        long failed;
        try (Injection injection = new Injection(List.of(installed.pid()), calls, when, paths, work)) {
            Installed.comes(120, () -> injection.count() > 0);
            failed = injection.first().orElse(0L);
            one.figure("when", "lần gọi bị lỗi / the call that failed", when)
                    .must("injected", "đã gây lỗi / calls failed", injection.count() > 0);
        }
        // of a failed checkpoint Derby hears at the next commit
        Installed.comes(30, () -> refused() > refused);
        long noticed = writers.notes().notAcknowledged(failed).orElse(Long.MAX_VALUE);
        one.must("noticed", "trạm không xác nhận việc ghi đó / not acknowledged", refused() > refused)
                .must(
                        "acksBetween",
                        "ghi sau lỗi mà vẫn được xác nhận / sent after the failure, acknowledged before a refusal",
                        writers.acknowledged(
                                ack -> ack.sentNanos() > failed + CLOCKS_APART && ack.answeredNanos() < noticed),
                        0);
        back(one, System.nanoTime());
        refusals(one, from);
        steady();
        writers.judge(one);
        one.end();
    }

    private void forGood(String name) throws IOException, InterruptedException {
        steady();
        Report.Case one = trial.report().begin(name);
        long from = System.nanoTime();
        long failed;
        long end;
        try (Injection injection = new Injection(List.of(installed.pid()), "write", "1+", logs(), work)) {
            Installed.comes(120, () -> injection.count() > 0);
            failed = injection.first().orElse(0L);
            Thread.sleep(FOR_GOOD_MILLIS);
            end = System.nanoTime();
            one.must("injected", "đã gây lỗi / calls failed", injection.count() > 0)
                    .figure("calls", "số lần / failed calls", injection.count());
        }
        one.must(
                        "acksAfter",
                        "xác nhận sau lỗi đầu tiên / acknowledged after the first failure",
                        writers.acknowledged(
                                ack -> ack.answeredNanos() > failed + ON_ITS_WAY && ack.answeredNanos() < end),
                        0)
                .must(
                        "named",
                        "kiểm tra nêu cơ sở dữ liệu / readiness names the database",
                        watch.readiness()
                                        .until(
                                                failed,
                                                answer -> answer.status() == 503
                                                        && answer.body()
                                                                .contains("{\"name\":\"schema\",\"healthy\":false"))
                                <= (end - failed) / 1e9);
        back(one, System.nanoTime());
        refusals(one, from);
        steady();
        writers.judge(one);
        one.end();
    }

    private long refused() {
        return writers.notes().notAcknowledged();
    }

    private void steady() throws IOException, InterruptedException {
        long before = writers.acknowledged();
        Installed.await(60, "no write was acknowledged", () -> writers.acknowledged() >= before + 10);
        Installed.await(60, "the hub was not ready", installed::ready);
    }

    private void back(Report.Case one, long from) throws InterruptedException {
        long after = from + 1;
        Installed.comes(
                60,
                () -> watch.readiness().until(after, Watch.Answer::good) < 1e9
                        && writers.firstAfter(after).isPresent());
        one.must(
                        "writesAfterSeconds",
                        "ghi lại được sau, s / writes again after",
                        writers.firstAfter(after).map(at -> (at - after) / 1e9).orElse(1e9),
                        BACK_BAR)
                .must(
                        "readyAfterSeconds",
                        "sẵn sàng lại sau, s / ready again after",
                        Math.min(watch.readiness().until(after, Watch.Answer::good), 1e9),
                        BACK_BAR);
    }

    private void refusals(Report.Case one, long from) {
        long now = System.nanoTime();
        List<String> wrong = new ArrayList<>(writers.faults());
        wrong.addAll(watch.reads().faults(from, now));
        wrong.addAll(watch.logIns().faults(from, now));
        wrong.stream().limit(3).forEach(System.err::println);
        one.figure("answers", "câu trả lời / answers so far", writers.answers().toString())
                .must("unclear", "câu trả lời không rõ ràng / answers that are no clear refusal", wrong.size(), 0);
    }
}
