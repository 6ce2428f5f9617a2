package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Catalogue;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.benchmarks.ledger.Harness;
import vn.matluoi.benchmarks.ledger.Verdict;

/**
 * {@code kill -9} of the hub at random moments of import, synchronisation and start; now and then it is only halted for
 * some seconds. After each it must be ready in time, with all that was there, and the ledgers must agree with it.
 */
final class Kill implements Fault {

    private static final int READY_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int ROWS = 900;
    /** After so many kills it is halted once, which does not count as one. */
    private static final int KILLS_A_HALT = 6;
    /** Of so many kills in an import, or in a synchronisation, one at least must meet somebody who waits for an answer. */
    private static final int ENOUGH_KILLS = 10;

    /** What was said before a kill: how much of it was acknowledged, and how many waited for an answer at that moment. */
    private record Said(int ok, int waiting) {}

    private enum Moment {
        IMPORT,
        SYNC,
        START,
        HALT
    }

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        int runs = trial.options().number("runs", trial.brief() ? 3 : 100);
        int cameras = trial.options().number("cameras", trial.brief() ? 500 : 50_000);
        Path notes = trial.work().resolve("runs.txt");
        HubProcess hub = new HubProcess(Path.of(System.getenv("DIST")), trial.data(), trial.base());
        Administrator administrator = Administrator.of(trial, hub.http());
        if (!Files.exists(notes)) {
            fill(trial, administrator, cameras);
            Files.createFile(notes);
        }
        Report.Case one = trial.report().begin("seed-" + trial.seed());
        List<Harness.Recorder> recorders = Recorders.read(trial);
        Random random = new Random(trial.seed());
        List<String> done = new ArrayList<>();
        Verdict last = null;
        try (Harness harness = new Harness(
                administrator.api(),
                trial.work().resolve("ledgers"),
                trial.data().resolve("inbox/lg-inbox"),
                trial.seed(),
                PATIENCE,
                ROWS)) {
            int kills = 0;
            for (Moment moment : moments(runs)) {
                Harness.Recorder recorder = recorders.get(kills / 3 % recorders.size());
                Said said = once(moment, hub, harness, recorder, random, kills < 3);
                double ready = -1;
                if (moment != Moment.HALT) {
                    try {
                        hub.launch();
                        ready = hub.awaitReady();
                    } catch (HubProcess.NotReady e) {
                        System.err.println(e.getMessage());
                        last = null; // nothing can be compared
                        note(trial, moment, HubProcess.MOST_SECONDS, said, done, notes);
                        break;
                    }
                }
                kills += moment == Moment.HALT ? 0 : 1;
                administrator.api().warm();
                last = harness.verdict(false);
                if (last.passed()) {
                    harness.settle();
                    last = harness.verdict(true);
                }
                if (moment == Moment.SYNC && last.passed()) {
                    harness.leaveRecorder();
                }
                System.out.println(note(trial, moment, ready, said, done, notes) + " " + last.figures());
                if (!last.passed()) {
                    last.faults().forEach(System.out::println);
                    break;
                }
            }
        }
        figures(one, done, last, cameras).end();
        List<String> all = Files.readAllLines(notes);
        if (all.size() > done.size()) {
            figures(trial.report().begin("all"), all, last, cameras)
                    .figure(
                            "seeds",
                            "hạt giống / seeds",
                            String.join(
                                    " ",
                                    all.stream()
                                            .map(line -> line.split(" ")[0])
                                            .distinct()
                                            .toList()))
                    .end();
        }
    }

    private static List<Moment> moments(int kills) {
        List<Moment> moments = new ArrayList<>();
        for (int kill = 1; kill <= kills; kill++) {
            moments.add(Moment.values()[(kill - 1) % 3]);
            if (kill % KILLS_A_HALT == 0) {
                moments.add(Moment.HALT);
            }
        }
        return moments;
    }

    /** @param ready seconds from the start to ready; -1 if it was not started again */
    private static String note(Trial trial, Moment moment, double ready, Said said, List<String> done, Path notes)
            throws IOException {
        String note = "%d %s %.3f %d %d".formatted(trial.seed(), moment, ready, said.ok(), said.waiting());
        done.add(note);
        Files.writeString(notes, note + '\n', StandardOpenOption.APPEND);
        return note;
    }

    /** @param first of its kind in this run: something is acknowledged before */
    private static Said once(
            Moment moment, HubProcess hub, Harness harness, Harness.Recorder recorder, Random random, boolean first)
            throws IOException, InterruptedException {
        int before = harness.acknowledged();
        Said said = new Said(0, 0);
        switch (moment) {
            case IMPORT, SYNC -> {
                if (moment == Moment.IMPORT) {
                    harness.speakBySheets();
                } else {
                    harness.speakByRecorder(recorder);
                }
                if (first) {
                    Installed.await(60, "nothing was acknowledged", () -> harness.acknowledged() > before);
                }
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(4000));
                said = new Said(harness.acknowledged() - before, harness.waiting());
                hub.kill();
            }
            case START -> {
                hub.kill();
                harness.leaveInInbox();
                hub.launch();
                hub.awaitMomentOfStart(random);
                hub.kill();
            }
            case HALT -> {
                harness.speakBySheets();
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(2000));
                hub.halt();
                TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis() + random.nextInt(3000));
                hub.goOn();
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
        harness.stop();
        return said;
    }

    private static void fill(Trial trial, Administrator administrator, int cameras) throws IOException {
        Hub hub = administrator.hub();
        Catalogue catalogue = new Catalogue(hub, trial.work(), trial.seed());
        catalogue.addUnits();
        catalogue.fill(cameras, (source, sheet, rows) -> catalogue.take(source, sheet, false));
    }

    /** @param verdict null if the hub was not ready to be compared */
    private static Report.Case figures(Report.Case one, List<String> notes, Verdict verdict, int cameras) {
        Map<Moment, Integer> moments = new LinkedHashMap<>();
        Map<Moment, Integer> ok = new LinkedHashMap<>();
        Map<Moment, Integer> waiting = new LinkedHashMap<>();
        List<Double> ready = new ArrayList<>();
        for (String note : notes) {
            String[] words = note.split(" ");
            Moment moment = Moment.valueOf(words[1]);
            moments.merge(moment, 1, Integer::sum);
            ok.merge(moment, Integer.parseInt(words[3]), Integer::sum);
            waiting.merge(moment, Integer.parseInt(words[4]), Integer::sum);
            double seconds = Double.parseDouble(words[2]);
            if (seconds >= 0) {
                ready.add(seconds);
            }
        }
        ready.sort(Double::compare);
        one.figure("cameras", "camera có sẵn / cameras there", cameras)
                .figure("runs", "số lần giết / kills", notes.size() - moments.getOrDefault(Moment.HALT, 0))
                .figure("import", "giết khi nhập bảng / killed in import", moments.getOrDefault(Moment.IMPORT, 0))
                .figure("sync", "giết khi đồng bộ / killed in synchronisation", moments.getOrDefault(Moment.SYNC, 0))
                .figure("start", "giết khi khởi động / killed while starting", moments.getOrDefault(Moment.START, 0))
                .figure("halt", "đứng yên rồi đi tiếp / halted", moments.getOrDefault(Moment.HALT, 0));
        for (Moment moment : List.of(Moment.IMPORT, Moment.SYNC)) {
            int killed = moments.getOrDefault(moment, 0);
            if (killed > 0) {
                said(one, moment.name().toLowerCase(Locale.ROOT), killed, ok.get(moment), waiting.get(moment));
            }
        }
        if (!ready.isEmpty()) {
            one.figure("readyP95", "sẵn sàng p95, s / ready p95", ready.get((int) Math.ceil(ready.size() * 0.95) - 1))
                    .must("readyWorst", "lâu nhất, s / worst", ready.get(ready.size() - 1), READY_SECONDS);
        }
        return verdict == null ? one : Verdicts.figures(one, verdict);
    }

    /** Kills prove nothing if nothing was taken in before, or nobody waits for an answer at any of them. */
    private static void said(Report.Case one, String name, int kills, int ok, int waiting) {
        boolean sheets = name.equals("import");
        one.figure(
                        name + "Ok",
                        sheets
                                ? "bảng đã nhận trước đó / sheets taken before"
                                : "lần đồng bộ xong trước đó / synchronisations done before",
                        ok)
                .figure(
                        name + "InFlight",
                        sheets
                                ? "bảng đang gửi khi giết / sheets being sent at a kill"
                                : "đang đồng bộ khi giết / synchronisations under way at a kill",
                        waiting)
                .must(
                        name + "Met",
                        "đã nhận, và đang dở nếu giết đủ nhiều / some taken and, of many kills, some under way",
                        ok > 0 && (waiting > 0 || kills < ENOUGH_KILLS));
    }
}
