package vn.matluoi.benchmarks.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.rtsp.ViewerPool;

/**
 * A network that loses what it carries, within a network namespace of this run: clients that vanish without a word, and a
 * device that is cut off, one way or both, or whose connections are reset.
 */
final class NetworkFault {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double NOTICED_SECONDS = 30;
    private static final double BACK_SECONDS = 15;
    private static final int FEW = 12;
    /** Of the event stream: as many as one account may open. */
    private static final int READERS = 10;

    /** Where those come from that vanish; nobody else is there. */
    private static final String VANISHING = "127.0.1.";

    private static final int A_HOST = 125;
    /** RTSP and HTTPS stand that far apart, whatever the offset. */
    private static final int RTSP_FROM_HTTPS = 8554 - 8443;

    private final Scene scene;

    private NetworkFault(Scene scene) {
        this.scene = scene;
    }

    static void run(Scene scene) throws IOException, InterruptedException {
        new NetworkFault(scene).run();
    }

    private void run() throws IOException, InterruptedException {
        try (Good good = new Good(scene, "good-network")) {
            good.measure(scene.brief() ? 3 : 10);
            halfOpen(good);
            Map<String, String> cuts = new LinkedHashMap<>();
            cuts.put("both", "tcp dport %1$d drop; tcp sport %1$d drop");
            if (!scene.brief()) {
                cuts.put("to-device", "tcp dport %1$d drop");
                cuts.put("from-device", "tcp sport %1$d drop");
                cuts.put("reset", "tcp dport %1$d reject with tcp reset");
            }
            for (Map.Entry<String, String> cut : cuts.entrySet()) {
                cutOff(good, cut.getKey(), cut.getValue());
            }
        } finally {
            nft("flush ruleset");
        }
    }

    // ---- clients that vanish

    private void halfOpen(Good good) throws IOException, InterruptedException {
        int count = scene.brief() ? 200 : 1000;
        int playing = count / 10;
        int https = count / 10;
        int keptAlive = count / 20;
        Scene.Held before = scene.held();
        Report.Case one = scene.begin("half-open");
        double cpu = scene.process().cpuSeconds();
        List<Socket> sockets = new ArrayList<>();
        try (ViewerPool viewers = new ViewerPool()) {
            for (int n = 0; n < playing; n++) {
                URI address = Good.live(
                        scene.admin(), good.cameras().get(n % good.cameras().size()));
                viewers.open(address, PATIENCE, host(n));
            }
            int answered = count - keptAlive - READERS;
            for (int n = playing; n < answered; n++) {
                sockets.add(connected(n, n < playing + https));
            }
            for (int n = answered; n < count; n++) { // last, as the hub ends them by and by anyway
                sockets.add(n < count - READERS ? answered(n, "/health/live") : answered(n, "/api/v1/events/stream"));
            }
            TimeUnit.MILLISECONDS.sleep(500);
            long opened = scene.process().descriptors() - before.descriptors();
            nft(chain("ip saddr %s0/24 drop; ip daddr %s0/24 drop".formatted(VANISHING, VANISHING)));
            double rtsp = Scene.until(90, () -> held(rtspPort()) == 0);
            double web = Scene.until(90, () -> held(scene.trial().base().getPort()) == 0);
            double noticed = rtsp + web + scene.released(before, FEW, 90);
            one.figure("connections", "kết nối / connections", count)
                    .figure("playing", "trong đó đang xem / of them playing", playing)
                    .figure("keptAlive", "đã được trả lời qua HTTPS / answered over HTTPS, kept alive", keptAlive)
                    .figure("readers", "đang đọc luồng sự kiện / readers of the event stream", READERS)
                    .figure("rtspSeconds", "trong đó RTSP sau, s / of them RTSP in", rtsp)
                    .figure("httpsSeconds", "rồi HTTPS sau, s / and HTTPS after that in", web)
                    .must("held", "trạm đã giữ các kết nối / the hub held them", opened > count * 0.9)
                    .must("noticedSeconds", "nhận ra hết sau, s / all noticed in", noticed, NOTICED_SECONDS);
        } finally {
            nft("flush ruleset");
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        good.judge(one);
        one.process(scene.process(), scene.process().cpuSeconds() - cpu);
        scene.judge(one, before, FEW, 250);
        one.end();
    }

    private int rtspPort() {
        return scene.trial().base().getPort() + RTSP_FROM_HTTPS;
    }

    /** @return sockets of that port whose other end has vanished and that somebody still holds open */
    private static long held(int port) throws IOException {
        String local = "0100007F:%04X".formatted(port); // proc(5): addresses in the machine's own byte order
        long held = 0;
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (var lines = Files.lines(Path.of(file))) {
                held += lines.map(line -> line.strip().split("\\s+"))
                        .filter(socket -> socket[1].endsWith(local) && socket[2].contains("01007F:"))
                        .filter(socket -> !socket[9].equals("0")) // an orphan has no inode: its program closed it
                        .count();
            }
        }
        return held;
    }

