package vn.matluoi.simulators.agency;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.matluoi.simulators.control.Json;
import vn.matluoi.simulators.mqtt.Mosquitto;

/**
 * A district's video system with an MQTT broker of its own on loopback, to which it tells each of its cameras, retained, in the topic
 * {@code camera/CODE}. Members are called as those of {@link RestAgency}. It needs {@code mosquitto} and {@code mosquitto_pub} of Debian.
 */
public final class MqttAgency implements AutoCloseable {

    private static final Path PUBLISHER = Path.of("/usr/bin/mosquitto_pub");
    private static final int SECONDS = 20;

    private final Mosquitto broker;

    /** @return whether this machine has what it needs */
    public static boolean isPossible() {
        return Mosquitto.isThere() && Files.isExecutable(PUBLISHER);
    }

    /**
     * @param folder what the broker keeps
     * @param port 0 for any free one
     * @param cameras as {@link RestAgency#cameras}
     */
    public MqttAgency(Path folder, int port, List<Map<String, Object>> cameras) throws IOException {
        broker = Mosquitto.in(Files.createDirectories(folder), port);
        broker.start();
        try {
            for (Map<String, Object> camera : cameras) {
                tell(camera);
            }
        } catch (IOException e) {
            broker.close();
            throw e;
        }
    }

    private void tell(Map<String, Object> camera) throws IOException {
        Process publisher = new ProcessBuilder(
                        PUBLISHER.toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(broker.port()),
                        "-q",
                        "1",
                        "-r",
                        "-t",
                        "camera/" + camera.get("ma_camera"),
                        "-s")
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = publisher.getOutputStream()) {
            input.write(Json.write(camera).getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (!publisher.waitFor(SECONDS, TimeUnit.SECONDS) || publisher.exitValue() != 0) {
                throw new IOException("mosquitto_pub failed: "
                        + new String(publisher.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    public String address() {
        return "mqtt://127.0.0.1:" + broker.port();
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
