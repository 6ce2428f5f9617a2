package vn.matluoi.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.matluoi.simulators.dahua.DahuaRecorder;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.ViewerPool;

/**
 * The Dahua driver is installed, upgraded, rolled back, and redeployed many times, by the shell as a person would, while a Hikvision
 * recorder and an ONVIF one are watched and tell events.
 */
final class DeployBench {

    /** Seconds. The shell keeps each session's threads for a minute, and what they hold: that is not the driver's. */
    private static final int SHELL_LINGERS = 65;

    private static final String OLD = "0.1.0";
    private static final String NEW = "0.1.1";
    private static final int CHANNELS = 4;
    private static final int BATCH = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Report report;
    private final Machine process;
    private final Hub admin;
    private final Path data;
    private final Path driver;
    private final String password = Hub.password();

    DeployBench(Report report, Machine process, Hub admin, Path data, Path driver) {
        this.report = report;
        this.process = process;
        this.admin = admin;
        this.data = data;
        this.driver = driver;
    }

    void run(int redeployments, boolean whole) throws IOException, InterruptedException {
        OfferedDriver.offer(data, "dahua", NEW, driver);
        try (DahuaRecorder dahua = new DahuaRecorder(settings("deploy-dahua"), password, Clip.builtIn());
                HikvisionRecorder hikvision = new HikvisionRecorder(settings("deploy-hik"), password, Clip.builtIn());
                OnvifSite site = new OnvifSite(0, Clip.builtIn(), Clock.systemUTC());
                ViewerPool viewers = new ViewerPool()) {
            OnvifDevice onvif = site.add(OnvifSettings.recorder("deploy-onvif", "ONVIF", "admin", CHANNELS), password);
            shell("hub:driver-install onvif");
            source("deploy-hik", "hikvision", hikvision.address(), hikvision.rtspPort());
            source("deploy-onvif", "onvif", onvif.address(), site.rtspPort());
            source("deploy-dahua", "dahua", dahua.address(), dahua.rtspPort());
            for (String id : List.of("deploy-hik", "deploy-onvif")) {
                awaitOnline(id, CHANNELS);
                viewers.open(live(id), PATIENCE);
            }
            TimeUnit.SECONDS.sleep(2);
            viewers.restart();
            try (Told told = new Told(admin, hikvision, onvif, CHANNELS)) {
                once(dahua, whole);
                many(redeployments, whole);
                others(viewers, told);
            }
        }
    }

    private static RecorderSettings settings(String name) {
        return RecorderSettings.of(name, "Network Video Recorder", "admin")
                .withPorts(0, 0)
                .withChannels(CHANNELS, 0, 0, 0);
    }

    /** Watched once an hour: what comes between is the deployment's doing. */
    private void source(String id, String driver, String address, int rtspPort) throws IOException {
        admin.send(
                "POST",
                "/api/v1/sources",
                Map.of(
                        "id",
                        id,
                        "name",
                        "Nguồn " + id,
                        "driver",
                        driver,
                        "address",
                        address,
                        "username",
                        "admin",
                        "secret",
                        password,
                        "area",
                        Recorders.AREA,
                        "sector",
                        "security",
                        "options",
                        Map.of("rtsp.port", String.valueOf(rtspPort), "watch.seconds", "3600")));
    }

    private void once(DahuaRecorder dahua, boolean whole) throws IOException, InterruptedException {
        Report.Case one = report.begin("once");
        double cpu = process.cpuSeconds();
        long began = System.nanoTime();
        Thread install = background("hub:driver-install dahua " + OLD);
        awaitOnline("deploy-dahua", 1);
        bar(
                one,
                whole,
                "installSeconds",
                "cài, tới kênh đầu tiên, s / install to the first channel",
                seconds(began),
                3);
        install.join();
        awaitOnline("deploy-dahua", CHANNELS);
        await("its events", () -> dahua.eventStreams() == 1);
        String camera = cameras("deploy-dahua").get(0);
        try (Pictures pictures = new Pictures(admin, camera)) {
            pictures.longestGap(2);
            pictures.restart();
            double longest = pictures.longestGap(2);
            double pace = pictures.pace();
            one.figure(
                            "quietGapMillis",
                            "khoảng trống lâu nhất giữa hai ảnh khi không có gì, ms / longest gap between pictures, nothing going on",
                            longest)
                    .figure("paceMillis", "thường là, ms / as a rule", pace);
            for (String step : List.of("upgrade", "rollback")) {
                pictures.restart();
                long connections = connections(dahua);
                long from = System.nanoTime();
                Thread order = background("hub:driver-" + step + " dahua");
                await("a new session", () -> connections(dahua) > connections);
                double served = seconds(from);
                order.join();
                bar(one, whole, step + "Seconds", label(step), served, 3);
                double gap = pictures.longestGap(2);
                one.figure(
                        step + "GapMillis",
                        "khoảng trống lâu nhất giữa hai ảnh, ms / longest gap between pictures",
                        gap);
                bar(
                        one,
                        whole,
                        step + "InterruptedMillis",
                        "trong đó do gián đoạn, ms / of which interrupted",
                        Math.max(0, gap - pace),
                        100);
                one.must(step + "Failed", "ảnh không được / pictures not given", pictures.failed(), 0);
                await("its events", () -> dahua.eventStreams() == 1);
            }
        }
        one.process(process, process.cpuSeconds() - cpu).end();
    }

