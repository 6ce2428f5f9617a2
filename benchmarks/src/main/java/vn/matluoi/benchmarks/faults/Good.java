package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.ViewerPool;

/**
 * Somebody who does nothing wrong while others do: a recorder with viewers, and a person who asks for a page of cameras
 * ten times a second. Whatever is broken elsewhere, they must not notice.
 */
final class Good implements AutoCloseable {

    static final String AREA = "27694";

    private static final int CHANNELS = 4;
    private static final long ASK_MILLIS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A delay of so much is allowed whatever was measured before; of more in the small form, which others run beside. */
    private static final double ALLOWED_MILLIS = 300;

    private static final double ALLOWED_MILLIS_BESIDE_OTHERS = 900;

    private final Hub admin;
    private final String id;
    private final double allowed;
    private final HikvisionRecorder recorder;
    private final ViewerPool viewers = new ViewerPool();
    private final int watching;
    private final Thread asker = new Thread(this::ask, "asks-for-cameras");
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Double> delays = new ArrayList<>(); // guarded by this, as below
    private int unanswered;
    private boolean online = true;
    private double measured;
    private long lateBefore;
    private List<String> cameras;

    /** Begins: the recorder is a source of the hub, its cameras are online, and somebody watches each of them. */
    Good(Scene scene, String id) throws IOException, InterruptedException {
        this.admin = scene.admin();
        this.id = id;
        this.allowed = scene.brief() ? ALLOWED_MILLIS_BESIDE_OTHERS : ALLOWED_MILLIS;
        recorder = recorder(id, CHANNELS, id);
        add(admin, id, recorder, recorder.rtspPort(), id);
        cameras = online(admin, id, CHANNELS);
        for (String camera : cameras) {
            viewers.open(live(admin, camera), PATIENCE);
        }
        watching = cameras.size();
        asker.setDaemon(true);
        asker.start();
    }

    static HikvisionRecorder recorder(String name, int channels, String password) throws IOException {
        return new HikvisionRecorder(
                RecorderSettings.of(name, "Network Video Recorder", "admin")
                        .withPorts(0, 0)
                        .withChannels(channels, 0, 0, 0),
                password,
                Clip.builtIn());
    }

    static void add(Hub admin, String id, HikvisionRecorder recorder, int rtspPort, String password)
            throws IOException {
        add(
                admin,
                id,
                recorder.address(),
                password,
                Map.of("rtsp.port", String.valueOf(rtspPort), "watch.seconds", "5"));
    }

    static void add(Hub admin, String id, String address, String password, Map<String, String> options)
            throws IOException {
        Map<String, Object> source = new HashMap<>(Map.of("id", id, "name", "Nguồn " + id, "driver", "hikvision"));
        source.putAll(Map.of("address", address, "username", "admin", "secret", password));
        source.putAll(Map.of("area", AREA, "sector", "security", "options", options));
        admin.send("POST", "/api/v1/sources", source);
    }

