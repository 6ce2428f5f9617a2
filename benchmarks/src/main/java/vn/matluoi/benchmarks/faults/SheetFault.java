package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;

/**
 * Sheets that are made to do harm, one after the other, by REST and by the inbox: each is refused with a sentence, in its
 * time and in the memory the hub is shipped with, and nobody else notices.
 */
final class SheetFault {

    private static final int REFUSED_SECONDS = 30;
    private static final int TAKEN_SECONDS = 120;
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final String SOURCE = "hostile-sheets";
    private static final String INBOX = SOURCE + "-inbox";
    private static final int ROWS = 50_000;
    private static final int FEW = 12;
    /** The heap the hub is shipped with may fill up; what lies beside it does not grow. */
    private static final int PEAK_MIB = 900;

    private final Scene scene;
    private final Path folder;

    private SheetFault(Scene scene) {
        this.scene = scene;
        this.folder = scene.trial().work().resolve("sheets");
    }

    static void run(Scene scene) throws IOException, InterruptedException {
        new SheetFault(scene).run();
    }

    private void run() throws IOException, InterruptedException {
        Map<String, Path> sheets = HostileSheets.make(folder);
        Hub admin = scene.admin();
        admin.send("POST", "/api/v1/sources", Map.of("id", SOURCE, "name", "Bảng tính", "area", Good.AREA));
        try (Good good = new Good(scene, "good-sheets")) {
            good.measure(scene.brief() ? 3 : 15);
            Scene.Held before = scene.held();
            Report.Case one = scene.begin("sheet");
            double cpu = scene.process().cpuSeconds();
            Worst rest = new Worst();
            for (Map.Entry<String, Path> sheet : sheets.entrySet()) {
                rest.noted(sheet.getKey(), byRest(sheet.getKey(), sheet.getValue()));
            }
            rest.noted("a form with an endless head", form());
            one.figure("sheets", "bảng tính xấu / hostile sheets", sheets.size())
                    .must(
                            "restRefused",
                            "REST: đều bị từ chối rõ ràng / refused by REST" + rest.taken,
                            rest.taken.isEmpty())
                    .must("restSeconds", "REST: lâu nhất, s / longest by REST", rest.seconds, REFUSED_SECONDS);
            Worst inbox = byInbox(sheets);
            one.must(
                            "inboxRefused",
                            "hộp thư: đều bị từ chối / refused by the inbox" + inbox.taken,
                            inbox.taken.isEmpty())
                    .must(
                            "inboxCameras",
                            "hộp thư: camera được nhận / cameras taken by the inbox",
                            admin.get("/api/v1/cameras?limit=1&source=" + INBOX)
                                    .get("total")
                                    .asInt(),
                            0)
                    .must(
                            "inboxSeconds",
                            "hộp thư: hết trong, s / all by the inbox",
                            inbox.seconds,
                            REFUSED_SECONDS + 5.0 * sheets.size());
            if (!scene.brief()) {
                nothingRight(one);
            }
            good.judge(one);
            one.figure("releasedSeconds", "trả lại hết trong, s / all given back in", scene.released(before, FEW, 30))
                    .process(scene.process(), scene.process().cpuSeconds() - cpu)
                    .must(
                            "peakMiB",
                            "cao nhất, MiB / peak resident",
                            scene.process().peakMiB(),
                            PEAK_MIB);
            scene.judge(one, before, FEW, PEAK_MIB);
            one.must("spooled", "tệp tạm còn lại / temporary files left", spooled(), 0);
            one.end();
        }
    }

    /** What was worst of several. */
    private static final class Worst {
        private double seconds;
        private String taken = "";

        private void noted(String name, Answer answer) {
            System.err.printf("%s: %.1f s, %s%n", name, answer.seconds, answer.said);
            seconds = Math.max(seconds, answer.seconds);
            if (!answer.refused) {
                taken += " (" + name + ": " + answer.said + ")";
            }
        }
    }

    private record Answer(double seconds, boolean refused, String said) {}

    private Answer byRest(String name, Path sheet) throws IOException {
        long began = System.nanoTime();
        JsonNode report = scene.admin()
                .body(
                        "/api/v1/imports?profile=commune&source=" + SOURCE + "&name=" + name,
                        name.endsWith(".csv") ? "text/csv" : XLSX,
                        Files.readAllBytes(sheet))
                .json();
        return answer(began, report);
    }

