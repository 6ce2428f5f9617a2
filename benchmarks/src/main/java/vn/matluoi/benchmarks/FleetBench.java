package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Thousands of recorders with their event subscriptions open: what the hub holds and uses for them, how late their events are
 * with one who reads them, and what happens when the power of many comes back at once.
 */
final class FleetBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FLEET =
            Pattern.compile("fleet of (\\d+): http://127\\.1\\.0\\.1:(\\d+) to \\S+  control (http://\\S+)");
    /** As the fleet sends it: the hub keeps no fractions of the device's time. */
    private static final Pattern TIME = Pattern.compile("<dateTime>([^<]+)</dateTime>");
    /** Recorders on one net of the loopback addresses: as the simulator deals them out. */
    private static final int A_NET = 250;

    private static final int ADDERS = 4;
    private static final int PAGE = 500;
    /** A second, with all recorders of a power cut coming back: eighty log-ins, ten subscriptions, and what they ask. */
    private static final long MOST_CONNECTIONS = 200;

    private final Report report;
    private final Machine process;
    private final Hub admin;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String password;
    private final String control;
    private final int recorders;
    private final int port;
    private final int channels;

    FleetBench(Report report, Machine process, Hub admin, Path log, Path passwordFile, int channels)
            throws IOException {
        this.report = report;
        this.process = process;
        this.admin = admin;
        this.channels = channels;
        password = Files.readString(passwordFile).strip();
        Matcher line = FLEET.matcher(Files.readString(log));
        if (!line.find()) {
            throw new IOException("the fleet's program did not say where it is");
        }
        recorders = Integer.parseInt(line.group(1));
        port = Integer.parseInt(line.group(2));
        control = line.group(3);
    }

    /**
     * @param rate events a second
     * @param seconds how long
     * @param cut recorders that lose their power
     * @param whole whether this is the size that has bars
     */
    void run(int rate, int seconds, int cut, boolean whole) throws IOException, InterruptedException {
        connect(whole);
        tell(rate, seconds, whole);
        powerCut(cut, whole);
    }

    private void connect(boolean whole) throws IOException, InterruptedException {
        Report.Case one = report.begin("open");
        long began = System.nanoTime();
        double cpu = process.cpuSeconds();
        add();
        one.figure("addSeconds", "thêm hết trong, s / all added in", seconds(began));
        Recorders.awaitOnline(admin, recorders * channels, 1800);
        one.figure("onlineSeconds", "trực tuyến hết sau, s / all online after", seconds(began));
        awaitStreaming(recorders, 600);
        one.figure("streamingSeconds", "mọi luồng sự kiện mở sau, s / all event streams after", seconds(began));
        one.figure("recorders", "đầu ghi / recorders", recorders)
                .figure("cameras", "máy quay / cameras", recorders * channels);
        one.process(process, process.cpuSeconds() - cpu).end();
        Report.Case idle = report.begin("idle");
        TimeUnit.SECONDS.sleep(20); // what the opening took is let go
        double before = process.cpuSeconds();
        long from = System.nanoTime();
        TimeUnit.SECONDS.sleep(whole ? 60 : 5);
        idle.figure("cores", "số nhân bận / cores busy", (process.cpuSeconds() - before) / seconds(from));
        holds(idle, whole);
        idle.process(process, process.cpuSeconds() - before).end();
    }

    private void add() throws IOException, InterruptedException {
        ExecutorService adders = Executors.newFixedThreadPool(ADDERS);
        try {
            List<Future<Void>> added = IntStream.range(0, recorders)
                    .mapToObj(n -> adders.submit(() -> {
                        add(n);
                        return (Void) null;
                    }))
                    .toList();
            for (Future<Void> each : added) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            adders.shutdownNow();
        }
    }

    private void add(int n) throws IOException, InterruptedException {
        Map<String, Object> source = Map.of(
                "id",
                "fleet-" + (n + 1),
                "name",
                "Đầu ghi " + (n + 1),
                "driver",
                "hikvision",
                "address",
                "http://127.1.%d.%d:%d".formatted(n / A_NET, n % A_NET + 1, port),
                "username",
                "admin",
                "secret",
                password,
                "area",
                Recorders.AREA,
                "sector",
                "security");
        for (int status = 429; status == 429; ) {
            var answer = admin.exchange("POST", "/api/v1/sources", source);
            status = answer.statusCode();
            if (status == 429) {
                TimeUnit.MILLISECONDS.sleep(500);
            } else if (status / 100 != 2) {
                throw new IOException("a source was not taken: " + status + ' ' + new String(answer.body()));
            }
        }
    }

    private void tell(int rate, int seconds, boolean whole) throws IOException, InterruptedException {
        Report.Case one = report.begin("events");
        long after = admin.lastEvent();
        double cpu = process.cpuSeconds();
        long[] late = new long[rate * (seconds + 5)];
        int came = 0;
        int wrongOrder = 0;
        long sequence = after;
        control("events", Map.of("rate", rate));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long told = Long.MAX_VALUE;
        long patience = Long.MAX_VALUE;
        while (came < told && came < late.length && System.nanoTime() < patience) {
            if (told == Long.MAX_VALUE && System.nanoTime() > until) {
                told = state().get("told").asLong();
                control("events", Map.of("rate", 0));
                patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            }
            JsonNode items = admin.get("/api/v1/events?limit=" + PAGE + "&after=" + sequence)
                    .get("items");
            Instant now = Instant.now();
            for (JsonNode event : items) {
                if (event.get("sequence").asLong() <= sequence) {
                    wrongOrder++;
                }
                sequence = event.get("sequence").asLong();
                Matcher time = TIME.matcher(event.path("payload").asText());
                if (came < late.length && time.find()) {
                    late[came++] = Duration.between(
                                    OffsetDateTime.parse(time.group(1)).toInstant(), now)
                            .toMillis();
                }
            }
            if (items.size() < PAGE) {
                TimeUnit.MILLISECONDS.sleep(100); // a reader that polls ten times a second
            }
        }
        Arrays.sort(late, 0, came);
        one.figure("rate", "sự kiện một giây / events a second", came / (double) seconds)
                .figure("came", "sự kiện tới nơi / events that came", came)
                .must("lost", "sự kiện mất / events lost", Math.max(0, told - came), 0)
                .must("wrongOrder", "sai thứ tự / out of order", wrongOrder, 0);
        String label = "trễ p95 từ thiết bị tới người đọc, ms / p95 from device to reader";
        one.figure("p50Millis", "trễ p50, ms / p50", came == 0 ? -1 : late[came / 2]);
        long p95 = came == 0 ? Long.MAX_VALUE : late[came * 95 / 100];
        if (whole) {
            one.atMost("p95Millis", label, p95, 1000);
        } else {
            one.figure("p95Millis", label, p95);
        }
        one.figure("maxMillis", "lâu nhất, ms / longest", came == 0 ? -1 : late[came - 1])
                .figure("cores", "số nhân bận / cores busy", (process.cpuSeconds() - cpu) / seconds);
        holds(one, whole);
        one.process(process, process.cpuSeconds() - cpu).end();
    }

    private void powerCut(int count, boolean whole) throws IOException, InterruptedException {
        Report.Case one = report.begin("power-cut");
        long wrong = state().get("wrongLogins").asLong();
        control("power", Map.of("count", count, "on", false));
        TimeUnit.SECONDS.sleep(whole ? 60 : 5);
        one.figure("cut", "đầu ghi mất điện / recorders without power", count);
        long back = System.nanoTime();
        double cpu = process.cpuSeconds();
        control("power", Map.of("count", count, "on", true));
        awaitStreaming(recorders, 900);
        double took = seconds(back);
        JsonNode state = state();
        one.must(
                        "streamingSeconds",
                        "mọi sự kiện trở lại sau, s / all events flow again after",
                        took,
                        whole ? 180 : 120)
                .must(
                        "locked",
                        "tài khoản bị khóa / accounts locked",
                        state.get("locked").asLong(),
                        0)
                .must(
                        "wrongLogins",
                        "đăng nhập sai / wrong log-ins",
                        state.get("wrongLogins").asLong() - wrong,
                        0);
        String most = "kết nối trong một giây, nhiều nhất / connections in one second, most";
        long connections = state.get("mostConnectionsASecond").asLong();
        if (whole) {
            one.atMost("mostConnections", most, connections, MOST_CONNECTIONS);
        } else {
            one.figure("mostConnections", most, connections);
        }
        holds(one, whole);
        one.process(process, process.cpuSeconds() - cpu).end();
    }

    private void holds(Report.Case one, boolean whole) throws IOException, InterruptedException {
        String threads = "luồng / threads";
        String heap = "heap sau khi dọn, MiB / heap after collection";
        process.collect();
        double used = admin.heapMiB();
        if (whole) {
            one.atMost("threads", threads, process.threads(), 200).atMost("heapMiB", heap, used, 1536);
        } else {
            one.figure("threads", threads, process.threads()).figure("heapMiB", heap, used);
        }
        one.figure("descriptors", "tệp mở / descriptors", process.descriptors());
    }

    private void awaitStreaming(int wanted, int atMost) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(atMost);
        for (int now; (now = state().get("streaming").asInt()) < wanted; TimeUnit.MILLISECONDS.sleep(200)) {
            if (System.nanoTime() > until) {
                throw new IOException("%d of %d event streams are open after %d s".formatted(now, wanted, atMost));
            }
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private JsonNode state() throws IOException {
        return ask(HttpRequest.newBuilder(URI.create(control + "/state")));
    }

    private JsonNode control(String what, Map<String, ?> body) throws IOException {
        return ask(HttpRequest.newBuilder(URI.create(control + '/' + what))
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("the fleet's control interface: " + new String(answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
