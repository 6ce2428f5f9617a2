package vn.matluoi.source.mqtt.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.JsonTree;
import vn.matluoi.api.route.Unusable;

/**
 * Messages as what they say of cameras: whether there is a picture. As all that is said of cameras from outside it is an event; how a
 * camera is, the hub works out itself.
 */
final class StatusReading {

    private static final int LONGEST_WORD = 60;

    private final MqttSettings settings;

    StatusReading(MqttSettings settings) {
        this.settings = settings;
    }

    /**
     * @param came when it did
     * @return one for each object of the message, or for its word; each with a camera
     * @throws Unusable also if only one of them cannot be read: what a message says is taken whole or not at all
     */
    List<CameraEvent> read(MqttMessage message, Instant came) throws Unusable {
        var items = settings.status().isPlain()
                ? List.of(new JsonTree(message.text()))
                : Payload.items(message, settings.items());
        var told = new CameraEvent[items.size()];
        for (var n = 0; n < told.length; n++) {
            told[n] = event(
                    message,
                    came,
                    items.get(n),
                    told.length == 1 ? message.text() : items.get(n).json());
        }
        return List.of(told);
    }

    private CameraEvent event(MqttMessage message, Instant came, JsonTree item, String payload) throws Unusable {
        return new CameraEvent(
                settings.agency().source(),
                Optional.of(camera(message, item)),
                CameraEvent.Type.VIDEO_LOST,
                state(message, item) == State.ONLINE ? CameraEvent.Phase.INACTIVE : CameraEvent.Phase.ACTIVE,
                settings.events()
                        .time()
                        .flatMap(place -> place.word(message, item))
                        .flatMap(Times::of),
                came,
                CameraEvent.STATUS,
                payload);
    }

    private ChannelId camera(MqttMessage message, JsonTree item) throws Unusable {
        return settings.events()
                .camera()
                .flatMap(place -> place.word(message, item))
                .flatMap(ChannelId::ofCode)
                .orElseThrow(() -> Unusable.because(
                        "mqtt.no-camera",
                        "thông điệp ở chủ đề “%s” không ghi mã camera (1–%d ký tự) ở nơi camera chỉ; hãy sửa camera"
                                .formatted(Payload.topic(message), ChannelId.LONGEST),
                        "a message to “%s” has no code of a camera (1 to %d characters) where camera says; mend camera"
                                .formatted(Payload.topic(message), ChannelId.LONGEST)));
    }

    private State state(MqttMessage message, JsonTree item) throws Unusable {
        var word = settings.status()
                .state()
                .flatMap(item::at)
                .or(() -> settings.status().isPlain() ? Optional.of(item) : Optional.empty())
                .map(JsonTree::text)
                .map(said -> DeviceWords.clean(said, LONGEST_WORD + 1))
                .filter(said -> !said.isEmpty());
        if (word.isEmpty()) {
            throw Unusable.because(
                    "mqtt.no-state",
                    "thông điệp ở chủ đề “%s” không ghi trạng thái ở nơi state chỉ; hãy sửa state"
                            .formatted(Payload.topic(message)),
                    "a message to “%s” has no state where state says; mend state".formatted(Payload.topic(message)));
        }
        return word.flatMap(settings.status().states()::of).orElseThrow(() -> unknown(message, word.get()));
    }

    private static Unusable unknown(MqttMessage message, String word) {
        var shown = word.length() > LONGEST_WORD ? DeviceWords.clean(word, LONGEST_WORD) + "…" : word;
        return Unusable.because(
                "mqtt.state",
                "thông điệp ở chủ đề “%s” ghi trạng thái “%s” mà trạm chưa biết; hãy thêm từ ấy vào states, ví dụ mất kết nối = OFFLINE"
                        .formatted(Payload.topic(message), shown),
                "a message to “%s” says “%s”, a state that the hub does not know; add that word to states, as in mất kết nối = OFFLINE"
                        .formatted(Payload.topic(message), shown));
    }
}
