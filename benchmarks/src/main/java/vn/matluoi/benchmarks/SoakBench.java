package vn.matluoi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.simulators.rtsp.RtspViewer;

/**
 * As many viewers, log-ins and failing sources as some hours bring, in as many minutes or less: what the hub holds on to after
 * each hour. An hour before the first is not counted: it makes what is made once. At the end of each everybody leaves, all is
 * mended, all garbage is collected, and then the process is weighed.
 */
final class SoakBench {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** What an hour brings; the sources fail beside that. */
    private static final int VIEWERS = 150;

    private static final int LOG_INS = 40;
    private static final int PAGES = 200;
    private static final int FAILURES_OF_SOURCE = 2;
    private static final List<String> FAILURES = List.of("silent", "cut", "reset", "busy", "garbage", "stall", "slow");
    private static final int CHANNELS = 8;
    private static final int THREADS_OFF = 5; // at most
    private static final int SETTLED = 6;
    private static final String ACCOUNT = "soak-session-";
    /** So many that none of them logs in five times an hour, which the hub takes for guessing if all five are at once. */
    private static final int ACCOUNTS = LOG_INS / 4;

    private final Report report;
    private final Machine process;
    private final Recorders recorders;
    private final Hub admin;
    private final Hub nobody;
    private final Random random;
    private final ScheduledExecutorService work = Executors.newScheduledThreadPool(24);
    private final ConcurrentLinkedQueue<RtspViewer> watching = new ConcurrentLinkedQueue<>();
    private final AtomicInteger came = new AtomicInteger();
    private final AtomicInteger loggedIn = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private final String password = Hub.password();
    private Hub viewer;
    private List<String> cameras = List.of();

    /** What the process held at the end of an hour. */
    private record Weight(long threads, long descriptors, double heapMiB) {}

    SoakBench(Report report, Machine process, Recorders recorders, Hub admin, Hub nobody, int seed) {
        this.report = report;
        this.process = process;
        this.recorders = recorders;
        this.admin = admin;
        this.nobody = nobody;
        this.random = new Random(seed);
    }

    void run(int hours, int hourSeconds) throws IOException, InterruptedException {
        for (String name : recorders.names()) {
            recorders.connect(admin, name, Map.of("watch.seconds", "5"));
        }
        viewer = admin.viewer("soak-viewer", List.of(Recorders.AREA));
        for (int n = 0; n < ACCOUNTS; n++) {
            admin.send(
                    "POST",
                    "/api/v1/accounts",
                    Map.of(
                            "username",
                            ACCOUNT + n,
                            "password",
                            password,
                            "role",
                            "viewer",
                            "areas",
                            List.of(Recorders.AREA)));
        }
        cameras = Recorders.awaitOnline(admin, recorders.names().size() * CHANNELS, 120);
        List<Weight> weights = new ArrayList<>();
        try {
            for (int hour = 0; hour <= hours; hour++) {
                Report.Case one = report.begin("hour-" + hour);
                double cpu = process.cpuSeconds();
                live(hourSeconds);
                rest();
                if (hour > 0) {
                    awaitIdleThreads(weights.get(0).threads);
                }
                Weight weight = weigh();
                weights.add(weight);
                int viewers = came.getAndSet(0);
                one.figure("came", "người xem tới / viewers came", viewers)
                        .must("most", "hầu hết đã tới / most of them came", viewers >= VIEWERS * 9 / 10)
                        .must(
                                "turnedAway",
                                "không được, vì nguồn hỏng / turned away",
                                turnedAway.getAndSet(0),
                                VIEWERS / 2)
                        .must("wrong", "việc hỏng cách khác / failed otherwise", wrong.getAndSet(0), 0)
                        .figure("failures", "lần nguồn hỏng / sources failed", failed.getAndSet(0));
                state(one, weight, weights.get(0), hour > 0);
                one.process(process, process.cpuSeconds() - cpu);
                if (hour == hours && hours > 1) { // one hour has no slope
                    one.must(
                            "slopeMiB",
                            "heap tăng mỗi giờ, MiB / heap's slope, MiB an hour",
                            slope(weights.subList(Math.min(1, hours), weights.size())),
                            0.5);
                }
                one.end();
                System.out.printf("hour %d: %s%n", hour, weight);
            }
        } finally {
            work.shutdownNow();
        }
    }

    private static void state(Report.Case one, Weight weight, Weight first, boolean judged) {
        if (judged) {
            one.must("threadsOff", "luồng lệch / threads off", Math.abs(weight.threads - first.threads), THREADS_OFF)
                    .must(
                            "descriptorsOff",
                            "tệp mở lệch / descriptors off",
                            Math.abs(weight.descriptors - first.descriptors),
                            20);
        }
        one.figure("threads", "luồng / threads", weight.threads)
                .figure("descriptors", "tệp mở / descriptors", weight.descriptors)
                .figure("heapMiB", "heap sau khi dọn, MiB / heap after collection", weight.heapMiB);
    }

