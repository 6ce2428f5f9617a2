package vn.matluoi.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** The demo's devices, one of each family, in a process of their own; something moves before one of them every few seconds. */
final class SimulatedProvince implements AutoCloseable {

    private static final String CHANNELS = "/Streaming/Channels/";

    private final Path folder;
    private final int offset;
    private final Process process;

    private SimulatedProvince(Path folder, int offset, Process process) {
        this.folder = folder;
        this.offset = offset;
        this.process = process;
    }

    static SimulatedProvince start() throws IOException {
        var offset = Ports.freeOffset();
        var folder = Project.TARGET.resolve("simulators/province");
        RunningHub.deleteAll(folder);
        Files.createDirectories(folder);
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx192m",
                        "-jar",
                        Project.ROOT
                                .resolve("simulators/target/vn.matluoi.simulators-" + Project.VERSION + ".jar")
                                .toString(),
                        "demo",
                        "--dir",
                        folder.toString(),
                        "--offset",
                        String.valueOf(offset))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("province.log").toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(folder.resolve("province.log"))
                .contains("described in"));
        return new SimulatedProvince(folder, offset, process);
    }

    /** What a program writes to have one of them as a source; its id is the family. */
    String source(String family) throws IOException {
        return switch (family) {
            case "hikvision" -> source(family, "r1", "http://127.0.0.1:" + (9080 + offset), rtsp(9554));
            case "dahua" -> source(family, "d1", "http://127.0.0.1:" + (9082 + offset), rtsp(9556));
            case "onvif" -> source(family, "o1", "http://127.0.0.1:" + (9083 + offset), rtsp(9557));
            case "rtsp" ->
                source(
                        family,
                        "c1",
                        "rtsp://127.0.0.1:" + (9558 + offset) + CHANNELS + "101",
                        Map.of("path.sub", CHANNELS + "102"));
            default -> throw new IllegalArgumentException(family);
        };
    }

    /** The port at which the camera that is a source by its stream alone answers as ONVIF. */
    int onvifCamera() {
        return 9084 + offset;
    }

    private Map<String, String> rtsp(int port) {
        return Map.of("rtsp.port", String.valueOf(port + offset));
    }

    private String source(String family, String simulator, String address, Map<String, String> options)
            throws IOException {
        return SharedHub.json(Map.of(
                "id",
                family,
                "name",
                "Thiết bị " + family,
                "driver",
                family,
                "address",
                address,
                "username",
                "admin",
                "secret",
                Files.readString(folder.resolve(simulator + ".password")).strip(),
                "area",
                SharedHub.LONG_AN,
                "sector",
                "security",
                "options",
                options));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
