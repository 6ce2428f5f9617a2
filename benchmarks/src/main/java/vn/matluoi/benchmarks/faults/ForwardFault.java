package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Report;

/**
 * {@code kill -9} of the hub at random moments while agencies of every kind tell it events and hand in lists, and it tells receivers of every
 * kind: what it acknowledged, or took, is brought, in the order of each source, and again only under the same id.
 */
final class ForwardFault implements Fault {

    private static final int READY_SECONDS = 60;
    private static final int MOST_SECONDS = 90;
    /** Of so many kills one at least must meet an agency that waits for its answer. */
    private static final int ENOUGH_KILLS = 10;

    private static final Map<String, String> WRONG = Map.of(
            "lost", "mất / lost",
            "phantom", "không ai gửi / nobody told",
            "disordered", "sai thứ tự / out of order",
            "doubled", "lặp dưới mã khác / twice, by another id",
            "altered", "mã cũ, nội dung khác / another by the same id",
            "forged", "chữ ký sai / signed wrongly");

    private enum Moment {
        /** The agencies tell, the receiver takes. */
        TELL,
        /** The receiver takes what it missed, and falls silent over a message. */
        BACK,
        /** The hub starts, with much to bring. */
        START
    }

    @Override
    public void run(Trial trial) throws IOException, InterruptedException {
        int runs = trial.options().number("runs", trial.brief() ? 2 : 100);
        HubProcess hub = new HubProcess(Path.of(System.getenv("DIST")), trial.data(), trial.base());
        Administrator administrator = Administrator.of(trial, hub.http());
        Report.Case one = trial.report().begin("seed-" + trial.seed());
        Random random = new Random(trial.seed());
        Map<Moment, Integer> moments = new EnumMap<>(Moment.class);
        List<Double> ready = new ArrayList<>();
        try (ForwardLedgers ledgers =
                new ForwardLedgers(trial.work().resolve("ledgers"), trial.seed(), Kind.of(trial))) {
            ledgers.open(administrator.hub(), hub.http(), trial.base(), trial.data());
            Map<String, Long> wrong = Map.of();
            for (int run = 0; run < runs && isRight(wrong); run++) {
                long began = System.nanoTime();
                Moment moment = Moment.values()[run % Moment.values().length];
                moments.merge(moment, 1, Integer::sum);
                once(moment, hub, ledgers, random);
                hub.launch();
                try {
                    ready.add(hub.awaitReady());
                } catch (HubProcess.NotReady e) {
                    System.err.println(e.getMessage());
                    ready.add((double) HubProcess.MOST_SECONDS);
                    break;
                }
                ledgers.tellAgain();
                ledgers.awaitAll(MOST_SECONDS);
                wrong = ledgers.wrong();
                System.out.printf(
                        "%d %s %.1f s %s %s%n",
                        trial.seed(),
                        moment,
                        (System.nanoTime() - began) / 1e9,
                        wrong,
                        ledgers.arrivals().counts());
            }
            if (!isRight(wrong)) {
                ledgers.faults().forEach(System.out::println);
            }
            figures(one, ledgers, moments, ready).end();
        }
    }

    private static boolean isRight(Map<String, Long> wrong) {
        return wrong.values().stream().allMatch(count -> count == 0);
    }

    private static void once(Moment moment, HubProcess hub, ForwardLedgers ledgers, Random random)
            throws IOException, InterruptedException {
        int before = ledgers.acknowledged();
        switch (moment) {
            case TELL -> {
                ledgers.tell();
                Installed.await(60, "nothing was acknowledged", () -> ledgers.acknowledged() > before);
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(4000));
                hub.kill();
            }
            case BACK -> fallSilent(hub, ledgers, random);
            case START -> {
                fallSilent(hub, ledgers, random);
                ledgers.stop();
                hub.launch();
                hub.awaitMomentOfStart(random);
                hub.kill();
            }
        }
        ledgers.stop();
    }

    /** The receiver comes back, and holds a message that it never confirms when the hub is killed. */
    static void fallSilent(HubProcess hub, ForwardLedgers ledgers, Random random)
            throws IOException, InterruptedException {
        int before = ledgers.taken();
        int messages = 1 + random.nextInt(8);
        ledgers.tellWhileAway(messages);
        Installed.await(60, "the receiver was brought nothing", () -> ledgers.taken() > before);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1000));
        hub.kill();
    }

    private static Report.Case figures(
            Report.Case one, ForwardLedgers ledgers, Map<Moment, Integer> moments, List<Double> ready)
            throws IOException {
        int kills = moments.values().stream().mapToInt(Integer::intValue).sum();
        one.figure("runs", "số lần giết / kills", kills)
                .figure("tell", "giết khi đang gửi / killed while they tell", moments.getOrDefault(Moment.TELL, 0))
                .figure(
                        "back",
                        "giết khi nơi nhận vừa về / as the receiver is back",
                        moments.getOrDefault(Moment.BACK, 0))
                .figure("start", "giết khi khởi động / killed while starting", moments.getOrDefault(Moment.START, 0))
                .figure("acknowledged", "lần gửi được nhận / messages taken", ledgers.acknowledged())
                .figure("unknown", "không rõ số phận, gửi lại / of unknown fate, told again", ledgers.unknown())
                .figure("handedAgain", "MQTT giao lại / handed over again by MQTT", ledgers.handedAgain());
        for (Map.Entry<String, Long> count : ledgers.arrivals().counts().entrySet()) {
            one.figure(
                    "at-" + count.getKey(),
                    "sự kiện nơi nhận có / events the receiver has: " + count.getKey(),
                    count.getValue());
        }
        for (Map.Entry<String, Long> repeated : ledgers.arrivals().repeated().entrySet()) {
            one.figure(
                    "again-" + repeated.getKey(),
                    "lặp cùng mã / again, by the same id: " + repeated.getKey(),
                    repeated.getValue());
        }
        ledgers.lists().ifPresent(lists -> one.figure("lists", "danh sách đã giao / lists handed over", lists.handed())
                .figure("listed", "camera trong đó / cameras in them", lists.cameras())
                .figure("told", "lần kể cho sổ trên / tellings to the registry", lists.told()));
        one.must(
                "met",
                "đã nhận, và đang dở nếu giết đủ nhiều / some taken and, of many kills, some under way",
                ledgers.acknowledged() > 0
                        && ledgers.arrivals().counts().values().stream().allMatch(count -> count > 0)
                        && (ledgers.unknown() > 0 || kills < ENOUGH_KILLS));
        if (!ready.isEmpty()) {
            ready.sort(Double::compare);
            one.figure("readyP95", "sẵn sàng p95, s / ready p95", ready.get((int) Math.ceil(ready.size() * 0.95) - 1))
                    .must("readyWorst", "lâu nhất, s / worst", ready.get(ready.size() - 1), READY_SECONDS);
        }
        ledgers.wrong().forEach((name, count) -> one.must(name, WRONG.get(name), count, 0));
        return one;
    }

    /** @return what a figure of {@link ForwardLedgers#wrong} is called */
    static String label(String name) {
        return WRONG.get(name);
    }
}
