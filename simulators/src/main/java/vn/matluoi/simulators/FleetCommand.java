package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.matluoi.simulators.control.FleetControl;
import vn.matluoi.simulators.recorder.Fleet;
import vn.matluoi.simulators.rtsp.Clip;

/** {@code fleet}: thousands of recorders that tell events and have no pictures, until killed. */
final class FleetCommand {

    static final String USAGE =
            """
        fleet --user NAME --password-file FILE [--count 2500] [--channels 8] [--port 9880] [--control-port 0]
        """;

    private FleetCommand() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(
                arguments, 1, Set.of("user", "password-file", "count", "channels", "port", "control-port"), Set.of());
        String password = Files.readString(options.path("password-file")).strip();
        if (password.isEmpty()) {
            throw new IllegalArgumentException("--password-file is empty");
        }
        int count = options.number("count", 2500);
        if (count < 1 || count > 60_000) {
            throw new IllegalArgumentException("--count is 1 to 60000");
        }
        try (Fleet fleet = new Fleet(
                        count,
                        options.number("channels", 8),
                        options.number("port", 9880),
                        options.required("user"),
                        password,
                        Clip.builtIn());
                FleetControl control = new FleetControl(options.number("control-port", 0), fleet)) {
            System.out.println("fleet of " + fleet.size() + ": " + fleet.address("http", 0) + " to "
                    + fleet.address("http", fleet.size() - 1) + "  control http://127.0.0.1:" + control.port());
            new CountDownLatch(1).await();
        }
    }
}
