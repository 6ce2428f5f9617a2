package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.fault.FaultProxy;
import vn.matluoi.simulators.fault.Wrong;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.rtsp.ViewerPool;

/**
 * A good recorder at the end of a line that spoils what it sends, ISAPI and RTSP alike, in one way after the other: the hub
 * notices, nobody else does, and once the line is mended the source and its pictures come back without anybody's help.
 */
final class SpoiledLine implements AutoCloseable {

    /** Three looks of at most 5 s each, and 3 s between them (core's README); the first within 5 s. */
    private static final double NOTICED_SECONDS = 30;
    /** After five looks in vain the next comes within 16 s (core's README), and the fifth may have been under way. */
    private static final double BACK_SECONDS = 30;

    /** A camera that could not be opened again and again is left alone for at most 10 s (media's README), then opened. */
    private static final double STREAM_SECONDS = 15;

    private static final int FEW = 12;
    private static final String ID = "spoiled-line";

    /** The first ones are the short form's. */
    private static final List<Wrong> WAYS = List.of(
            new Wrong(Wrong.Kind.RATE, 0, 1),
            new Wrong(Wrong.Kind.GARBAGE, 0, 0),
            new Wrong(Wrong.Kind.DELAY, 0, 20_000),
            new Wrong(Wrong.Kind.CUT, 20, 0), // within the first line of an answer
            new Wrong(Wrong.Kind.RESET, 0, 0),
            new Wrong(Wrong.Kind.SILENT, 0, 0),
            new Wrong(Wrong.Kind.FLOOD, 0, 0));

    private static final int BRIEF = 2;

    private final Scene scene;
    private final HikvisionRecorder recorder;
    private final FaultProxy http;
    private final FaultProxy rtsp;
    private final String camera;

    /** Begins: the recorder is a source of the hub, its camera is online, and nothing is spoiled. */
    SpoiledLine(Scene scene) throws IOException, InterruptedException {
        this.scene = scene;
        String password = Good.password();
        recorder = Good.recorder(ID, 1, password);
        http = to(recorder.httpPort());
        rtsp = to(recorder.rtspPort());
        Map<String, String> options = Map.of("rtsp.port", String.valueOf(rtsp.port()), "watch.seconds", "5");
        Good.add(scene.admin(), ID, "http://127.0.0.1:" + http.port(), password, options);
        camera = Good.online(scene.admin(), ID, 1).get(0);
    }

    private FaultProxy to(int port) throws IOException {
        return new FaultProxy(
                0, new InetSocketAddress("127.0.0.1", port), scene.trial().seed());
    }

    void run(Good good) throws IOException, InterruptedException {
        for (Wrong way : scene.brief() ? WAYS.subList(0, BRIEF) : WAYS) {
            spoil(good, way);
        }
    }

    private void spoil(Good good, Wrong way) throws IOException, InterruptedException {
        try (ViewerPool viewers = new ViewerPool()) {
            viewers.open(Good.live(scene.admin(), camera), Duration.ofSeconds(20));
            Scene.Held before = scene.held();
            Report.Case one = scene.begin("line-" + way.kind().name().toLowerCase(Locale.ROOT));
            double cpu = scene.process().cpuSeconds();
            set(way);
            double noticed = Scene.until(60, () -> !isOnline());
            TimeUnit.SECONDS.sleep(scene.brief() ? 1 : 5);
            set(Wrong.NOTHING);
            double source =
                    Scene.until(90, this::isOnline); // asked for nothing meanwhile: that would have the hub look
            viewers.restart();
            double stream = Scene.until(90, () -> scene.plays(viewers, camera));
            one.must("noticedSeconds", "nhận ra sau, s / noticed in", noticed, NOTICED_SECONDS)
                    .must(
                            "sourceBackSeconds",
                            "nguồn trực tuyến lại sau, s / source online again in",
                            source,
                            BACK_SECONDS)
                    .must(
                            "streamBackSeconds",
                            "hình trở lại sau đó, s / pictures back after that in",
                            stream,
                            STREAM_SECONDS);
            good.judge(one);
            one.figure("releasedSeconds", "trả lại hết trong, s / all given back in", scene.released(before, FEW, 45))
                    .process(scene.process(), scene.process().cpuSeconds() - cpu);
            scene.judge(one, before, FEW, 250);
            one.end();
        }
    }

    private boolean isOnline() throws IOException {
        return Good.state(scene.admin(), ID).equals("online");
    }

    private void set(Wrong way) {
        http.set(way);
        rtsp.set(way);
    }

    @Override
    public void close() throws IOException {
        scene.admin().send("DELETE", "/api/v1/sources/" + ID, Map.of());
        http.close();
        rtsp.close();
        recorder.close();
    }
}
