package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Machine;
import vn.matluoi.benchmarks.Report;

/** How many events of agencies' programs the hub takes a second, each on the disk before it is answered; and whether all of them are there. */
public final class IntakeBench {

    private static final int BATCH = 1000;

    private final Report report;
    private final Machine process;
    private final Machine own = new Machine(ProcessHandle.current().pid());
    private final Hub admin;
    private final Path data;
    private final Brought brought = new Brought();

    /** @param data the hub's folder of state */
    public IntakeBench(Report report, Machine process, Hub admin, Path data) {
        this.report = report;
        this.process = process;
        this.admin = admin;
        this.data = data;
    }

    /**
     * @param atOnce events in one message
     * @param warmUp seconds that do not count
     * @param bar events a second that should be taken; 0 for none
     */
    public void run(URI base, int agencies, int atOnce, int seconds, int warmUp, int bar)
            throws IOException, InterruptedException {
        String key = Hub.password();
        Routes routes = new Routes(data);
        try (Receiver receiver = new Receiver(key, this::take);
                Agencies all = new Agencies(agencies, base, admin, routes)) {
            measure("one-by-one", all, 1, Math.max(1, seconds / 4), warmUp, 0);
            measure("together", all, atOnce, seconds, warmUp, bar);
            routes.sink("so-su-kien", "events", "first", receiver, key, BATCH);
            compare(all, receiver);
        }
    }

    private boolean take(Iterable<JsonNode> events) {
        events.forEach(event -> brought.take(Told.of(event), event.path("id").asText()));
        return true;
    }

    private void measure(String name, Agencies all, int atOnce, int seconds, int warmUp, int bar)
            throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        var going = all.begin((agency, which) -> {
            while (!over.get()) {
                agency.tell(atOnce);
            }
        });
        TimeUnit.SECONDS.sleep(warmUp);
        Report.Case one = report.begin(name);
        long began = System.nanoTime();
        int before = all.told();
        double cpu = process.cpuSeconds();
        double mine = own.cpuSeconds();
        TimeUnit.SECONDS.sleep(seconds);
        int taken = all.told() - before;
        double took = (System.nanoTime() - began) / 1e9;
        double used = process.cpuSeconds() - cpu;
        double usedByAgencies = own.cpuSeconds() - mine;
        over.set(true);
        all.await(going);
        String label = "sự kiện nhận một giây / events taken a second";
        if (bar > 0) {
            one.atLeast("rate", label, taken / took, bar);
        } else {
            one.figure("rate", label, taken / took);
        }
        one.figure("atOnce", "sự kiện mỗi lần gửi / events in a message", atOnce)
                .figure(
                        "agencies",
                        "hệ thống cùng gửi / agencies at once",
                        all.all().size())
                .figure("taken", "sự kiện / events", taken)
                .figure("cores", "số nhân của trạm / cores of the hub", used / took)
                .figure("agenciesCores", "số nhân của bên gửi / cores of the agencies", usedByAgencies / took)
                .process(process, used)
                .end();
    }

    /** A receiver is brought everything from the first on: what was acknowledged must be among it. */
    private void compare(Agencies all, Receiver receiver) throws IOException, InterruptedException {
        Report.Case one = report.begin("there");
        double cpu = process.cpuSeconds();
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        for (int count = -1; brought.count() < all.told() && System.nanoTime() < until; ) {
            if (brought.count() != count) {
                until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                count = brought.count();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        Map<String, Integer> told = new HashMap<>();
        all.all().forEach(agency -> told.put(agency.source(), agency.told()));
        brought.faults().forEach(System.out::println);
        long phantoms = brought.phantoms((source, number) -> number <= told.getOrDefault(source, 0));
        one.figure("taken", "sự kiện / events", all.told())
                .must("lost", "mất / lost", all.told() - (brought.count() - phantoms), 0)
                .must("phantom", "không ai gửi / nobody told", phantoms, 0)
                .must("disordered", "sai thứ tự / out of order", brought.disordered(), 0)
                .must("doubled", "lặp dưới mã khác / twice, by another id", brought.doubled() + brought.altered(), 0)
                .must("forged", "chữ ký sai / signed wrongly", receiver.forged(), 0)
                .process(process, process.cpuSeconds() - cpu)
                .end();
    }
}