    /** @return the cameras of a source, once all of them are online */
    static List<String> online(Hub admin, String id, int count) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        JsonNode page;
        while ((page = admin.get("/api/v1/cameras?limit=50&state=online&source=" + id))
                        .get("total")
                        .asInt()
                < count) {
            if (System.nanoTime() > until) {
                throw new IOException("the cameras of " + id + " did not come online: " + page);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        List<String> ids = new ArrayList<>();
        page.get("items").forEach(camera -> ids.add(camera.get("id").asText()));
        return ids;
    }

    static URI live(Hub admin, String camera) throws IOException {
        return URI.create(admin.send("POST", "/api/v1/cameras/" + camera + "/live", Map.of())
                .get("rtsp")
                .asText());
    }

    /** A password that was never used before. */
    static String password() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    static String state(Hub admin, String id) throws IOException {
        return admin.get("/api/v1/sources/" + id).at("/state/state").asText().toLowerCase(java.util.Locale.ROOT);
    }

    /** How it is while nothing is wrong yet. */
    void measure(int seconds) throws InterruptedException {
        restart();
        TimeUnit.SECONDS.sleep(seconds);
        synchronized (this) {
            measured = percentile();
        }
        restart();
    }

    List<String> cameras() {
        return cameras;
    }

    /** Something happens at one of its cameras. @return seconds until the hub tells of it, 60 at most */
    double eventSeconds() throws IOException, InterruptedException {
        String after = "/api/v1/events?limit=500&after=" + admin.lastEvent();
        long began = System.nanoTime();
        recorder.raise(1, "linedetection", "human", "", Duration.ofSeconds(2));
        while (!told(admin.get(after)) && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(60)) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private boolean told(JsonNode events) {
        for (JsonNode event : events.get("items")) {
            if (event.get("source").asText().equals(id)
                    && event.get("phase").asText().equals("active")) {
                return true;
            }
        }
        return false;
    }

    private synchronized void restart() {
        lateBefore = recorder.rtsp().framesLate();
        viewers.restart();
        delays.clear();
        unanswered = 0;
        online = true;
    }

    /** What it noticed since {@link #measure}: nothing, or the run has failed. */
    synchronized void judge(Report.Case one) {
        ViewerPool.Report seen = viewers.report();
        long late = recorder.rtsp().framesLate() - lateBefore; // known before they can be missed
        one.must(
                        "goodEnded",
                        "người xem nguồn tốt bị ngắt / viewers of the good source ended",
                        watching - seen.viewers(),
                        0)
                .figure("goodFrames", "khung hình của nguồn tốt / its frames", seen.frames())
                .must("goodSeen", "có hình / it has pictures", seen.frames() > 0)
                .figure("goodLate", "máy quay mô phỏng gửi không kịp / not sent by the simulator in time", late)
                .must("goodLost", "khung hình mất / of them lost", Math.max(0, seen.lost() - late), 0)
                .figure("goodMaxMillis", "khung chậm nhất, ms / its latest frame", seen.maxMillis())
                .must("goodOnline", "nguồn tốt luôn trực tuyến / it stays online", online)
                .must("unanswered", "yêu cầu API không được trả lời / API requests not answered", unanswered, 0)
                .figure("apiBeforeMillis", "API p95 trước, ms / API p95 before", measured)
                .must("apiMillis", "API p95, ms", percentile(), Math.max(3 * measured, allowed));
    }

    private double percentile() {
        List<Double> sorted = new ArrayList<>(delays);
        Collections.sort(sorted);
        return sorted.isEmpty() ? Double.MAX_VALUE : sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1);
    }

    /** Requests leave when they are due, answered or not. */
    private void ask() {
        long asked = 0;
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        try {
            while (!over.await(ASK_MILLIS, TimeUnit.MILLISECONDS)) {
                long began = System.nanoTime();
                waiting.removeIf(CompletableFuture::isDone);
                if (waiting.size() > 50) {
                    noted(Double.MAX_VALUE, "fifty still wait");
                    continue;
                }
                waiting.add(admin.ask("/api/v1/cameras?limit=50")
                        .whenComplete(
                                (answer, failure) -> noted((System.nanoTime() - began) / 1e6, wrong(answer, failure))));
                if (asked++ % 10 == 0) {
                    look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        String state;
        try {
            state = state(admin, id);
        } catch (IOException e) {
            state = String.valueOf(e.getMessage());
        }
        synchronized (this) {
            if (!state.equals("online") && over.getCount() > 0) {
                System.err.println(id + " is not online: " + state);
                online = false;
            }
        }
    }

    /** @return what is wrong with an answer; empty if nothing is */
    private static String wrong(HttpResponse<byte[]> answer, Throwable failure) {
        if (failure != null) {
            return failure.toString();
        }
        return answer.statusCode() == 200
                ? ""
                : answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private synchronized void noted(double millis, String wrong) {
        delays.add(millis);
        if (!wrong.isEmpty() && over.getCount() > 0) {
            System.err.println(id + ": not answered: " + wrong);
            unanswered++;
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        viewers.close();
        admin.send("DELETE", "/api/v1/sources/" + id, Map.of());
        recorder.close();
    }
}