    /** Everything that an hour brings, spread over it at random. */
    private void live(int seconds) throws InterruptedException {
        long millis = TimeUnit.SECONDS.toMillis(seconds);
        some(VIEWERS, millis, this::comes);
        some(LOG_INS, millis, surely(this::logsIn));
        some(PAGES, millis, surely(() -> viewer.get("/api/v1/cameras?limit=50")));
        for (String name : recorders.names()) {
            some(FAILURES_OF_SOURCE, millis * 3 / 4, surely(() -> fails(name, millis / 8)));
        }
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    private interface Deed {
        void done() throws IOException, InterruptedException;
    }

    private void some(int times, long millis, Deed deed) {
        for (int n = 0; n < times; n++) {
            work.schedule(() -> quietly(deed), (long) (random.nextDouble() * millis), TimeUnit.MILLISECONDS);
        }
    }

    /** No source that fails excuses it. */
    private static Deed surely(Deed deed) {
        return () -> {
            try {
                deed.done();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** A source that fails turns viewers away, and that is as it should be. */
    private void quietly(Deed deed) {
        try {
            deed.done();
        } catch (IOException e) {
            turnedAway.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            System.err.println("not as it should be: " + e);
            wrong.incrementAndGet();
        }
    }

    private void comes() throws IOException {
        came.incrementAndGet();
        String camera = cameras.get(pick(cameras.size()));
        URI ticket = URI.create(viewer.send("POST", "/api/v1/cameras/" + camera + "/live", Map.of())
                .get("rtsp")
                .asText());
        switch (pick(10)) {
            case 0 -> {} // thinks better of it
            case 1 -> stranger(ticket, "");
            case 2 -> stranger(ticket, "DESCRIBE " + ticket + " RTSP/1.0\r\nCSeq: 1\r\n");
            default -> {
                RtspViewer one = RtspViewer.open(ticket, PATIENCE);
                watching.add(one);
                work.schedule(() -> quietly(() -> leaves(one)), 1000 + pick(12_000), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void leaves(RtspViewer one) throws IOException {
        if (!watching.remove(one)) {
            return;
        }
        if (pick(3) == 0) {
            one.drop();
        } else {
            one.close();
        }
    }

    /** Connects, says nothing or half of something, and is gone after a while. */
    private void stranger(URI where, String words) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(where.getHost(), where.getPort()), (int) PATIENCE.toMillis());
        socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        work.schedule(() -> quietly(socket::close), 1000 + pick(5000), TimeUnit.MILLISECONDS);
    }

    /** Every second one never logs out. */
    private void logsIn() throws IOException {
        String account = ACCOUNT + loggedIn.getAndIncrement() % ACCOUNTS;
        HttpResponse<byte[]> answer =
                nobody.exchange("POST", "/api/v1/session", Map.of("username", account, "password", password));
        String cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";")[0];
        if (pick(2) == 0) {
            answer = nobody.exchange("DELETE", "/api/v1/session", Map.of(), "Cookie", cookie, "X-Matluoi-Request", "1");
        }
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("logging in: " + answer.statusCode());
        }
    }

    private void fails(String name, long millis) throws IOException {
        failed.incrementAndGet();
        recorders.tell(name, "fault", Map.of("kind", FAILURES.get(pick(FAILURES.size()))));
        work.schedule(
                () -> quietly(surely(() -> recorders.tell(name, "fault", Map.of("kind", "none")))),
                millis / 2 + pick((int) millis),
                TimeUnit.MILLISECONDS);
    }

    private synchronized int pick(int bound) {
        return random.nextInt(bound);
    }

    /** Everybody leaves, everything is mended, and the hub has found that out. */
    private void rest() throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(2);
        for (RtspViewer one; (one = watching.poll()) != null; ) {
            one.close();
        }
        for (String name : recorders.names()) {
            recorders.tell(name, "fault", Map.of("kind", "none"));
        }
        Recorders.awaitOnline(admin, cameras.size(), 120);
        TimeUnit.SECONDS.sleep(12); // streams nobody watches linger, and half a request is waited for so long
        long until = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(45); // what is pooled goes when it was not used for a while
        long held = held();
        for (int same = 0; same < SETTLED && System.nanoTime() < until; ) {
            TimeUnit.SECONDS.sleep(1);
            long now = held();
            same = now == held ? same + 1 : 0;
            held = now;
        }
    }

    /** A thread of a pool ends when nobody needed it for a minute; one that leaked stays. */
    private void awaitIdleThreads(long first) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(75);
        while (process.threads() - first > THREADS_OFF && System.nanoTime() < until) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private long held() {
        return process.threads() + process.descriptors();
    }

    private Weight weigh() throws IOException, InterruptedException {
        process.collect();
        process.collect();
        double heap = nobody.heapMiB();
        if (heap <= 0) { // or no slope would ever be seen
            throw new IOException("the metrics do not tell of the heap");
        }
        return new Weight(process.threads(), process.descriptors(), heap);
    }

    /** Least squares over the hours. */
    private static double slope(List<Weight> weights) {
        double middle = (weights.size() - 1) / 2.0;
        double over = 0;
        double under = 0;
        for (int hour = 0; hour < weights.size(); hour++) {
            over += (hour - middle) * weights.get(hour).heapMiB;
            under += (hour - middle) * (hour - middle);
        }
        return under == 0 ? 0 : over / under;
    }
}
