package vn.matluoi.forward.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.forward.Delivery;

class TopicPatternTest {

    private static Delivery delivery(String type, String key, Optional<AreaCode> area) {
        return new Delivery(1, "id", "urn:x", type, key, Optional.empty(), area, Instant.EPOCH, new byte[0]);
    }

    @Test
    void aDeliveryGoesToATopicOfItsOwn() {
        var motion = delivery("vn.matluoi.event.motion", "nvr-1", Optional.of(new AreaCode("27694")));
        assertThat(new TopicPattern(TopicPattern.USUAL).of(motion)).isEqualTo("matluoi/27694/nvr-1/event.motion");
        assertThat(new TopicPattern("tinh/80/{type}").of(motion)).isEqualTo("tinh/80/event.motion");
        assertThat(new TopicPattern("{area}").of(delivery("x", "k", Optional.empty())))
                .isEqualTo("none");
    }

    @Test
    void whatHasAMeaningInMqttIsTakenOut() {
        var odd = delivery("a/b+#$", "../\u0000x", Optional.empty());
        assertThat(new TopicPattern("{type}/{key}").of(odd)).isEqualTo("a-b---/..--x");
        assertThat(new TopicPattern("{type}").of(delivery("t".repeat(100), "k", Optional.empty())))
                .hasSize(60);
    }

    @Test
    void aPatternIsOfConstantWordsAndKnownLevels() {
        assertThat(List.of("a", "a/b/{type}", "{area}/{key}", "a.b_c-d")).allMatch(TopicPattern::isOne);
        assertThat(List.of("", "/a", "a/", "a//b", "a/+", "a/#", "$SYS/x", "{name}", "a{type}", "sự kiện"))
                .noneMatch(TopicPattern::isOne);
    }

    @Test
    void namesEveryValueAtFault() {
        var errors = new ArrayList<FieldError>();
        MqttSinkCheck.own(Map.of("topic", "a/#", "plain", "yes", "broker", "mqtts://x"), errors);
        assertThat(errors).extracting(FieldError::field).containsExactly("topic", "plain");
        errors.clear();
        MqttSinkCheck.own(Map.of("broker", "mqtt://10.0.0.7"), errors);
        assertThat(errors).extracting(FieldError::rule).containsExactly("plain");
        errors.clear();
        MqttSinkCheck.own(Map.of("broker", "mqtt://10.0.0.7", "plain", "true"), errors);
        assertThat(errors).isEmpty();
    }
}
