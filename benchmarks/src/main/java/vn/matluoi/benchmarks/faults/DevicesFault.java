package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.fault.HostileDevice;
import vn.matluoi.simulators.fault.HostileDevice.Way;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.rtsp.RtspViewer;

/**
 * Devices that answer to do harm, all at once, each in its way, beside a good one: what the hub asks of them ends in its
 * time, nothing grows, nothing is fetched, and nobody else notices.
 */
final class DevicesFault {

    /** A call to a device: the head within 5 s, all within the source's time-out and at most 15 s (http-client's README). */
    private static final double CALL_SECONDS = 15;
    /** Opening a stream has 15 s (media's README); a player may wait for the hub's answer a little longer. */
    private static final double LIVE_SECONDS = 15;

    private static final double GRACE_SECONDS = 3;
    /** One address may ask 100 times a second for long ({@code rate.per.second}); here all are on one. */
    private static final long BETWEEN_TRIES = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int FEW = 12;

    private final Scene scene;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<Way, HostileDevice> devices = new EnumMap<>(Way.class);
    private final AtomicLong fetched = new AtomicLong();

    private DevicesFault(Scene scene) {
        this.scene = scene;
    }

    static void run(Scene scene) throws IOException, InterruptedException {
        new DevicesFault(scene).run();
    }

    private void run() throws IOException, InterruptedException {
        try (Good good = new Good(scene, "good-devices");
                ServerSocket canary = canary()) {
            good.measure(scene.brief() ? 3 : 15);
            Scene.Held before = scene.held();
            double cpu = scene.process().cpuSeconds();
            Report.Case one = scene.begin("devices");
            String address = "http://127.0.0.1:" + canary.getLocalPort();
            for (Way way : Way.values()) {
                HostileDevice device = new HostileDevice(way, address);
                open.add(device);
                devices.put(way, device);
                add(device);
            }
            double live = watchAll(System.nanoTime() + TimeUnit.SECONDS.toNanos(scene.brief() ? 12 : 180));
            Scene.Held worst = scene.held();
            List<Way> unexplained = unexplained();
            awaitCalls();
            one.figure("sources", "nguồn xấu / hostile sources", devices.size())
                    .must(
                            "allAsked",
                            "mọi thiết bị xấu đều đã được hỏi / each of them was asked",
                            unasked().isEmpty())
                    .must(
                            "explained",
                            "nguồn xấu không trực tuyến, có nêu lý do / those that are sources are not online, and why",
                            unexplained.isEmpty())
                    .must("fetched", "kết nối tới chỗ bẫy / connections to the canary", fetched.get(), 0)
                    .must(
                            "longestSeconds",
                            "lần hỏi lâu nhất, s / longest call to one",
                            longest(),
                            CALL_SECONDS + GRACE_SECONDS)
                    .must(
                            "liveSeconds",
                            "người xem chờ lâu nhất, s / longest wait of a viewer",
                            live,
                            LIVE_SECONDS + GRACE_SECONDS)
                    .figure(
                            "sentMiB",
                            "chúng đã gửi, MiB / they sent",
                            devices.values().stream()
                                            .mapToLong(HostileDevice::sent)
                                            .sum()
                                    >> 20)
                    .must(
                            "threadsWorst",
                            "luồng khi bị tấn công / threads meanwhile",
                            worst.threads(),
                            before.threads() + 40)
                    .must(
                            "descriptorsWorst",
                            "descriptor khi đó / descriptors meanwhile",
                            worst.descriptors(),
                            before.descriptors() + 8 * devices.size());
            good.judge(one);
            for (Way way : Way.values()) {
                scene.admin().send("DELETE", "/api/v1/sources/" + id(way), Map.of());
            }
            // by the hub itself, while the devices go on
            one.must(
                            "letGo",
                            "trạm tự buông mọi kết nối / the hub itself lets go of every connection",
                            Installed.comes(45, () -> devices.values().stream().allMatch(device -> device.open() == 0)))
                    .figure(
                            "releasedSeconds",
                            "trả lại hết trong, s / all given back in",
                            scene.released(before, FEW, 45))
                    .process(scene.process(), scene.process().cpuSeconds() - cpu);
            scene.judge(one, before, FEW, 250);
            one.end();
            closeAll();
            if (!unasked().isEmpty()) {
                System.err.println("never asked: " + unasked());
            }
            try (SpoiledLine line = new SpoiledLine(scene)) {
                line.run(good);
            }
        } finally {
            closeAll();
        }
    }