    private static String label(String step) {
        return step.equals("upgrade")
                ? "nâng cấp, tới khi gọi lại thiết bị, s / upgrade until its device is called again"
                : "quay lại bản cũ, s / rollback until its device is called again";
    }

    private static void bar(Report.Case one, boolean whole, String key, String label, double value, double bar) {
        if (whole) {
            one.atMost(key, label, value, bar);
        } else {
            one.figure(key, label, value);
        }
    }

    private static long connections(DahuaRecorder dahua) {
        return dahua.requests().entrySet().stream()
                .filter(asked -> asked.getKey().contains("magicBox"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void many(int redeployments, boolean whole) throws IOException, InterruptedException {
        Report.Case one = report.begin("redeployments");
        redeploy(BATCH); // what is made once is made
        if (whole) {
            TimeUnit.SECONDS.sleep(SHELL_LINGERS);
        }
        long threads = process.threads();
        double heap = heap();
        double cpu = process.cpuSeconds();
        long began = System.nanoTime();
        for (int done = 0; done < redeployments; done += BATCH) {
            redeploy(BATCH);
        }
        double took = seconds(began);
        awaitOnline("deploy-dahua", CHANNELS);
        TimeUnit.SECONDS.sleep(whole ? SHELL_LINGERS : 5);
        double heapAfter = heap();
        long loaders = loaders();
        one.figure("redeployments", "lần triển khai lại / redeployments", redeployments)
                .figure("eachSeconds", "mỗi lần, s / each", took / redeployments)
                .must("loaders", "bộ nạp lớp còn sống / live class loaders", loaders, 1)
                .must("threadsMore", "luồng thêm / threads more", process.threads() - threads, whole ? 2 : 10)
                .figure("heapBeforeMiB", "heap trước, MiB / heap before", heap)
                .figure("heapAfterMiB", "heap sau, MiB / heap after", heapAfter);
        bar(one, whole, "heapMorePercent", "heap thêm, % / heap more", Math.max(0, (heapAfter / heap - 1) * 100), 5);
        one.process(process, process.cpuSeconds() - cpu).end();
    }

    /** An even number, so that the version is the old one again. */
    private void redeploy(int times) throws IOException, InterruptedException {
        shell(IntStream.range(0, times)
                .mapToObj(n -> "hub:driver-install dahua " + (n % 2 == 0 ? NEW : OLD))
                .collect(Collectors.joining("; ")));
    }

    private void others(ViewerPool viewers, Told told) throws IOException, InterruptedException {
        Report.Case one = report.begin("others");
        var seen = viewers.report();
        told.stop();
        one.figure("frames", "khung hình / frames", seen.frames())
                .must("lost", "khung hình mất / frames lost", seen.lost(), 0)
                .must("viewersEnded", "người xem bị ngắt / viewers ended", 2 - seen.viewers(), 0)
                .figure("told", "sự kiện đã báo / events told", told.count())
                .must("eventsLost", "sự kiện mất / events lost", told.lost(), 0)
                .end();
    }

    private URI live(String source) throws IOException {
        return URI.create(
                admin.send("POST", "/api/v1/cameras/" + cameras(source).get(0) + "/live", Map.of())
                        .get("rtsp")
                        .asText());
    }

    private List<String> cameras(String source) throws IOException {
        List<String> ids = new ArrayList<>();
        admin.get("/api/v1/cameras?limit=50&state=online&source=" + source)
                .get("items")
                .forEach(camera -> ids.add(camera.get("id").asText()));
        return ids;
    }

    private void awaitOnline(String source, int count) throws IOException, InterruptedException {
        await(source, () -> cameras(source).size() >= count);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new IOException("waited in vain for: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private double heap() throws IOException, InterruptedException {
        process.collect();
        process.collect();
        return admin.heapMiB();
    }

    /** Loaders that have the driver's class. */
    private long loaders() throws IOException, InterruptedException {
        return process.jcmd("VM.class_hierarchy", "vn.matluoi.driver.dahua.internal.DahuaDriver")
                .lines()
                .filter(line -> line.contains("vn.matluoi.driver.dahua.internal.DahuaDriver"))
                .count();
    }

    private Thread background(String command) {
        Thread thread = new Thread(
                () -> {
                    try {
                        shell(command);
                    } catch (IOException e) {
                        System.err.println(e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "shell");
        thread.start();
        return thread;
    }

    private void shell(String command) throws IOException, InterruptedException {
        ProcessBuilder client =
                new ProcessBuilder(System.getenv("DIST") + "/bin/client", command).redirectErrorStream(true);
        client.environment().put("MATLUOI_DATA", data.toString());
        Process running = client.start();
        running.getOutputStream().close();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (running.waitFor() != 0) {
            throw new IOException(command.split(";")[0] + ": " + said);
        }
    }
}
