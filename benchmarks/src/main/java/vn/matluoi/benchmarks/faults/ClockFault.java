package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Machine;
import vn.matluoi.benchmarks.Recorders;
import vn.matluoi.benchmarks.Report;

/**
 * The machine's clock is set forward and back: by hours, days, ten years, and by seconds, in mid-run of whatever goes on.
 * Each jump is followed by a window in which the same is done as in a quiet one before, so that what the hub asks its
 * recorders and what CPU it takes can be compared.
 */
final class ClockFault implements Fault {

    private static final Duration TEN_YEARS = Duration.ofDays(3652);
    /** Twenty-one of these are longer than a session that nobody uses lives. */
    private static final int WINDOW = 45;

    private static final int BRIEF_WINDOW = 5;
    /** Looks at every recorder once more than in the quiet window, with all that can be asked of it but its channels' details. */
    private static final int MORE_REQUESTS_A_RECORDER = 6;

    /** What the windows after one kind of jump had at worst. */
    private static final class Worst {
        int jumps;
        double readySeconds;
        long requests;
        long rtsp;
        double cpu;
        final List<String> wrong = new ArrayList<>();
    }

    private record Jump(String kind, Duration by) {}

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        Random random = new Random(trial.seed());
        FakedClock clock = new FakedClock(trial.options().path("clock"));
        Machine hub = new Machine(trial.options().number("hub-pid", 0));
        Recorders recorders =
                new Recorders(trial.options().path("recorders"), trial.options().path("password-file"));
        int seconds = trial.options().number("window", trial.brief() ? BRIEF_WINDOW : WINDOW);
        Map<String, Worst> kinds = new LinkedHashMap<>();
        try (ClockWorld world = new ClockWorld(trial, recorders, clock)) {
            world.open();
            Worst quiet = new Worst();
            window(new Jump("quiet", Duration.ZERO), quiet, world, hub, recorders, clock, seconds, random);
            judgeQuiet(trial.report().begin("quiet"), quiet);
            for (Jump jump : jumps(trial.brief(), random)) {
                Worst worst = kinds.computeIfAbsent(jump.kind, kind -> new Worst());
                window(jump, worst, world, hub, recorders, clock, seconds, random);
            }
            kinds.forEach((kind, worst) -> judge(
                    trial.report().begin(kind), worst, quiet, recorders.names().size()));
            world.judge(trial.report().begin("after"), hub);
        }
    }

    /** Twenty, each kind of them, in any order; a clock ten years behind is always set right again. */
    private static List<Jump> jumps(boolean brief, Random random) {
        List<Jump> some = new ArrayList<>();
        for (int n = 0; n < (brief ? 1 : 3); n++) {
            some.add(new Jump("+2h", Duration.ofHours(2)));
            some.add(new Jump("-1h", Duration.ofHours(-1)));
        }
        for (int n = 0; n < (brief ? 0 : 8); n++) {
            some.add(new Jump("seconds", Duration.ofSeconds(random.nextInt(181) - 90)));
        }
        for (int n = 0; n < (brief ? 1 : 2); n++) {
            some.add(new Jump("+30d", Duration.ofDays(30)));
        }
        Collections.shuffle(some, random);
        for (int n = 0; n < (brief ? 1 : 2); n++) {
            some.addAll(
                    random.nextInt(some.size() / 2) * 2,
                    List.of(new Jump("-10y", TEN_YEARS.negated()), new Jump("+10y", TEN_YEARS)));
        }
        return some;
    }

    private static void window(
            Jump jump,
            Worst worst,
            ClockWorld world,
            Machine hub,
            Recorders recorders,
            FakedClock clock,
            int seconds,
            Random random)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        long until = began + TimeUnit.SECONDS.toNanos(seconds);
        Recorders.Asked before = total(recorders);
        double cpu = hub.cpuSeconds();
        world.begin();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(150)); // somewhere in the middle of what was begun
        clock.jump(jump.by);
        double ready = world.awaitClock();
        world.end(worst.wrong);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, until - System.nanoTime()));
        world.watched(worst.wrong);
        Recorders.Asked asked = total(recorders).minus(before);
        // a window that took longer on a busy machine may hold as much more
        double share = seconds * 1e9 / (System.nanoTime() - began);
        worst.jumps++;
        worst.readySeconds = Math.max(worst.readySeconds, ready);
        worst.requests = Math.max(worst.requests, Math.round(asked.http() * share));
        worst.rtsp = Math.max(worst.rtsp, Math.round(asked.rtsp() * share));
        worst.cpu = Math.max(worst.cpu, (hub.cpuSeconds() - cpu) * share);
        System.out.printf(
                "%s: ready in %.1f s, %d requests, %d rtsp, clock now %s%s%n",
                jump.kind,
                ready,
                asked.http(),
                asked.rtsp(),
                clock.now(),
                worst.wrong.isEmpty() ? "" : ", wrong: " + worst.wrong);
    }

    private static Recorders.Asked total(Recorders recorders) throws IOException {
        return recorders.asked().values().stream().reduce(new Recorders.Asked(0, 0), Recorders.Asked::plus);
    }

    private static Report.Case figures(Report.Case one, Worst worst) {
        return one.figure("jumps", "số lần nhảy giờ / jumps", worst.jumps)
                .figure("readySeconds", "giờ mới và sẵn sàng sau, s / new time and ready after", worst.readySeconds)
                .figure("requests", "lệnh HTTP tới đầu ghi / requests to recorders", worst.requests)
                .figure("rtsp", "lệnh RTSP tới đầu ghi / RTSP requests to recorders", worst.rtsp)
                .figure("hubCpuSeconds", "CPU của trạm, s / hub's CPU", worst.cpu);
    }

    /** What the others are compared with; a counter that stands still would let all of them pass. */
    private static void judgeQuiet(Report.Case one, Worst quiet) {
        figures(one, quiet);
        one.must("asked", "đầu ghi có được hỏi / recorders are asked", quiet.requests > 0 && quiet.rtsp > 0);
        end(one, quiet);
    }

    private static void judge(Report.Case one, Worst worst, Worst quiet, int recorders) {
        figures(one, worst);
        one.must(
                        "requests",
                        "lệnh HTTP tới đầu ghi / requests to recorders",
                        worst.requests,
                        quiet.requests + MORE_REQUESTS_A_RECORDER * recorders)
                .must("rtsp", "lệnh RTSP tới đầu ghi / RTSP requests to recorders", worst.rtsp, quiet.rtsp * 2 + 4)
                .must("hubCpuSeconds", "CPU của trạm, s / hub's CPU", worst.cpu, quiet.cpu * 2 + 2);
        end(one, worst);
    }

    private static void end(Report.Case one, Worst worst) {
        worst.wrong.stream().distinct().forEach(wrong -> System.err.println(wrong));
        one.must("readySeconds", "giờ mới và sẵn sàng sau, s / new time and ready after", worst.readySeconds, 15)
                .must("wrong", "việc không như phải thế / things not as they must be", worst.wrong.size(), 0)
                .end();
    }
}
