package vn.matluoi.rest.internal.v1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.Events;

/**
 * Events as a program tells them: one JSON object or an array of them, each the hub's own form (camera, type, phase, time) or a CloudEvent 1.0
 * whose {@code data} has that form. What one says beyond it is kept with it as it was written.
 */
final class ToldEvents {

    private static final int MOST = Events.MOST_AT_ONCE;

    private static final int LONGEST_WORD = 64;
    private static final int LONGEST_TOPIC = 400;
    private static final int LONGEST_PAYLOAD = 256 * 1024;
    private static final String OURS = "vn.matluoi.event.";

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 20)
                            .maxNumberLength(100)
                            .maxTokenCount(200_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final SourceId source;
    private final Instant now;

    ToldEvents(SourceId source, Instant now) {
        this.source = source;
        this.now = now;
    }

    /**
     * @return all of them
     * @throws HubException {@code INVALID}, naming the event and the field, if one is none
     */
    List<CameraEvent> read(byte[] body) {
        var all = json(body);
        var each = all.isArray() ? all : JSON.createArrayNode().add(all);
        if (each.isEmpty() || each.size() > MOST) {
            throw Values.invalid(
                    "events",
                    "event.count",
                    new Text(
                            "Mỗi lần gửi từ 1 đến %d sự kiện, không phải %d.".formatted(MOST, each.size()),
                            "Send 1 to %d events at a time, not %d.".formatted(MOST, each.size())));
        }
        var events = new ArrayList<CameraEvent>();
        for (var one : each) {
            events.add(event(one, all.isArray() ? "[" + events.size() + "]" : ""));
        }
        return events;
    }

    private static JsonNode json(byte[] body) {
        try {
            var all = JSON.readTree(body);
            if (all != null && !all.isMissingNode()) {
                return all;
            }
        } catch (IOException e) {
            // falls through to the same answer
        }
        throw new HubException(
                HubException.Reason.INVALID,
                "json.malformed",
                new Text("Nội dung không phải JSON hợp lệ.", "The body is not well-formed JSON."));
    }

    private CameraEvent event(JsonNode told, String place) {
        if (!told.isObject()) {
            throw invalid(whole(place), "json.object", "phải là một đối tượng JSON", "must be a JSON object");
        }
        var cloud = told.has("specversion");
        if (cloud && !told.path("specversion").asText().equals("1.0")) {
            throw invalid(
                    in(place, "specversion"),
                    "cloudevent.version",
                    "trạm nhận CloudEvents 1.0",
                    "the hub takes CloudEvents 1.0");
        }
        var data = cloud ? told.path("data") : told;
        var word = text(data, "type", place, LONGEST_TOPIC)
                .or(() -> text(told, "type", place, LONGEST_TOPIC))
                .orElseThrow(() -> invalid(in(place, "type"), "required", "thiếu loại sự kiện", "the type is missing"));
        var camera = camera(data, "camera", place).or(() -> cloud ? camera(told, "subject", place) : Optional.empty());
        var payload = told.toString();
        if (payload.length() > LONGEST_PAYLOAD) {
            throw invalid(whole(place), "event.size", "lớn hơn 256 KiB", "is larger than 256 KiB");
        }
        return new CameraEvent(
                source,
                camera,
                type(word),
                phase(text(data, "phase", place, LONGEST_WORD).orElse("pulse"), place),
                text(data, "time", place, LONGEST_WORD)
                        .or(() -> text(told, "time", place, LONGEST_WORD))
                        .map(moment -> Values.instantInBody(in(place, "time"), moment)),
                now,
                text(data, "topic", place, LONGEST_TOPIC).orElse(word),
                payload);
    }

    /** An agency's word that is none of the hub's is kept as the topic of another event. */
    private static Type type(String word) {
        var plain = word.startsWith(OURS) ? word.substring(OURS.length()) : word;
        return Arrays.stream(Type.values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(plain.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(Type.OTHER);
    }

    private static Phase phase(String word, String place) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> invalid(
                        in(place, "phase"),
                        "event.phase",
                        "phải là active, inactive hoặc pulse",
                        "must be active, inactive or pulse"));
    }

    private static Optional<ChannelId> camera(JsonNode node, String field, String place) {
        return text(node, field, place, ChannelId.LONGEST)
                .map(code -> ChannelId.ofCode(code).orElseThrow(() -> noText(in(place, field), ChannelId.LONGEST)));
    }

    private static Optional<String> text(JsonNode node, String field, String place, int most) {
        var value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isValueNode()
                || value.asText().length() > most
                || value.asText().indexOf('\0') >= 0) {
            throw noText(in(place, field), most);
        }
        return Optional.of(value.asText().strip()).filter(text -> !text.isEmpty());
    }

    private static HubException noText(String field, int most) {
        return invalid(
                field,
                "event.text",
                "phải là chữ, dài nhất %d ký tự".formatted(most),
                "must be a text of at most %d characters".formatted(most));
    }

    /** @param place of the event in an array; empty for one alone */
    private static String in(String place, String field) {
        return place.isEmpty() ? field : place + "." + field;
    }

    private static String whole(String place) {
        return place.isEmpty() ? "event" : place;
    }

    private static HubException invalid(String field, String rule, String vi, String en) {
        return Values.invalid(field, rule, new Text(field + ": " + vi + ".", field + ": " + en + "."));
    }
}
