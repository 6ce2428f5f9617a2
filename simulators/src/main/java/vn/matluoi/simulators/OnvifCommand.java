package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.matluoi.simulators.control.OnvifControl;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSettings.Auth;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.rtsp.Clip;

/** {@code onvif}: one ONVIF camera or recorder, or thousands alike, until killed. */
final class OnvifCommand {

    static final String USAGE =
            """
            onvif --user NAME --password-file FILE [--http-port 9180] [--rtsp-port 9654] [--control-port 9190]
                  [--name o1] [--title TEXT] [--channels 1] [--movable 1] [--no-media2]
                  [--auth token|digest|both] [--window-seconds 60] [--mode NAME,NAME]
                  [--discovery-port N] [--multicast] [--clip FILE] [--count 1]
            """;

    private OnvifCommand() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                arguments,
                1,
                Set.of(
                        "user",
                        "password-file",
                        "http-port",
                        "rtsp-port",
                        "control-port",
                        "name",
                        "title",
                        "channels",
                        "movable",
                        "auth",
                        "window-seconds",
                        "mode",
                        "discovery-port",
                        "clip",
                        "count"),
                Set.of("no-media2", "multicast"));
        String password = Files.readString(options.path("password-file")).strip();
        if (password.isEmpty()) {
            throw new IllegalArgumentException("--password-file is empty");
        }
        String file = options.text("clip", "");
        Clip clip = file.isEmpty() ? Clip.builtIn() : Clip.from(Path.of(file));
        int count = options.number("count", 1);
        int first = options.number("http-port", 9180);
        try (OnvifSite site = new OnvifSite(options.number("rtsp-port", 9654), clip, Clock.systemUTC())) {
            for (int i = 0; i < count; i++) {
                OnvifDevice device = site.add(settings(options, i, first == 0 ? 0 : first + i), password);
                for (String mode : options.text("mode", "").split(",")) {
                    if (!mode.isEmpty()) {
                        device.set(Mode.of(mode), true);
                    }
                }
            }
            if (!options.text("discovery-port", "").isEmpty()) {
                site.beDiscovered(options.number("discovery-port", 0), options.flag("multicast"));
            }
            try (OnvifControl control = new OnvifControl(options.number("control-port", 9190), site::devices)) {
                OnvifDevice one = site.devices().get(0);
                System.out.println("onvif " + one.name() + ": " + one.address() + "  rtsp port " + site.rtspPort()
                        + (count == 1 ? "" : ", and " + (count - 1) + " more"));
                System.out.println("control: http://127.0.0.1:" + control.port());
                new CountDownLatch(1).await();
            }
        }
    }

    private static OnvifSettings settings(Options options, int i, int port) {
        int channels = options.number("channels", 1);
        String name = options.text("name", "o1") + (i == 0 ? "" : "-" + (i + 1));
        String user = options.required("user");
        String title = options.text("title", channels == 1 ? "Camera ONVIF" : "Đầu ghi ONVIF");
        return (channels == 1
                        ? OnvifSettings.camera(name, title, user)
                        : OnvifSettings.recorder(name, title, user, channels))
                .withPort(port)
                .withMovable(options.number("movable", 1))
                .withMedia2(!options.flag("no-media2"))
                .withAuth(Auth.of(options.text("auth", "both")))
                .withWindow(Duration.ofSeconds(options.number("window-seconds", 60)));
    }
}
