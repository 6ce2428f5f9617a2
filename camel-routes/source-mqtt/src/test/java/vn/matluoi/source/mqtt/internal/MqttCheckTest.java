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
        assertThat(with(Map.of("kind", "status", "camera", "topic:2", "states", "mất kết nối = OFFLINE; 2 = online")))
                .isEmpty();
        assertThat(with(Map.of("kind", "status", "camera", "/ma", "state", "/trang_thai")))
                .isEmpty();
    }

    @Test
    void whereAMessageIsAWordTheTopicNamesTheCamera() {
        assertThat(List.of(with(Map.of("kind", "status")), with(Map.of("kind", "status", "camera", "/ma"))))
                .allSatisfy(errors -> assertThat(errors).singleElement().satisfies(error -> {
                    assertThat(error.field()).isEqualTo("camera");
                    assertThat(error.message().vi()).contains("topic:2", "state");
                    assertThat(error.message().en()).contains("topic:2", "state");
                }));
        assertThat(with(Map.of("kind", "status", "camera", "ma")))
                .extracting(FieldError::rule)
                .containsExactly("place");
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
                        "state", "trang_thai",
                        "states", "mất kết nối = GONE")))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(
                        "topic", "kind", "items", "camera", "type", "types", "phases", "columns", "state", "states");
        assertThat(with(Map.of("rate", "0"))).extracting(FieldError::field).containsExactly("rate");
    }

    @Test
    void quotesWhatItDoesNotUnderstand() {
        assertThat(with(Map.of("types", "a = MOTION; che camera = HIDDEN")))
                .singleElement()
                .satisfies(error -> assertThat(error.message().vi()).contains("che camera = HIDDEN", "TAMPER"));
    }
}
