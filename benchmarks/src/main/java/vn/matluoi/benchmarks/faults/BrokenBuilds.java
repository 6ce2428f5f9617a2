package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.benchmarks.ledger.Harness;
import vn.matluoi.benchmarks.ledger.Verdict;

/** Hubs that lose, double or half apply on purpose: the ledgers must find each of them out, and nothing in the real one. */
final class BrokenBuilds implements Fault {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROWS = 1500;

    /**
     * A build.
     *
     * @param killed whether it is killed while it works, or left in peace
     * @param answersLost to so many sheets at least, which are then sent again, before it is judged
     * @param sheets acknowledged before it is judged, as few as its fault takes to show
     * @param found the figures of the verdict that must not be 0; none for the hub as shipped
     */
    private record Build(String name, boolean killed, int answersLost, int sheets, List<String> found) {}

    private static final List<Build> BUILDS = List.of(
            new Build("commit-after-acknowledge", true, 0, 1, List.of("lost")),
            new Build("no-deduplication", false, 1, 1, List.of("dup_effective")),
            new Build("batch-dropped", false, 0, 5, List.of("lost", "half")));
    /**
     * One that takes events and brings them to a receiver, killed while that holds a message it has not confirmed.
     *
     * @param found the figure of the verdict that must not be 0
     */
    private record Forwarding(String name, String found) {}

    private static final List<Forwarding> FORWARDING = List.of(
            new Forwarding("cursor-before-confirm", "lost"),
            new Forwarding("message-dropped", "lost"),
            new Forwarding("delivery-not-known", "doubled"));

    private static final int MOST_SECONDS = 10;
    private static final Build SHIPPED = new Build("as-shipped", true, 1, 5, List.of());

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        for (Build build : BUILDS) {
            judge(trial, build, trial.work().resolve(build.name()));
        }
        for (Forwarding build : trial.brief() ? FORWARDING.subList(0, 1) : FORWARDING) {
            forward(trial, build);
        }
        if (!trial.brief()) {
            judge(trial, SHIPPED, Path.of(System.getenv("DIST")));
        }
    }

    private static void forward(Trial trial, Forwarding build) throws IOException, InterruptedException {
        String name = build.name();
        Report.Case one = trial.report().begin(name);
        HubProcess hub = new HubProcess(trial.work().resolve(name), trial.data(), trial.base());
        hub.forget(trial.work().resolve("etc"));
        hub.launch();
        hub.awaitReady();
        Administrator administrator =
                Administrator.of(trial.base(), trial.data(), trial.work().resolve(name + ".password"), hub.http());
        try (ForwardLedgers ledgers =
                new ForwardLedgers(trial.work().resolve("ledgers-" + name), trial.seed(), Set.of())) {
            ledgers.open(administrator.hub(), hub.http(), trial.base(), trial.data());
            ForwardFault.fallSilent(hub, ledgers, new Random(trial.seed()));
            ledgers.stop();
            hub.launch();
            hub.awaitReady();
            ledgers.tellAgain();
            ledgers.awaitAll(MOST_SECONDS);
            Map<String, Long> wrong = ledgers.wrong();
            wrong.forEach((figure, count) -> one.figure(figure, ForwardFault.label(figure), count));
            one.must("found", "sổ phát hiện đúng / found out rightly", wrong.get(build.found()) > 0)
                    .end();
        } finally {
            hub.kill();
        }
    }

    private static void judge(Trial trial, Build build, Path distribution) throws IOException, InterruptedException {
        Report.Case one = trial.report().begin(build.name());
        HubProcess hub = new HubProcess(distribution, trial.data(), trial.base());
        hub.forget(trial.work().resolve("etc"));
        hub.launch();
        hub.awaitReady();
        Path ledgers = trial.work().resolve("ledgers-" + build.name());
        Administrator administrator = Administrator.of(
                trial.base(), trial.data(), trial.work().resolve(build.name() + ".password"), hub.http());
        Verdict verdict;
        try (Harness harness = new Harness(
                administrator.api(), ledgers, trial.data().resolve("inbox/lg-inbox"), trial.seed(), PATIENCE, ROWS)) {
            harness.speakBySheets();
            harness.awaitSheets(build.answersLost(), build.sheets());
            if (build.killed()) {
                hub.kill();
                harness.stop();
                hub.launch();
                hub.awaitReady();
                administrator.api().warm();
            } else {
                harness.stop();
                harness.settle();
            }
            verdict = harness.verdict(!build.killed());
        } finally {
            hub.kill();
        }
        verdict.figures().forEach((name, value) -> one.figure(name, Verdicts.label(name), value));
        verdict.faults().stream().limit(3).forEach(fault -> System.out.println(build.name() + ": " + fault));
        one.must(
                        "found",
                        "sổ phát hiện đúng / found out rightly",
                        build.found().stream()
                                        .allMatch(name -> verdict.figures().get(name) > 0)
                                && verdict.passed() == build.found().isEmpty())
                .end();
    }
}