    private static InetAddress host(int n) throws IOException {
        return InetAddress.getByName(VANISHING + (1 + n / A_HOST));
    }

    /** One whose question was answered over HTTPS, or is being answered: what it asked for may go on for long. */
    private Socket answered(int n, String path) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(host(n), 0));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        int port = scene.trial().base().getPort();
        socket.connect(new InetSocketAddress("127.0.0.1", port), (int) PATIENCE.toMillis());
        Socket tls = Hub.client().sslContext().getSocketFactory().createSocket(socket, "127.0.0.1", port, false);
        tls.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\n\r\n"
                        .formatted(path, port, scene.admin().authorization())
                        .getBytes(StandardCharsets.ISO_8859_1));
        String status =
                new BufferedReader(new InputStreamReader(tls.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (status == null || !status.contains(" 200 ")) {
            throw new IOException(path + ": " + status);
        }
        return socket; // the plain one: to close the other would speak
    }

    /** One that says nothing, one that asked something, one that is in the middle of asking. */
    private Socket connected(int n, boolean https) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(host(n), 0));
        int port = https ? scene.trial().base().getPort() : rtspPort();
        socket.connect(new InetSocketAddress("127.0.0.1", port), (int) PATIENCE.toMillis());
        String said =
                switch (n % 3) {
                    case 0 -> "";
                    case 1 -> https ? "\u0016\u0003\u0001" : "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n";
                    default -> https ? "\u0016" : "DESCRIBE rtsp://127.0.0.1/live/x";
                };
        socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    // ---- a device that is cut off

    private void cutOff(Good good, String name, String rule) throws IOException, InterruptedException {
        String id = "cut-" + name;
        String password = Good.password();
        Scene.Held before = scene.held();
        Report.Case one = scene.begin("partition-" + name);
        double cpu = scene.process().cpuSeconds();
        try (HikvisionRecorder recorder = Good.recorder(id, 1, password)) {
            Good.add(scene.admin(), id, recorder, recorder.rtspPort(), password);
            String camera = Good.online(scene.admin(), id, 1).get(0);
            try (ViewerPool viewers = new ViewerPool()) {
                viewers.open(Good.live(scene.admin(), camera), PATIENCE);
                nft(chain(rule.formatted(recorder.httpPort()) + "; " + rule.formatted(recorder.rtspPort())));
                double noticed =
                        Scene.until(60, () -> !Good.state(scene.admin(), id).equals("online"));
                TimeUnit.SECONDS.sleep(scene.brief() ? 1 : 10);
                nft("flush ruleset");
                viewers.restart();
                double stream = Scene.until(90, () -> scene.plays(viewers, camera));
                double source =
                        Scene.until(90, () -> Good.state(scene.admin(), id).equals("online"));
                one.must("cutNoticedSeconds", "nhận ra sau, s / noticed in", noticed, NOTICED_SECONDS)
                        .atMost("streamBackSeconds", "hình trở lại sau, s / pictures back in", stream, BACK_SECONDS)
                        .atMost(
                                "sourceBackSeconds",
                                "nguồn trực tuyến lại sau đó, s / source online after that",
                                source,
                                BACK_SECONDS)
                        .must("back", "mọi thứ trở lại / all is back", stream < 90 && source < 90);
            }
            good.judge(one);
            one.process(scene.process(), scene.process().cpuSeconds() - cpu);
            scene.admin().send("DELETE", "/api/v1/sources/" + id, Map.of());
        }
        one.figure("releasedSeconds", "trả lại hết trong, s / all given back in", scene.released(before, FEW, 90));
        scene.judge(one, before, FEW, 250);
        one.end();
    }

    // ---- the packet filter of this namespace

    /** What comes in is looked at, on loopback what goes out comes in again: one hook sees both directions. */
    private static String chain(String rules) {
        return """
                table inet fault {
                  chain in {
                    type filter hook input priority 0; policy accept;
                    %s;
                  }
                }"""
                .formatted(rules);
    }

    private static void nft(String commands) throws IOException, InterruptedException {
        Process nft =
                new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
        nft.getOutputStream().write((commands + "\n").getBytes(StandardCharsets.US_ASCII));
        nft.getOutputStream().close();
        String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (nft.waitFor() != 0) {
            throw new IOException("nft: " + said);
        }
    }
}
