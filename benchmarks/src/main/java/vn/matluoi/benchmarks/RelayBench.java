package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.matluoi.simulators.Options;
import vn.matluoi.simulators.rtsp.ViewerPool;

/**
 * Live pictures from N cameras to M viewers. The recorders are a program of their own, the viewers are in this one, the
 * hub is the installed one; every viewer has a ticket that an account limited to the cameras' area asked the API for.
 */
final class RelayBench {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String AREA = "27694";
    /** Openings at once: a province's people do not click in the same millisecond. */
    private static final int OPENERS = 8;

    private static final int ENOUGH = 100;
    private static final Pattern RECORDER = Pattern.compile(
            "recorder (\\S+): (http://\\S+)  rtsp://127\\.0\\.0\\.1:(\\d+)/\\S+  control (http://\\S+)");
    private static final Pattern SKIPPED = Pattern.compile("\"framesSkipped\":(\\d+)");

    private final Options options;
    private final Machine process;
    private final List<Recorder> recorders = new ArrayList<>();
    private final String password;
    private final int cameras;
    private final int viewers;
    private final int seconds;
    private final int warmUp;

    private record Recorder(String name, String address, int rtspPort, String control) {}

    RelayBench(Options options, Machine process) throws IOException {
        this.options = options;
        this.process = process;
        cameras = options.number("cameras", 200);
        viewers = options.number("viewers", cameras);
        seconds = options.number("seconds", 20);
        warmUp = options.number("warm-up", 10);
        password = Files.readString(options.path("password-file")).strip();
        Matcher line = RECORDER.matcher(Files.readString(options.path("recorders")));
        while (line.find()) {
            recorders.add(new Recorder(line.group(1), line.group(2), Integer.parseInt(line.group(3)), line.group(4)));
        }
    }

    void run(Report report, Hub admin) throws IOException, InterruptedException {
        for (Recorder recorder : recorders) {
            admin.send(
                    "POST",
                    "/api/v1/sources",
                    Map.of(
                            "id",
                            recorder.name(),
                            "name",
                            "Đầu ghi " + recorder.name(),
                            "driver",
                            "hikvision",
                            "address",
                            recorder.address(),
                            "username",
                            "admin",
                            "secret",
                            password,
                            "area",
                            AREA,
                            "sector",
                            "security",
                            "options",
                            Map.of("rtsp.port", String.valueOf(recorder.rtspPort()))));
        }
        List<String> online = awaitCameras(admin);
        Hub viewer = admin.viewer("bench-viewer", List.of(AREA));
        double idleCpu = process.cpuSeconds();
        long idleBegan = System.nanoTime();
        ViewerPool.Report direct = direct();
        double idleCores = (process.cpuSeconds() - idleCpu) * 1e9 / (System.nanoTime() - idleBegan);
        Report.Case one = report.begin(cameras + "-" + viewers);
        ViewerPool.Report seen;
        double cpu;
        long skipped;
        try (ViewerPool pool = new ViewerPool()) {
            long began = System.nanoTime();
            openAll(pool, viewers, n -> ticket(viewer, online.get(n % cameras)));
            one.figure("openSeconds", "mở hết trong, s / all opened in", (System.nanoTime() - began) / 1e9);
            TimeUnit.SECONDS.sleep(warmUp);
            long skippedBefore = skipped();
            double cpuBefore = process.cpuSeconds();
            pool.restart();
            TimeUnit.SECONDS.sleep(seconds);
            seen = pool.report();
            cpu = process.cpuSeconds() - cpuBefore;
            skipped = skipped() - skippedBefore;
        }
        one.process(process, cpu);
        double floor = Floor.cpuSeconds(
                new Machine(options.number("floor-pid", 0)), options.number("floor-port", 0), seen.bytes());
        double streamMinutes = viewers * seconds / 60.0;
        one.figure("floorCpuSeconds", "CPU của sàn, s / the floor's CPU", floor)
                .figure("ratio", "tỉ lệ trạm : sàn / hub to floor", cpu / floor)
                .figure("cpuPerStreamMinute", "CPU cho một luồng-phút, s / per stream-minute", cpu / streamMinutes)
                .figure("cores", "số nhân bận / cores busy", cpu / seconds)
                .figure("idleCores", "khi không ai xem / busy with nobody watching", idleCores)
                .figure("megabits", "Mbit/s tới người xem / to viewers", seen.bytes() * 8 / 1e6 / seconds)
                .figure("viewersPlaying", "người xem còn xem / viewers playing", seen.viewers())
                .atMost("viewersEnded", "người xem bị ngắt / viewers ended", viewers - seen.viewers(), 0)
                .figure("frames", "khung hình / frames", seen.frames())
                .figure("fewestFrames", "ít nhất một người / fewest of one viewer", seen.fewest())
                .atMost("lost", "khung hình mất / frames lost", seen.lost(), 0)
                .figure("skippedByCameras", "máy quay mô phỏng tự bỏ / skipped by the simulators", skipped)
                .figure("sequenceGaps", "gián đoạn số thứ tự RTP / RTP gaps", seen.sequenceGaps())
                .figure("rtcp", "gói RTCP / RTCP packets", seen.reports())
                .figure("p50Millis", "trễ p50, ms / delay p50", seen.p50Millis())
                .figure("p95Millis", "trễ p95, ms / delay p95", seen.p95Millis())
                .figure("maxMillis", "trễ lâu nhất, ms / longest delay", seen.maxMillis())
                .figure("directP95Millis", "trễ p95 không qua trạm, ms / delay p95 without the hub", direct.p95Millis())
                .atMost(
                        "addedP95Millis",
                        "trễ p95 thêm bởi trạm, ms / delay p95 added",
                        Math.max(0, seen.p95Millis() - direct.p95Millis()),
                        20);
        if (viewers >= ENOUGH) { // with fewer, what the hub does besides weighs more than the pictures
            one.atMost("ratio", "tỉ lệ trạm : sàn / hub to floor", cpu / floor, viewers > cameras ? 2.5 : 5.5);
        }
        if (viewers >= 1000) {
            one.atMost("residentMiB", "bộ nhớ, MiB / resident", process.residentMiB(), 512);
        }
        one.end();
        seen.ended().stream().distinct().forEach(why -> System.err.println("a viewer ended: " + why));
    }

