package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.matluoi.simulators.control.DahuaControl;
import vn.matluoi.simulators.dahua.DahuaRecorder;
import vn.matluoi.simulators.dahua.Quirk;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/** {@code dahua}: one recorder of the Dahua family, or several alike, until killed. */
final class DahuaCommand {

    static final String USAGE =
            """
            dahua --user NAME --password-file FILE [--http-port 9082] [--rtsp-port 9556] [--control-port 9091]
                  [--name d1] [--title TEXT] [--channels 16] [--offline 2] [--empty 0] [--hybrid]
                  [--algorithm MD5|SHA-256|both] [--clip FILE] [--count 1] [--quirks NAME,NAME]
            """;

    private DahuaCommand() {}

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
                Set.of("hybrid"));
        int channels = options.number("channels", 16);
        String password = Files.readString(options.path("password-file")).strip();
        if (password.isEmpty()) {
            throw new IllegalArgumentException("--password-file is empty");
        }
        String algorithm = options.text("algorithm", "MD5");
        String file = options.text("clip", "");
        Clip clip = file.isEmpty() ? Clip.builtIn() : Clip.from(Path.of(file));
        List<DahuaRecorder> recorders = new ArrayList<>();
        try {
            for (int i = 0; i < options.number("count", 1); i++) {
                RecorderSettings settings = RecorderSettings.of(
                                options.text("name", "d1") + (i == 0 ? "" : "-" + (i + 1)),
                                options.text("title", "NVR"),
                                options.required("user"))
                        .withPorts(
                                RecorderCommand.port(options.number("http-port", 9082), i),
                                RecorderCommand.port(options.number("rtsp-port", 9556), i))
                        .withChannels(
                                channels,
                                options.number("offline", Math.min(2, channels)),
                                options.number("empty", 0),
                                options.flag("hybrid") ? (channels + 1) / 2 : 0)
                        .withAlgorithms(
                                algorithm.equals("both")
                                        ? List.of(Algorithm.SHA_256, Algorithm.MD5)
                                        : List.of(Algorithm.of(algorithm)));
                DahuaRecorder recorder = new DahuaRecorder(settings, password, clip);
                recorders.add(recorder);
                String quirks = options.text("quirks", "");
                for (String quirk : quirks.isEmpty() ? new String[0] : quirks.split(",")) {
                    recorder.set(Quirk.of(quirk), true);
                }
            }
            try (DahuaControl control = new DahuaControl(options.number("control-port", 9091), recorders)) {
                for (DahuaRecorder recorder : recorders) {
                    System.out.println("recorder " + recorder.name() + ": " + recorder.address() + "  rtsp://127.0.0.1:"
                            + recorder.rtspPort() + "/cam/realmonitor?channel=1&subtype=0  control http://127.0.0.1:"
                            + control.port());
                }
                new CountDownLatch(1).await();
            }
        } finally {
            for (DahuaRecorder recorder : recorders) {
                recorder.close();
            }
        }
    }
}
