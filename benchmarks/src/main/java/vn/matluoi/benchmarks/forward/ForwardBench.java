package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Machine;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.benchmarks.ServerDatabase;

/**
 * What a receiver is brought of what agencies tell: how late it is, how much is kept while the receiver is away, how fast it then comes;
 * and how late it hears of a change in the catalogue.
 */
public final class ForwardBench {

    private static final int AGENCIES = 4;
    private static final int AT_ONCE = 5;
    private static final int HURRIED = 500;
    private static final int BATCH = 500;
    private static final int FASTER = 5;
    private static final int MOST_MIB = 2048;
    private static final int P95_MILLIS = 1000;
    private static final int CHANGE_MILLIS = 2000;
    private static final String EVENTS = "so-su-kien";
    private static final String CHANGES = "so-thay-doi";
    private static final String SHEET = "mot-camera";

    private final Report report;
    private final Machine process;
    private final Hub admin;
    private final Path data;
    private final boolean whole;
    private final Brought brought = new Brought();
    private final List<Long> late = new ArrayList<>(); // guarded by itself
    private final AtomicLong changeAt = new AtomicLong();
    private final AtomicLong firstAt = new AtomicLong();

    /**
     * @param data the hub's folder of state
     * @param whole whether this is the size that has bars
     */
    public ForwardBench(Report report, Machine process, Hub admin, Path data, boolean whole) {
        this.report = report;
        this.process = process;
        this.admin = admin;
        this.data = data;
        this.whole = whole;
    }

    /**
     * @param events told while the receiver is away
     * @param rate a second, in normal running and while it is brought what it missed
     * @param seconds of normal running
     * @param changes to the catalogue, one after the other
     */
    public void run(URI base, int events, int rate, int seconds, int changes) throws IOException, InterruptedException {
        String key = Hub.password();
        Routes routes = new Routes(data);
        try (Receiver receiver = new Receiver(key, this::takeEvents);
                Receiver heard = new Receiver(key, this::takeChanges);
                Agencies agencies = new Agencies(AGENCIES, base, admin, routes)) {
            routes.sink(EVENTS, "events", "now", receiver, key, BATCH);
            routes.sink(CHANGES, "changes", "now", heard, key, BATCH);
            Routes.awaitSink(admin, EVENTS);
            Routes.awaitSink(admin, CHANGES);
            normal(agencies, rate, seconds);
            change(changes);
            receiver.away();
            away(agencies, events);
            back(agencies, receiver, events, rate);
        }
    }

    private boolean takeEvents(Iterable<JsonNode> events) {
        long now = System.currentTimeMillis();
        firstAt.compareAndSet(0, System.nanoTime());
        synchronized (late) {
            events.forEach(event -> {
                Told told = Told.of(event);
                brought.take(told, event.path("id").asText());
                late.add(now - told.millis());
            });
        }
        return true;
    }

    private boolean takeChanges(Iterable<JsonNode> changes) {
        changes.forEach(change -> {
            if (change.path("type").asText().startsWith("vn.matluoi.camera.")) {
                changeAt.set(System.nanoTime());
            }
        });
        return true;
    }

