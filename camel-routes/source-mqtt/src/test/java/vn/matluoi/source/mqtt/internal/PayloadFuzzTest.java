package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.Unusable;

/** Whatever a broker sends is events, cameras and status, or refused with words that help. */
class PayloadFuzzTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "routeName", "vms",
            "broker", "mqtt://10.0.0.7",
            "topic", "camera/#",
            "source", "vms",
            "area", "27694",
            "camera", "/camera",
            "type", "/type",
            "time", "/time",
            "state", "/state",
            "columns", "Vĩ độ = /geo/lat");

    private static final MqttSettings READ = MqttSettings.of(SETTINGS::get, Path.of("keys"));
    private static final MqttSettings PLAIN = MqttSettings.of(
            key -> Map.of("state", "", "camera", "topic:2").getOrDefault(key, SETTINGS.get(key)), Path.of("keys"));

    private interface Reading {
        void read() throws Unusable;
    }

    @FuzzTest(maxDuration = "1m")
    void isReadOrRefusedWithWords(byte[] payload) {
        var message = new MqttMessage("camera/1", payload, Optional.empty(), false);
        isReadOrRefused(() -> assertThat(new EventReading(READ, InstantSource.system()).read(message))
                .hasSizeBetween(1, Payload.MOST_ITEMS));
        isReadOrRefused(() -> new StatusReading(READ).read(message, Instant.EPOCH));
        isReadOrRefused(() -> new StatusReading(PLAIN).read(message, Instant.EPOCH));
        isReadOrRefused(() -> {
            for (var item : Payload.items(message, "")) {
                item.record(READ.columns());
            }
        });
    }

    private static void isReadOrRefused(Reading reading) {
        try {
            reading.read();
        } catch (Unusable e) {
            assertThat(e.text().vi()).isNotBlank();
            assertThat(e.text().en()).isNotBlank();
        }
    }
}
