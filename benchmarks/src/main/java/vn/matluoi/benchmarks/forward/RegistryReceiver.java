package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import vn.matluoi.benchmarks.Hub;

/**
 * A registry beside the hub that writes down, on the disk, what it is told of cameras before it confirms; one answer in so many is lost on its
 * way.
 */
public final class RegistryReceiver implements AutoCloseable {

    private static final String PROVINCE = "80";
    private static final int ANSWERS_A_LOSS = 20;
    private static final int LINK_SECONDS = 2;

    private final String key = Hub.password();
    private final OtherRegistry registry;
    private final FileOutputStream ledger;
    private final Random random;
    private final Map<String, Map<String, String>> cameras = new TreeMap<>(); // guarded by this, as below
    private long told;

    /** @param file for the ledger */
    public RegistryReceiver(Path file, long seed) throws IOException {
        ledger = new FileOutputStream(file.toFile());
        random = new Random(seed);
        registry = new OtherRegistry(key, PROVINCE, this::take);
    }

    /** Makes the sink that tells it, under that name. */
    public void open(Routes routes, String sink) throws IOException {
        routes.registry(sink, registry.address(), OtherRegistry.SENDER, key, LINK_SECONDS);
    }

    private synchronized boolean take(JsonNode told) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (JsonNode camera : told) {
            String id = camera.path("id").asText();
            lines.append(id).append(' ').append(camera.path("values")).append('\n');
            if (camera.has("values")) {
                Map<String, String> values = new TreeMap<>();
                camera.get("values")
                        .properties()
                        .forEach(value ->
                                values.put(value.getKey(), value.getValue().asText()));
                cameras.put(id, values);
            } else {
                cameras.remove(id);
            }
            this.told++;
        }
        ledger.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        ledger.getFD().sync();
        return random.nextInt(ANSWERS_A_LOSS) > 0;
    }

    /** @return by its id over here what it was told last of each camera */
    public synchronized Map<String, Map<String, String>> cameras() {
        return new TreeMap<>(cameras);
    }

    /** @return how often it was told of a camera */
    public synchronized long told() {
        return told;
    }

    /** @return how many calls came without its key */
    public long forged() {
        return registry.forged();
    }

    @Override
    public void close() throws IOException {
        registry.close();
        ledger.close();
    }
}
