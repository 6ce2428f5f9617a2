package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.benchmarks.ServerDatabase;

/** A PostgreSQL server that is killed, whole, and one that stands still, while the hub is written to. */
final class DatabaseFault implements Fault {

    private static final double BACK_BAR = 15;
    /** What the server had committed when it went may be answered so much later. */
    private static final long ON_ITS_WAY = 1_000_000_000L;

    private static final double ANSWER_BAR = 45;

    private Trial trial;
    private Hub hub;
    private Installed installed;
    private Writers writers;
    private Watch watch;
    private ServerDatabase database;

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        this.trial = trial;
        Hub nobody = Hub.nobody(trial.base());
        hub = Hub.administrator(trial.base(), trial.data());
        installed = new Installed(trial.data(), nobody);
        writers = new Writers(hub, trial.work().resolve("writers"), trial.seed());
        watch = new Watch(hub.viewer("database-viewer", List.of("25516")), nobody);
        database = ServerDatabase.of(trial.data())
                .orElseThrow(() -> new IOException("the hub has no database on a server"));
        Random random = new Random(trial.seed());
        writers.start(3, 1);
        writers.startAccounts();
        for (int i = 1; i <= (trial.brief() ? 1 : 10); i++) {
            killed("killed-" + i, random.nextInt(3000));
        }
        for (int i = 1; i <= (trial.brief() ? 1 : 5); i++) {
            stopped("stopped-" + i, random.nextInt(2000), trial.brief() ? 15 : i % 2 == 0 ? 60 : 20);
        }
        if (!trial.brief()) {
            syncsFail(random);
        }
        writers.stop();
        watch.close();
        Report.Case after = trial.report().begin("after-a-restart");
        installed.restart();
        writers.judge(after);
        long accounts = writers.notes().count("account ", Notes.Outcome.OK);
        after.figure("accounts", "trong đó tài khoản / of them accounts", accounts)
                .must("accountsMade", "có tài khoản được lập / accounts were made", accounts > 0)
                .end();
    }

    /** All its processes, the first one first; each by its id. */
    private List<ProcessHandle> server() throws IOException {
        ProcessHandle first = ProcessHandle.of(Long.parseLong(Files.readString(pidFile())))
                .orElseThrow(() -> new IOException("the database server is not there"));
        return Stream.concat(Stream.of(first), first.descendants()).toList();
    }

    private Path pidFile() {
        return trial.work().resolve("postgres.pid");
    }

    private void signal(String which, List<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", which));
        processes.forEach(process -> command.add(String.valueOf(process.pid())));
        new ProcessBuilder(command).start().waitFor(); // one that ended meanwhile is no matter
    }

    private void killed(String name, int afterMillis) throws IOException, InterruptedException {
        steady();
        Thread.sleep(afterMillis);
        Report.Case one = trial.report().begin(name);
        List<ProcessHandle> processes = server();
        long away = System.nanoTime();
        signal("-KILL", processes);
        Installed.await(
                60, "the database server did not go", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        long gone = System.nanoTime();
        AtomicLong asked = new AtomicLong();
        Installed.await(60, "the database server did not come back", () -> {
            asked.set(System.nanoTime());
            return database.answers();
        });
        long back = asked.get();
        long started = started();
        one.must("judged", "vắng đủ lâu để xét / away for long enough to be judged", started - gone > 2 * ON_ITS_WAY)
                .figure(
                        "recoverySeconds",
                        "máy chủ tự khôi phục, s / the server's own recovery",
                        (back - started) / 1e9);
        end(one, away, acksIn(gone, started), back);
    }

    private void stopped(String name, int afterMillis, int seconds) throws IOException, InterruptedException {
        steady();
        Thread.sleep(afterMillis);
        Report.Case one = trial.report().begin(name);
        List<ProcessHandle> processes = server();
        long away = System.nanoTime();
        long back;
        signal("-STOP", processes);
        long gone = System.nanoTime();
        try {
            Thread.sleep(seconds * 1000L);
        } finally {
            back = System.nanoTime(); // the first of its processes goes on before the signals are all sent
            signal("-CONT", processes);
            // whoever started it in another's name stood still with it
            signal("-CONT", processes.get(0).parent().stream().toList());
        }
        end(one, away, acksIn(gone, back), back);
    }

    private void syncsFail(Random random) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of("/usr/bin/strace"))) {
            // ./hub test tells of lines that begin so
            System.out.println("bỏ qua / left out: ./hub fault database: sync bị lỗi, thiếu strace"
                    + " / failing syncs, strace is missing");
            return;
        }
        for (int i = 1; i <= 3; i++) {
            syncFails("sync-fails-" + i, random.nextInt(2000));
        }
    }

    /** A sync of the server's log fails: it panics, and starts anew by itself. */
    private void syncFails(String name, int afterMillis) throws IOException, InterruptedException {
        steady();
        Thread.sleep(afterMillis);
        Report.Case one = trial.report().begin(name);
        List<Long> pids = server().stream().map(ProcessHandle::pid).toList();
        long away;
        try (Injection injection = new Injection(pids, "fdatasync", "1", List.of(), trial.work())) {
            Installed.await(60, "no sync failed", () -> injection.count() > 0);
            away = injection.first().orElseThrow();
        }
        // seen to be gone from the first question in vain to the last
        AtomicLong gone = new AtomicLong();
        AtomicLong still = new AtomicLong();
        Installed.await(60, "the database server did not come back", () -> {
            long asked = System.nanoTime();
            if (database.answers()) {
                return true;
            }
            gone.compareAndSet(0, System.nanoTime());
            still.set(asked);
            return false;
        });
        end(one, away, acksIn(gone.get(), still.get()), System.nanoTime());
    }

    /** @return how many writes were acknowledged while there was no server that could have committed them */
    private long acksIn(long gone, long back) {
        return writers.acknowledged(ack -> ack.answeredNanos() - back < 0
                && (ack.sentNanos() - gone > 0 || ack.answeredNanos() - gone > ON_ITS_WAY));
    }

    private void end(Report.Case one, long away, long acks, long back) throws IOException, InterruptedException {
        Installed.comes(60, () -> writers.firstAfter(back).isPresent());
        Installed.comes(60, () -> watch.readiness().until(back, Watch.Answer::good) < 1e9);
        Installed.comes(60, () -> watch.reads().until(back, Watch.Answer::good) < 1e9);
        double writes = writers.firstAfter(back).map(at -> (at - back) / 1e9).orElse(1e9);
        double reads = watch.reads().until(back, Watch.Answer::good);
        double ready = watch.readiness().until(back, Watch.Answer::good);
        double named = watch.readiness()
                .until(
                        away,
                        answer -> answer.status() == 503
                                && answer.body().contains("{\"name\":\"schema\",\"healthy\":false"));
        one.figure("awaySeconds", "vắng, s / away", (back - away) / 1e9)
                .must("acksWhileAway", "xác nhận khi vắng / acknowledged while it was away", acks, 0)
                .must("writesAfterSeconds", "ghi lại được sau, s / writes again after", writes, BACK_BAR)
                .must("readsAfterSeconds", "đọc lại được sau, s / reads again after", Math.min(reads, 1e9), BACK_BAR)
                .must("readyAfterSeconds", "sẵn sàng lại sau, s / ready again after", Math.min(ready, 1e9), BACK_BAR)
                .must(
                        "longestAnswerSeconds",
                        "chờ trả lời lâu nhất, s / longest wait for an answer",
                        writers.longest(),
                        ANSWER_BAR)
                .figure(
                        "namedAfterSeconds",
                        "kiểm tra nêu cơ sở dữ liệu sau, s / readiness names it after",
                        Math.min(named, 1e9))
                .must(
                        "named",
                        "kiểm tra nêu cơ sở dữ liệu nếu vắng lâu / readiness names the database if it is away for long",
                        (back - away) / 1e9 < 3 || named <= (back - away) / 1e9 + 1)
                .figure(
                        "answers",
                        "câu trả lời / answers so far",
                        writers.answers().toString());
        List<String> wrong = new ArrayList<>(writers.faults());
        wrong.addAll(watch.reads().faults(away, System.nanoTime()));
        wrong.addAll(watch.logIns().faults(away, System.nanoTime()));
        wrong.stream().limit(3).forEach(System.err::println);
        one.must("unclear", "câu trả lời không rõ ràng / answers that are no clear refusal", wrong.size(), 0);
        steady();
        one.must("connections", "kết nối tới máy chủ / connections to the server", connections(), 10);
        writers.judge(one);
        one.end();
    }

    private void steady() throws IOException, InterruptedException {
        long before = writers.acknowledged();
        Installed.await(60, "no write was acknowledged", () -> writers.acknowledged() >= before + 10);
        Installed.await(60, "the hub was not ready", installed::ready);
    }

    /** @return when the server was started, as {@link System#nanoTime()}: it cannot have committed anything before */
    private long started() throws IOException {
        return System.nanoTime()
                - (long) (database.asked("select extract(epoch from clock_timestamp() - pg_postmaster_start_time())")
                        * 1e9);
    }

    /** @return how many connections the hub holds, as the server counts them */
    private int connections() throws IOException {
        return (int) database.asked("select count(*) - 1 from pg_stat_activity where usename = current_user");
    }
}
