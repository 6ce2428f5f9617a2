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
import java.util.Collections;
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
import java.util.stream.IntStream;
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

    private static final int FRAMES_A_SECOND = 25; // of the clip
    private static final String RATIO = "ratio";
    private static final String RATIO_LABEL = "tỉ lệ trạm : sàn / hub to floor";
    private static final String ADDED = "addedP95Millis";
    private static final String ADDED_LABEL = "trễ p95 thêm bởi trạm, ms / delay p95 added";
    private static final Pattern RECORDER = Pattern.compile(
            "recorder (\\S+): (http://\\S+)  rtsp://127\\.0\\.0\\.1:(\\d+)/\\S+  control (http://\\S+)");
    private static final Pattern SKIPPED = Pattern.compile("\"framesSkipped\":(\\d+)");
    private static final Pattern LATE = Pattern.compile("\"framesLate\":(\\d+)");

    private final Options options;
    private final Machine process;
    private final List<Recorder> recorders = new ArrayList<>();
    private final String password;
    private final int cameras;
    private final int viewers;
    private final int seconds;
    private final int warmUp;
    private final int kbit;

    private record Recorder(String name, String address, int rtspPort, String control) {}

    /** Frames that were not sent, of each recorder: the hub did not read in time, or the recorder was not in time itself. */
    private record Unsent(List<Long> skipped, List<Long> late) {

        Unsent since(Unsent before) {
            return new Unsent(since(skipped, before.skipped), since(late, before.late));
        }

        private static List<Long> since(List<Long> now, List<Long> before) {
            return IntStream.range(0, now.size())
                    .mapToObj(n -> now.get(n) - before.get(n))
                    .toList();
        }

        static long sum(List<Long> counts) {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    RelayBench(Options options, Map<String, Object> parameters, Machine process) throws IOException {
        this.options = options;
        this.process = process;
        cameras = (int) parameters.get("cameras");
        viewers = (int) parameters.get("viewers");
        seconds = (int) parameters.get("seconds");
        warmUp = (int) parameters.get("warm-up");
        kbit = (int) parameters.get("kbit");
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
        Report.Case one = report.begin(cameras + "-" + viewers);
        ViewerPool.Report seen;
        double cpu;
        Unsent unsent;
        long resident;
        try (ViewerPool pool = new ViewerPool()) {
            long began = System.nanoTime();
            openAll(pool, viewers, n -> ticket(viewer, online.get(n % cameras)));
            one.figure("openSeconds", "mở hết trong, s / all opened in", (System.nanoTime() - began) / 1e9);
            TimeUnit.SECONDS.sleep(warmUp);
            Unsent before = unsent();
            double cpuBefore = process.cpuSeconds();
            pool.restart();
            TimeUnit.SECONDS.sleep(seconds);
            seen = pool.report();
            cpu = process.cpuSeconds() - cpuBefore;
            unsent = unsent().since(before);
            resident = process.residentMiB();
            one.process(process, cpu); // while they still watch
        }
        double floor = Floor.cpuSeconds(
                new Machine(options.number("floor-pid", 0)), options.number("floor-port", 0), seen.bytes());
        double idleCpu = process.cpuSeconds();
        long idleBegan = System.nanoTime();
        ViewerPool.Report direct = direct();
        double idleCores = (process.cpuSeconds() - idleCpu) * 1e9 / (System.nanoTime() - idleBegan);
        double streamMinutes = viewers * seconds / 60.0;
        double ratio = cpu / floor;
        double added = Math.max(0, seen.p95Millis() - direct.p95Millis());
        one.figure("floorCpuSeconds", "CPU của sàn, s / the floor's CPU", floor)
                .figure(RATIO, RATIO_LABEL, ratio)
                .figure("cpuPerStreamMinute", "CPU cho một luồng-phút, s / per stream-minute", cpu / streamMinutes)
                .figure("cores", "số nhân bận / cores busy", cpu / seconds)
                .figure("idleCores", "khi không ai xem / busy with nobody watching", idleCores)
                .figure("megabits", "Mbit/s tới người xem / to viewers", seen.bytes() * 8 / 1e6 / seconds)
                .figure("viewersPlaying", "người xem còn xem / viewers playing", seen.viewers())
                .must("viewersEnded", "người xem bị ngắt / viewers ended", viewers - seen.viewers(), 0)
                .figure("frames", "khung hình / frames", seen.frames())
                .figure("fewestFrames", "ít nhất một người / fewest of one viewer", seen.fewest())
                .must("behind", "người chậm nhất thiếu, khung / the last one is behind by", behind(seen, unsent), 0)
                .must("lost", "khung hình mất / frames lost", seen.lost(), 0)
                .must("skipped", "trạm đọc không kịp / the hub did not read in time", Unsent.sum(unsent.skipped), 0)
                .figure(
                        "late",
                        "máy quay mô phỏng gửi không kịp / not sent by the simulators in time",
                        Unsent.sum(unsent.late))
                .must("sequenceGaps", "gián đoạn số thứ tự RTP / RTP gaps", seen.sequenceGaps(), 0)
                .figure("rtcp", "gói RTCP / RTCP packets", seen.reports())
                .figure("p50Millis", "trễ p50, ms / delay p50", seen.p50Millis())
                .figure("p95Millis", "trễ p95, ms / delay p95", seen.p95Millis())
                .figure("maxMillis", "trễ lâu nhất, ms / longest delay", seen.maxMillis())
                .figure("directP95Millis", "trễ p95 không qua trạm, ms / delay p95 without the hub", direct.p95Millis())
                .figure(ADDED, ADDED_LABEL, added);
        // the sizes that have bars, at 2 Mbit/s; at others what the hub does besides weighs more
        switch (kbit == 2000 ? cameras + "-" + viewers : "") {
            case "200-200" -> one.atMost(RATIO, RATIO_LABEL, ratio, 5.5).atMost(ADDED, ADDED_LABEL, added, 20);
            case "1-200" -> one.atMost(RATIO, RATIO_LABEL, ratio, 2.5);
            case "1000-1000" -> one.atMost("residentMiB", "bộ nhớ, MiB / resident", resident, 512);
            default -> {}
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
            // recorders and viewers are warm by now; their new connections are not
            TimeUnit.SECONDS.sleep(5);
            pool.restart();
            TimeUnit.SECONDS.sleep(5);
            return pool.report();
        }
    }

    /**
     * Frames the last viewer is short of: gaps show only between two marks. A second's at the edges of the window do not
     * count, and what its recorder did not send in time, whichever that is.
     */
    private long behind(ViewerPool.Report seen, Unsent unsent) {
        return Math.max(0, (long) FRAMES_A_SECOND * (seconds - 1) - Collections.max(unsent.late) - seen.fewest());
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

    private Unsent unsent() throws IOException, InterruptedException {
        String state = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(recorders.get(0).control() + "/state"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return new Unsent(counts(SKIPPED, state), counts(LATE, state));
    }

    private static List<Long> counts(Pattern of, String state) {
        return of.matcher(state)
                .results()
                .map(found -> Long.valueOf(found.group(1)))
                .toList();
    }
}