    private ServerSocket canary() throws IOException {
        ServerSocket canary = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread listens = new Thread(() -> {
            while (!canary.isClosed()) {
                try (var caught = canary.accept()) {
                    fetched.incrementAndGet();
                    System.err.println("the canary was asked from " + caught.getRemoteSocketAddress());
                } catch (IOException e) {
                    // closed
                }
            }
        });
        listens.setDaemon(true);
        listens.start();
        return canary;
    }

    private static String id(Way way) {
        return "hostile-" + way.token();
    }

    /** Over HTTP the device is the source; over RTSP a good recorder leads there. */
    private void add(HostileDevice device) throws IOException {
        Way way = device.way();
        String password = Good.password();
        if (way.http()) {
            Good.add(
                    scene.admin(),
                    id(way),
                    "http://127.0.0.1:" + device.port(),
                    password,
                    Map.of("watch.seconds", "5"));
        } else {
            HikvisionRecorder recorder = Good.recorder(id(way), 1, password);
            open.add(recorder);
            Good.add(scene.admin(), id(way), recorder, device.port(), password);
        }
    }

    private List<Way> unasked() {
        return devices.values().stream()
                .filter(device -> device.accepted() == 0)
                .map(HostileDevice::way)
                .toList();
    }

    /** Three looks in vain at the slowest. */
    private List<Way> unexplained() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        List<Way> left = new ArrayList<>(devices.keySet());
        left.removeIf(way -> !way.http());
        while (true) {
            for (Way way : List.copyOf(left)) {
                JsonNode state = scene.admin().get("/api/v1/sources/" + id(way)).get("state");
                if (!state.get("state").asText().equals("online")
                        && state.path("cause").isTextual()) {
                    left.remove(way);
                } else if (System.nanoTime() > until) {
                    System.err.println(id(way) + " is shown as " + state);
                }
            }
            if (left.isEmpty() || System.nanoTime() > until) {
                return left;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** As long as a call may take, and a moment: one that has no end is older than the bar then. */
    private void awaitCalls() throws InterruptedException {
        long now = System.nanoTime();
        Installed.comes((int) (CALL_SECONDS + GRACE_SECONDS) + 1, () -> devices.values().stream()
                .noneMatch(device -> device.answersSince(now)));
    }

    private double longest() {
        return devices.values().stream()
                .mapToDouble(HostileDevice::longestSeconds)
                .max()
                .orElse(0);
    }

    /** One viewer a stream that is none, again and again, and not so often that the hub would call it a flood; @return the longest that one waited to be told */
    private double watchAll(long until) throws IOException, InterruptedException {
        Map<Way, Double> waited = new EnumMap<>(Way.class);
        List<Thread> watchers = new ArrayList<>();
        for (Way way : Way.values()) {
            if (way.http()) {
                continue;
            }
            String camera = Good.online(scene.admin(), id(way), 1).get(0);
            Thread watcher = new Thread(() -> {
                do {
                    double seconds = watch(camera);
                    synchronized (waited) {
                        waited.merge(way, seconds, Math::max);
                    }
                    LockSupport.parkNanos(BETWEEN_TRIES);
                } while (System.nanoTime() < until);
            });
            watcher.start();
            watchers.add(watcher);
        }
        TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
        for (Thread watcher : watchers) {
            watcher.join();
        }
        System.err.println("waited, s: " + waited);
        return waited.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** @return seconds until the hub answered, one way or the other */
    private double watch(String camera) {
        long began = System.nanoTime();
        try {
            URI address = Good.live(scene.admin(), camera);
            try (RtspViewer viewer = RtspViewer.open(address, Duration.ofSeconds(60))) {
                double opened = (System.nanoTime() - began) / 1e9;
                viewer.watch(Duration.ofSeconds(3));
                return opened;
            }
        } catch (IOException e) {
            return (System.nanoTime() - began) / 1e9;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void closeAll() throws IOException {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) { // declared by AutoCloseable
                throw new IOException("cannot be closed", e);
            }
        }
        open.clear();
    }
}
