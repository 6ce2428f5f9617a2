package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException.FieldError;

class MqttCheckTest {

    @TempDir
    Path keys;

    private List<FieldError> with(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of("broker", "mqtt://10.0.0.7", "topic", "camera/+/events"));
        settings.putAll(more);
        return new MqttCheck(null, (given, errors) -> {}, keys).check(settings);
    }

    @Test
    void acceptsWhatIsRight() {
        assertThat(with(Map.of())).isEmpty();
        assertThat(with(Map.of(
                        "kind", "events",
                        "items", "/data",
                        "camera", "topic:2",
                        "type", "/loai",
                        "time", "/thoi~1gian",
                        "phase", "/trang_thai",
                        "types", "che camera = TAMPER; mất hình = video-lost;",
                        "phases", "bắt đầu = ACTIVE",
                        "rate", "1000",
                        "session.hours", "0")))
                .isEmpty();
        assertThat(with(Map.of("kind", "cameras", "columns", "Vĩ độ = /geo/lat; Kinh độ = /geo/lng")))
                .isEmpty();
    }

    @Test
    void namesEveryValueAtFault() {
        assertThat(with(Map.of(
                        "topic", "camera/#/x",
                        "kind", "all",
                        "items", "data",
                        "camera", "topic:0",
                        "type", "loai",
                        "types", "che camera = HIDDEN",
                        "phases", "bắt đầu",
                        "columns", "Vĩ độ = lat",
                        "rate", "0")))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "topic", "kind", "items", "camera", "type", "types", "phases", "columns", "rate");
    }

    @Test
    void quotesWhatItDoesNotUnderstand() {
        assertThat(with(Map.of("types", "a = MOTION; che camera = HIDDEN")))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("che camera = HIDDEN", "TAMPER"));
    }
}