    private void normal(Agencies agencies, int rate, int seconds) throws IOException, InterruptedException {
        Agencies.Ending warm = agencies.tell(rate, AT_ONCE);
        TimeUnit.SECONDS.sleep(whole ? 20 : 1);
        synchronized (late) {
            late.clear();
        }
        Report.Case one = report.begin("normal");
        double cpu = process.cpuSeconds();
        TimeUnit.SECONDS.sleep(seconds);
        double used = process.cpuSeconds() - cpu;
        warm.end();
        await(30, "not all came", () -> brought.count() >= agencies.told());
        long[] sorted;
        synchronized (late) {
            sorted = late.stream().mapToLong(Long::longValue).sorted().toArray();
        }
        one.figure("events", "sự kiện / events", sorted.length)
                .figure(
                        "p50Millis",
                        "trễ p50 từ gửi đến nơi nhận, ms / p50 from sending to receiver",
                        percentile(sorted, 50));
        String label = "trễ p95, ms / p95";
        if (whole) {
            one.atMost("p95Millis", label, percentile(sorted, 95), P95_MILLIS);
        } else {
            one.figure("p95Millis", label, percentile(sorted, 95));
        }
        one.figure("maxMillis", "lâu nhất, ms / longest", percentile(sorted, 100))
                .figure("cores", "số nhân bận / cores busy", used / seconds);
        judge(one, agencies).process(process, used).end();
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? -1 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** A sheet of one camera, which is another each time. */
    private void change(int changes) throws IOException, InterruptedException {
        Report.Case one = report.begin("change");
        double cpu = process.cpuSeconds();
        admin.send("POST", "/api/v1/sources", Map.of("id", SHEET, "name", "Một camera", "area", "25516"));
        long[] millis = new long[changes];
        for (int i = 0; i < changes; i++) {
            String sheet = "Mã camera,Tên camera,Mã xã,Lĩnh vực\nMOT-1,Cổng số " + i + ",25516,An ninh\n";
            changeAt.set(0);
            long began = System.nanoTime();
            Hub.Reply reply = admin.body(
                    "/api/v1/imports?profile=commune&source=" + SHEET,
                    "text/csv",
                    sheet.getBytes(StandardCharsets.UTF_8));
            if (reply.status() != 201) {
                throw new IOException("a sheet was not taken: " + new String(reply.content(), StandardCharsets.UTF_8));
            }
            await(30, "the receiver does not hear of a change", () -> changeAt.get() != 0);
            millis[i] = TimeUnit.NANOSECONDS.toMillis(changeAt.get() - began);
        }
        Arrays.sort(millis);
        one.figure("changes", "thay đổi / changes", changes)
                .figure(
                        "p50Millis",
                        "trễ p50 từ gửi đến nơi nhận, ms / p50 from sending to receiver",
                        millis[changes / 2]);
        String label = "lâu nhất, ms / longest";
        if (whole) {
            one.atMost("maxMillis", label, millis[changes - 1], CHANGE_MILLIS);
        } else {
            one.figure("maxMillis", label, millis[changes - 1]);
        }
        one.process(process, process.cpuSeconds() - cpu).end();
    }

    private void away(Agencies agencies, int events) throws IOException, InterruptedException {
        Report.Case one = report.begin("away");
        double cpu = process.cpuSeconds();
        long before = databaseBytes();
        int count = brought.count();
        long began = System.nanoTime();
        agencies.each((agency, which) -> {
            int mine = events / AGENCIES + (which < events % AGENCIES ? 1 : 0);
            for (int told = 0; told < mine; told += HURRIED) {
                agency.tell(Math.min(HURRIED, mine - told));
            }
        });
        double seconds = seconds(began);
        one.figure("events", "sự kiện / events", events)
                .figure("rate", "nhận một giây / taken a second", events / seconds);
        String label = "thêm trên đĩa, MiB / more on the disk";
        double mib = (databaseBytes() - before) / (double) (1 << 20);
        if (whole) {
            one.atMost("diskMiB", label, mib, MOST_MIB);
        } else {
            one.figure("diskMiB", label, mib);
        }
        one.must("quiet", "nơi nhận không nghe gì / the receiver hears nothing", brought.count() == count);
        one.process(process, process.cpuSeconds() - cpu).end();
    }

    private void back(Agencies agencies, Receiver receiver, int events, int rate)
            throws IOException, InterruptedException {
        Report.Case one = report.begin("back");
        double cpu = process.cpuSeconds();
        Map<String, Integer> missed = new HashMap<>();
        agencies.all().forEach(agency -> missed.put(agency.source(), agency.told()));
        int before = agencies.told();
        Agencies.Ending arriving = agencies.tell(rate, AT_ONCE);
        firstAt.set(0);
        long began = System.nanoTime();
        receiver.back();
        await(1800, "what was missed does not come", () -> missed.entrySet().stream()
                .allMatch(each -> brought.last(each.getKey()) >= each.getValue()));
        double took = seconds(began);
        int arrived = agencies.told() - before;
        arriving.end();
        await(60, "not all came", () -> brought.count() >= agencies.told());
        double wait = (firstAt.get() - began) / 1e9;
        one.figure("waitSeconds", "nghe lại sau, s / heard again after", wait)
                .figure("drainSeconds", "rồi nhận hết trong, s / then all within", took - wait)
                .figure("arrived", "sự kiện mới trong lúc đó / new events meanwhile", arrived);
        String label = "đưa một giây, kể cả chờ / brought a second, the wait included";
        if (whole) {
            one.atLeast("rate", label, events / took, FASTER * rate);
        } else {
            one.figure("rate", label, events / took);
        }
        one.must("forged", "chữ ký sai / signed wrongly", receiver.forged(), 0);
        judge(one, agencies).process(process, process.cpuSeconds() - cpu).end();
    }

    private Report.Case judge(Report.Case one, Agencies agencies) {
        Map<String, Integer> told = new HashMap<>();
        agencies.all().forEach(agency -> told.put(agency.source(), agency.told()));
        brought.faults().forEach(System.out::println);
        long phantoms = brought.phantoms((source, number) -> number <= told.getOrDefault(source, 0));
        return one.must("lost", "mất / lost", agencies.told() - (brought.count() - phantoms), 0)
                .must("phantom", "không ai gửi / nobody told", phantoms, 0)
                .must("disordered", "sai thứ tự / out of order", brought.disordered(), 0)
                .must("doubled", "lặp dưới mã khác / twice, by another id", brought.doubled() + brought.altered(), 0)
                .figure("repeated", "lặp cùng mã / again, by the same id", brought.repeated());
    }

    /** @return how large the hub's database is, in its process or on the server */
    private long databaseBytes() throws IOException {
        Optional<ServerDatabase> server = ServerDatabase.of(data);
        if (server.isPresent()) {
            return (long) server.get().asked("select pg_database_size(current_database())");
        }
        Path derby = data.resolve("data/derby");
        try (var files = Files.walk(derby)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static void await(int atMost, String otherwise, BooleanSupplier so)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(atMost);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IOException(otherwise + " within " + atMost + " s");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
