package vn.matluoi.simulators;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.matluoi.simulators.replay.ReplayDevice;

/** {@code replay}: a folder of captured answers as a device, until killed. */
final class ReplayCommand {

    static final String USAGE =
            """
            replay --captures DIR --user NAME --password-file FILE [--http-port 9280]
            """;

    private ReplayCommand() {}

    static void run(String[] arguments) throws IOException, InterruptedException {
        Options options = new Options(arguments, 1, Set.of("captures", "user", "password-file", "http-port"), Set.of());
        String password = Files.readString(options.path("password-file")).strip();
        if (password.isEmpty()) {
            throw new IllegalArgumentException("--password-file is empty");
        }
        try (ReplayDevice device = new ReplayDevice(
                options.path("captures"),
                options.number("http-port", 9280),
                options.required("user"),
                password,
                Clock.systemUTC())) {
            System.out.println("replay: " + device.address());
            new CountDownLatch(1).await();
        }
    }
}
