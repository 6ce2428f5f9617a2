package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.Unusable;

/** Whatever a broker sends is events and cameras, or refused with words that help. */
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
            "columns", "Vĩ độ = /geo/lat");

    @FuzzTest(maxDuration = "1m")
    void isReadOrRefusedWithWords(byte[] payload) {
        var settings = MqttSettings.of(SETTINGS::get, Path.of("keys"));
        var message = new MqttMessage("camera/1", payload, Optional.empty(), false);
        try {
            var events = new EventReading(settings, InstantSource.system()).read(message);
            assertThat(events).hasSizeBetween(1, Payload.MOST_ITEMS);
            for (var item : Payload.items(message, "")) {
                item.record(settings.columns());
            }
        } catch (Unusable e) {
            assertThat(e.text().vi()).isNotBlank();
            assertThat(e.text().en()).isNotBlank();
        }
    }
}
