package vn.matluoi.source.mqtt.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.JsonTree;
import vn.matluoi.api.route.Unusable;

/** What a message says: an object, or a list of some. */
final class Payload {

    static final int MOST_ITEMS = 1_000;

    private static final int LONGEST_TOPIC = 100;

    /** Numbers stay as they are written: 5.10 is a version. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNameLength(Imports.Records.LONGEST_HEADING)
                            .maxStringLength(MqttMessage.MOST_BYTES)
                            .maxNumberLength(40)
                            .maxTokenCount(100_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Payload() {}

    /** @param items where the objects stand in the message, as a JSON pointer; empty for the whole of it */
    static List<JsonTree> items(MqttMessage message, String items) throws Unusable {
        var found = tree(message).at(items);
        if (found.isEmpty()) {
            throw Unusable.because(
                    "mqtt.no-items",
                    "thông điệp ở chủ đề “%s” không có gì tại “%s”".formatted(topic(message), items),
                    "a message to “%s” has nothing at “%s”".formatted(topic(message), items));
        }
        var list = found.get().elements().orElse(List.of(found.get()));
        if (list.size() > MOST_ITEMS) {
            throw Unusable.because(
                    "mqtt.too-many",
                    "thông điệp ở chủ đề “%s” có hơn %d phần tử".formatted(topic(message), MOST_ITEMS),
                    "a message to “%s” has more than %d items".formatted(topic(message), MOST_ITEMS));
        }
        if (list.isEmpty() || !list.stream().allMatch(JsonTree::isObject)) {
            throw Unusable.because(
                    "mqtt.no-object",
                    "thông điệp ở chủ đề “%s” không phải một đối tượng JSON hay danh sách đối tượng"
                            .formatted(topic(message)),
                    "a message to “%s” is neither a JSON object nor a list of objects".formatted(topic(message)));
        }
        return list;
    }

    private static JsonTree tree(MqttMessage message) throws Unusable {
        try {
            return new JsonTree(JSON.readValue(message.payload(), Object.class));
        } catch (StreamConstraintsException e) {
            throw Unusable.because(
                    "mqtt.too-much",
                    "thông điệp ở chủ đề “%s” lồng quá sâu, có tên hoặc số quá dài, hoặc quá nhiều giá trị"
                            .formatted(topic(message)),
                    "a message to “%s” is nested too deep, or has names or numbers too long, or too many values"
                            .formatted(topic(message)));
        } catch (IOException | NumberFormatException e) { // an exponent of ten digits is no number to Java
            throw Unusable.because(
                    "mqtt.no-json",
                    "thông điệp ở chủ đề “%s” không phải JSON".formatted(topic(message)),
                    "a message to “%s” is no JSON".formatted(topic(message)));
        }
    }

    static String topic(MqttMessage message) {
        return DeviceWords.clean(message.topic(), LONGEST_TOPIC);
    }
}