    /** One viewer a camera, straight at the recorders: what of the delay is not the hub's. */
    private ViewerPool.Report direct() throws IOException, InterruptedException {
        try (ViewerPool pool = new ViewerPool()) {
            openAll(
                    pool,
                    cameras,
                    n -> URI.create("rtsp://admin:%s@127.0.0.1:%d/Streaming/Channels/%d01"
                            .formatted(
                                    password,
                                    recorders.get(n % recorders.size()).rtspPort(),
                                    n / recorders.size() + 1)));
            TimeUnit.SECONDS.sleep(Math.min(warmUp, 3));
            pool.restart();
            TimeUnit.SECONDS.sleep(5);
            return pool.report();
        }
    }

    private List<String> awaitCameras(Hub admin) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60 + cameras);
        while (admin.get("/api/v1/cameras?limit=1&state=online").get("total").asInt() < cameras) {
            if (System.nanoTime() > until) {
                throw new IOException("the cameras did not come online: "
                        + admin.get("/api/v1/cameras?limit=1").get("total").asInt() + " in the catalogue, "
                        + admin.get("/api/v1/cameras?limit=1&state=online")
                                .get("total")
                                .asInt() + " online");
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        List<String> ids = new ArrayList<>();
        String first = "/api/v1/cameras?limit=200&state=online";
        for (Optional<String> path = Optional.of(first); path.isPresent(); ) {
            JsonNode page = admin.get(path.get());
            page.get("items").forEach(camera -> ids.add(camera.get("id").asText()));
            path = Hub.next(first, page);
        }
        return ids;
    }

    private static URI ticket(Hub viewer, String camera) {
        try {
            return URI.create(viewer.send("POST", "/api/v1/cameras/" + camera + "/live", Map.of())
                    .get("rtsp")
                    .asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void openAll(ViewerPool pool, int count, IntFunction<URI> address)
            throws IOException, InterruptedException {
        ExecutorService openers = Executors.newFixedThreadPool(OPENERS);
        try {
            List<Future<Void>> opened = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                int one = n;
                opened.add(openers.submit(() -> {
                    pool.open(address.apply(one), PATIENCE);
                    return null;
                }));
            }
            for (Future<Void> one : opened) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(
                    "a viewer could not be opened: " + e.getCause().getMessage(), e.getCause());
        } finally {
            openers.shutdownNow();
        }
    }

    /** Frames the recorders themselves left out: theirs, not the hub's. */
    private long skipped() throws IOException, InterruptedException {
        String state = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(recorders.get(0).control() + "/state"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return SKIPPED.matcher(state)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}