    /** Nothing of it was taken, and it says why. */
    private static Answer answer(long began, JsonNode report) {
        JsonNode first = report.path("findings").path(0);
        boolean refused = report.at("/counts/created").asInt(-1) == 0
                && report.at("/counts/updated").asInt(-1) == 0
                && first.path("severity").asText().equals("error");
        return new Answer(
                (System.nanoTime() - began) / 1e9, refused, first.path("rule").asText(report.toString()));
    }

    private Answer form() throws IOException {
        long began = System.nanoTime();
        Hub.Reply reply = scene.admin()
                .body(
                        "/api/v1/imports?profile=commune&source=" + SOURCE,
                        "multipart/form-data; boundary=xx",
                        HostileSheets.form());
        return new Answer((System.nanoTime() - began) / 1e9, reply.status() / 100 == 4, String.valueOf(reply.status()));
    }

    /** Drops all of them at once; @return what did not end in failed beside its report, and the time until all had */
    private Worst byInbox(Map<String, Path> sheets) throws IOException, InterruptedException {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path etc = scene.trial().data().resolve("etc");
        Path route = etc.resolve("vn.matluoi.route-hostile.cfg");
        Files.writeString(
                route,
                "template = source-file\nfolder = %s\nsource = %s\nname = Hộp thư\narea = %s\npoll.ms = 500\nstable.ms = 200\n"
                        .formatted(inbox.toAbsolutePath(), INBOX, Good.AREA));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.isDirectory(inbox.resolve("failed")) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long began = System.nanoTime();
        for (Map.Entry<String, Path> sheet : sheets.entrySet()) {
            Path aside = inbox.resolve(sheet.getKey() + ".part");
            Files.copy(sheet.getValue(), aside);
            Files.move(aside, inbox.resolve(sheet.getKey()), StandardCopyOption.ATOMIC_MOVE);
        }
        Worst worst = new Worst();
        until = began + TimeUnit.SECONDS.toNanos(REFUSED_SECONDS + 5L * sheets.size());
        for (String name : sheets.keySet()) {
            Path failed = inbox.resolve("failed").resolve(name);
            while (!Files.exists(failed) && System.nanoTime() < until) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            boolean ended = Files.exists(failed);
            boolean told = Files.exists(failed.resolveSibling(name + ".report.xlsx"));
            worst.noted(
                    name + " in the inbox",
                    new Answer(
                            (System.nanoTime() - began) / 1e9,
                            ended && told,
                            ended ? "failed/" + (told ? "" : " without a report") : "not in failed/"));
        }
        Files.delete(route);
        return worst;
    }

    /** Nothing is right in any row: taken, each row refused, in its time, and all raw rows kept. */
    private void nothingRight(Report.Case one) throws IOException {
        byte[] sheet = Files.readAllBytes(HostileSheets.nothingRight(folder, ROWS));
        long began = System.nanoTime();
        JsonNode report = scene.admin()
                .body("/api/v1/imports?profile=commune&source=" + SOURCE, "text/csv", sheet)
                .json();
        double seconds = (System.nanoTime() - began) / 1e9;
        long findings = 0;
        for (JsonNode row : report.path("rows")) {
            findings += row.path("findings").size();
        }
        one.must(
                        "wrongRows",
                        "dòng sai bị từ chối / wrong rows refused",
                        report.at("/counts/rejected").asInt() == ROWS)
                .figure("wrongFindings", "điểm được nêu / findings kept", findings)
                .must("wrongSeconds", "bảng 50.000 dòng sai hết, s / 50,000 rows all wrong", seconds, TAKEN_SECONDS);
        long reading = System.nanoTime();
        int status = scene.admin()
                .body("/api/v1/imports/" + report.path("id").asLong() + "/report.xlsx")
                .status();
        one.must("wrongReport", "báo cáo của bảng đó / its report", status == 200)
                .figure("wrongReportSeconds", "báo cáo trong, s / its report in", (System.nanoTime() - reading) / 1e9);
    }

    private long spooled() throws IOException {
        try (var files = Files.walk(scene.trial().data())) {
            return files.filter(file -> file.getFileName().toString().contains("spool") && Files.isRegularFile(file))
                    .count();
        }
    }
}
