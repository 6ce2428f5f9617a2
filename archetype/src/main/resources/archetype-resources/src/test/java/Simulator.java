package ${package};

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import vn.matluoi.driver.testkit.DeviceServer;

/**
 * Plays the recorder of the tests on this machine, for trying the driver in a hub:
 * {@code mvn -q test-compile exec:java@simulator -Dexec.args="8090 target/simulator.password"}. Every half minute something
 * moves before channel 1. Ctrl-C ends it.
 */
public final class Simulator {

    private static final String USER = "hub";

    private Simulator() {}

    /** @param args port (any free one if there is none), and the file of the password, made if it is not there */
    public static void main(String... args) throws IOException, InterruptedException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        var file = Path.of(args.length > 1 ? args[1] : "target/simulator.password");
        try (var device = DeviceServer.open(port, USER, password(file), ${className}Recorder.four())) {
            System.out.printf(
                    "địa chỉ / address: %s%ntài khoản / account: %s%nmật khẩu trong tệp / password in the file: %s%n",
                    device.address(), USER, file.toAbsolutePath());
            var ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "end"));
            for (int i = 0; !ended.await(10, TimeUnit.SECONDS); i++) {
                var said =
                        switch (i % 3) {
                            case 0 -> ${className}Recorder.motion(1, "begin");
                            case 1 -> ${className}Recorder.motion(1, "end");
                            default -> "\n"; // a sign of life
                        };
                device.tell(said.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, UUID.randomUUID().toString());
        }
        return Files.readString(file).strip();
    }
}
