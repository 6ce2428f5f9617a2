package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import vn.matluoi.simulators.control.ControlServer;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.Quirk;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/** {@code recorder}: one recorder, or several alike, until killed. */
final class RecorderCommand {

    static final String USAGE =
            """
            recorder --user NAME --password-file FILE [--http-port 9080] [--rtsp-port 9554] [--control-port 9090]
                     [--name r1] [--title TEXT] [--channels 16] [--offline 2] [--empty 0] [--hybrid]
                     [--algorithm MD5|SHA-256|both] [--https] [--clip FILE] [--count 1]
                     [--quirks NAME,NAME...]
            """;

    private RecorderCommand() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                arguments,
                1,
                Set.of(
                        "http-port",
                        "rtsp-port",
                        "control-port",
                        "user",
                        "password-file",
                        "channels",
                        "offline",
                        "empty",
                        "algorithm",
                        "clip",
                        "count",
                        "name",
                        "title",
                        "quirks"),
                Set.of("hybrid", "https"));
        int channels = options.number("channels", 16);
        String password = Files.readString(options.path("password-file")).strip();
        if (password.isEmpty()) {
            throw new IllegalArgumentException("--password-file is empty");
        }
        String algorithm = options.text("algorithm", "MD5");
        String file = options.text("clip", "");
        Clip clip = file.isEmpty() ? Clip.builtIn() : Clip.from(Path.of(file));
        int count = options.number("count", 1);
        List<Quirk> quirks = options.text("quirks", "").isEmpty()
                ? List.of()
                : Stream.of(options.text("quirks", "").split(","))
                        .map(Quirk::of)
                        .toList();
        List<HikvisionRecorder> recorders = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                RecorderSettings settings = RecorderSettings.of(
                                options.text("name", "r1") + (i == 0 ? "" : "-" + (i + 1)),
                                options.text("title", "Network Video Recorder"),
                                options.required("user"))
                        .withPorts(
                                port(options.number("http-port", 9080), i), port(options.number("rtsp-port", 9554), i))
                        .withChannels(
                                channels,
                                options.number("offline", Math.min(2, channels)),
                                options.number("empty", 0),
                                options.flag("hybrid") ? (channels + 1) / 2 : 0)
                        .withAlgorithms(
                                algorithm.equals("both")
                                        ? List.of(Algorithm.SHA_256, Algorithm.MD5)
                                        : List.of(Algorithm.of(algorithm)))
                        .withTls(options.flag("https"));
                HikvisionRecorder recorder = new HikvisionRecorder(settings, password, clip);
                recorders.add(recorder);
                quirks.forEach(quirk -> recorder.setQuirk(quirk, true));
            }
            try (ControlServer control = new ControlServer(options.number("control-port", 9090), recorders)) {
                for (HikvisionRecorder recorder : recorders) {
                    System.out.println("recorder " + recorder.name() + ": " + recorder.address() + "  rtsp://127.0.0.1:"
                            + recorder.rtspPort() + "/Streaming/Channels/101  control http://127.0.0.1:"
                            + control.port());
                }
                new CountDownLatch(1).await();
            }
        } finally {
            for (HikvisionRecorder recorder : recorders) {
                recorder.close();
            }
        }
    }

    /** Ports of several recorders follow one another; 0 is any free one for each. */
    static int port(int first, int more) {
        return first == 0 ? 0 : first + more;
    }
}
