package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.sheet.CommuneSheet;
import vn.matluoi.simulators.sheet.SheetFiles;

/**
 * A disk that another program fills while the hub is written to: that of the data, that of the log, that of the inbox, each a
 * small file system of its own that the script has mounted.
 */
final class DiskFault implements Fault {

    private static final int BLOCK = 4096;
    private static final long SLOW_FROM = 128L << 20;
    private static final double RESUME_BAR = 30;
    /** Well below the time that a disk is full: whoever was let in before that only must be missed. */
    private static final double GAP_BAR = 3;

    private Trial trial;
    private Hub hub;
    private Installed installed;
    private Writers writers;
    private Watch watch;

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        this.trial = trial;
        Hub nobody = Hub.nobody(trial.base());
        hub = Hub.administrator(trial.base(), trial.data());
        installed = new Installed(trial.data(), nobody);
        writers = new Writers(hub, trial.work().resolve("writers"), trial.seed());
        watch = new Watch(hub.viewer("disk-viewer", List.of("25516")), nobody);
        int seconds = trial.brief() ? 8 : 10;
        int rounds = trial.brief() ? 1 : 5;
        long begun = System.nanoTime();
        writers.start(2, 1);
        for (int round = 1; round <= rounds; round++) {
            String suffix = rounds == 1 ? "" : "-" + round;
            data("data" + suffix, seconds, false);
            if (!trial.brief()) {
                data("data-to-the-last-byte" + suffix, seconds, true);
            }
            log("log" + suffix, seconds);
            inbox("inbox" + suffix, seconds, round);
        }
        writers.stop();
        watch.close();
        Report.Case after = trial.report().begin("after-a-restart");
        installed.restart();
        writers.judge(after);
        // those that waited on when their case was judged, too
        after.must("unanswered", "lần ghi không được trả lời / writes not answered", writers.unanswered(begun), 0)
                .end();
    }

    private void data(String name, int seconds, boolean lastByte) throws IOException, InterruptedException {
        steady();
        Report.Case one = trial.report().begin(name);
        Path ballast = trial.data().resolve("data/ballast");
        long full = System.nanoTime();
        fill(ballast);
        long filled = System.nanoTime();
        if (lastByte) { // what the hub kept aside, too
            Installed.comes(5, () -> Files.notExists(trial.data().resolve("data/reserve")));
            fill(trial.data().resolve("data/ballast-2"));
        }
        Thread.sleep(seconds * 1000L);
        long end = System.nanoTime();
        Files.delete(ballast);
        Files.deleteIfExists(trial.data().resolve("data/ballast-2"));
        long room = System.nanoTime();
        resumes(one, room);
        one.figure("refused", "bị từ chối / writes refused", writers.answers().toString())
                .figure(
                        "readsGood",
                        "lần đọc được / reads answered",
                        watch.reads().good(full, end))
                .figure(
                        "readsRefused",
                        "lần đọc bị từ chối / reads refused",
                        watch.reads().bad(full, end))
                .figure(
                        "logInsGood",
                        "lần đăng nhập được / log-ins",
                        watch.logIns().good(full, end))
                .figure(
                        "logInsRefused",
                        "đăng nhập bị từ chối / log-ins refused",
                        watch.logIns().bad(full, end));
        if (!lastByte) {
            nobodyRefused(one, full, end);
        }
        neverAwayForLong(one, full, end);
        one.must(
                        "written",
                        "không nhận ghi khi đầy / nothing taken in while full (s after)",
                        writers.acknowledged(
                                ack -> ack.sentNanos() > filled + 2_000_000_000L && ack.answeredNanos() < end),
                        0)
                .must(
                        "refusedWhileFull",
                        "khi đầy có từ chối rõ ràng / writes are refused clearly while full",
                        writers.refused(refusal -> refusal.sentNanos() > filled && refusal.answeredNanos() < end) > 0)
                .must(
                        "named",
                        "kiểm tra nêu đĩa / readiness names the disk",
                        watch.readiness()
                                        .until(
                                                full,
                                                answer -> answer.status() == 503
                                                        && answer.body()
                                                                .contains("{\"name\":\"disk\",\"healthy\":false"))
                                <= seconds);
        refusals(one, full);
        steady();
        writers.judge(one);
        one.end();
    }

    private void log(String name, int seconds) throws IOException, InterruptedException {
        steady();
        Report.Case one = trial.report().begin(name);
        Path log = trial.data().resolve("data/log");
        long full = System.nanoTime();
        fill(log.resolve("ballast"));
        long filled = System.nanoTime();
        Thread.sleep(seconds * 1000L);
        long end = System.nanoTime();
        Files.delete(log.resolve("ballast"));
        long room = System.nanoTime();
        resumes(one, room);
        nobodyRefused(one, full, end);
        neverAwayForLong(one, full, end);
        goesOn(one, full, filled, end, log, seconds);
        one.must("logResumes", "nhật ký ghi tiếp / the log goes on", logged(log.resolve("karaf.log"), name));
        refusals(one, full);
        steady();
        writers.judge(one);
        one.end();
    }

    /** Drops what is no sheet, of which the log tells. */
    private boolean logged(Path log, String name) throws IOException, InterruptedException {
        Path inbox = trial.data().resolve("inbox");
        Files.writeString(inbox.resolve("." + name), "no sheet");
        Files.move(inbox.resolve("." + name), inbox.resolve(name + ".csv"), StandardCopyOption.ATOMIC_MOVE);
        return Installed.comes(30, () -> {
            try (var lines = Files.lines(log)) {
                return lines.anyMatch(line -> line.contains(name + ".csv"));
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** The sheet of a commune that comes while the inbox's disk is full: taken once there is room, and once. */
    private void inbox(String name, int seconds, int round) throws IOException, InterruptedException {
        steady();
        Report.Case one = trial.report().begin(name);
        Path inbox = trial.data().resolve("inbox");
        String sheet = "xa-" + round + ".xlsx";
        Path made = trial.work().resolve(sheet);
        SheetFiles.writeXlsx(
                CommuneSheet.make(new CommuneSheet.Order(Writers.ROWS, trial.seed(), 0, 900_000 + round * 1000, "")),
                made);
        int before = total("disk-inbox");
        Path ballast = inbox.resolve(".ballast");
        long full = System.nanoTime();
        Path dropped = inbox.resolve("." + sheet);
        Files.copy(made, dropped, StandardCopyOption.REPLACE_EXISTING);
        fill(ballast);
        long filled = System.nanoTime();
        Files.move(dropped, inbox.resolve(sheet), StandardCopyOption.ATOMIC_MOVE);
        Thread.sleep(seconds * 1000L);
        long end = System.nanoTime();
        boolean waits = Files.exists(inbox.resolve(sheet)) && total("disk-inbox") == before;
        Files.delete(ballast);
        long room = System.nanoTime();
        boolean taken = Installed.comes(60, () -> Files.exists(inbox.resolve("done/" + sheet)));
        double took = (System.nanoTime() - room) / 1e9;
        resumes(one, room);
        nobodyRefused(one, full, end);
        one.must("waits", "bảng tính nằm chờ nguyên vẹn / the sheet waits, whole", waits)
                .must(
                        "sheetSeconds",
                        "bảng tính được nhận sau, s / the sheet is taken after",
                        taken ? took : Double.MAX_VALUE,
                        RESUME_BAR)
                .must(
                        "once",
                        "nhận đúng một lần, có báo cáo / taken once, with its report",
                        total("disk-inbox") == before + Writers.ROWS
                                && Files.exists(inbox.resolve("done/" + sheet + ".report.xlsx")))
                .must(
                        "readGapSeconds",
                        "lâu nhất không đọc được, s / longest without a read",
                        watch.reads().gap(full, end),
                        GAP_BAR);
        goesOn(one, full, filled, end, inbox, seconds);
        refusals(one, full);
        steady();
        writers.judge(one);
        one.end();
    }

    /** A full disk that is not the database's: writes go on, and readiness names the folder. */
    private void goesOn(Report.Case one, long full, long filled, long end, Path folder, int seconds) {
        one.must(
                        "goesOn",
                        "vẫn nhận ghi / writes go on",
                        writers.acknowledged(ack -> ack.sentNanos() > filled && ack.answeredNanos() < end) > 0)
                .must(
                        "named",
                        "kiểm tra nêu đĩa / readiness names the disk",
                        watch.readiness()
                                        .until(
                                                full,
                                                answer -> answer.status() == 503
                                                        && answer.body().contains(folder.toString()))
                                <= seconds);
    }

    /** Who reads or logs in is answered, each time: one good answer would not be enough. */
    private void nobodyRefused(Report.Case one, long full, long end) {
        one.must(
                        "readsRefused",
                        "lần đọc bị từ chối / reads refused",
                        watch.reads().bad(full, end),
                        0)
                .must(
                        "logInsRefused",
                        "đăng nhập bị từ chối / log-ins refused",
                        watch.logIns().bad(full, end),
                        0);
    }

    /** Nor is who reads or logs in kept out for long, where one may be refused. */
    private void neverAwayForLong(Report.Case one, long full, long end) {
        one.must(
                        "readGapSeconds",
                        "lâu nhất không đọc được, s / longest without a read",
                        watch.reads().gap(full, end),
                        GAP_BAR)
                .must(
                        "logInGapSeconds",
                        "lâu nhất không đăng nhập được, s / without a log-in",
                        watch.logIns().gap(full, end),
                        GAP_BAR);
    }

    private int total(String source) throws IOException {
        JsonNode page = hub.get("/api/v1/cameras?limit=1&source=" + source);
        return page.get("total").asInt();
    }

    private void steady() throws IOException, InterruptedException {
        long before = writers.acknowledged();
        Installed.await(60, "no write was acknowledged", () -> writers.acknowledged() >= before + 10);
        Installed.await(60, "the hub was not ready", installed::ready);
    }

    private void resumes(Report.Case one, long room) throws InterruptedException {
        Installed.comes(60, () -> writers.firstAfter(room).isPresent());
        double writes = writers.firstAfter(room).map(at -> (at - room) / 1e9).orElse(Double.MAX_VALUE);
        Installed.comes(60, () -> watch.readiness().until(room, Watch.Answer::good) < 1e9);
        one.must("writesAfterSeconds", "ghi lại được sau, s / writes again after", writes, RESUME_BAR)
                .must(
                        "readyAfterSeconds",
                        "sẵn sàng lại sau, s / ready again after",
                        Math.min(watch.readiness().until(room, Watch.Answer::good), 1e9),
                        RESUME_BAR);
    }

    private void refusals(Report.Case one, long from) {
        long now = System.nanoTime();
        List<String> wrong = new java.util.ArrayList<>(writers.faults());
        wrong.addAll(watch.reads().faults(from, now));
        wrong.addAll(watch.logIns().faults(from, now));
        wrong.stream().limit(3).forEach(System.err::println);
        one.must("unclear", "câu trả lời không rõ ràng / answers that are no clear refusal", wrong.size(), 0)
                .must("unanswered", "lần ghi không được trả lời / writes not answered", writers.unanswered(from), 0);
    }

    /**
     * Writes until there is no room for a single block, the last of it at the pace of a slow disk, 20 MB/s; not into what the hub
     * gives away meanwhile, which others need then.
     */
    private static void fill(Path ballast) throws IOException, InterruptedException {
        byte[] large = new byte[1 << 20];
        long left = ballast.getParent().toFile().getUsableSpace();
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (byte[] block : List.of(large, new byte[BLOCK])) {
                try {
                    for (; left >= block.length; left -= block.length) {
                        out.write(block);
                        if (block.length == large.length && left < SLOW_FROM) {
                            Thread.sleep(50);
                        }
                    }
                } catch (IOException full) {
                    // as wanted; once more in small pieces
                }
            }
        }
    }
}
