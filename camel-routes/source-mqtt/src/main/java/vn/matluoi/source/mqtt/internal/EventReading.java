package vn.matluoi.source.mqtt.internal;

import java.time.InstantSource;
import java.util.List;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.JsonTree;
import vn.matluoi.api.route.Unusable;

/** Messages as events in the hub's words, with the agency's own beside them. */
final class EventReading {

    private static final int LONGEST_TOPIC = 200;

    private final MqttSettings settings;
    private final InstantSource clock;

    EventReading(MqttSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @return one for each object of the message */
    List<CameraEvent> read(MqttMessage message) throws Unusable {
        var items = Payload.items(message, settings.items());
        return items.stream()
                .map(item -> event(message, item, items.size() == 1 ? message.text() : item.json()))
                .toList();
    }

    private CameraEvent event(MqttMessage message, JsonTree item, String payload) {
        var events = settings.events();
        var word = events.type().flatMap(place -> place.word(message, item));
        return new CameraEvent(
                source(),
                events.camera().flatMap(place -> place.word(message, item)).flatMap(ChannelId::ofCode),
                word.flatMap(events.types()::of).orElse(CameraEvent.Type.OTHER),
                events.phase()
                        .flatMap(place -> place.word(message, item))
                        .flatMap(events.phases()::of)
                        .orElse(CameraEvent.Phase.PULSE),
                events.time().flatMap(place -> place.word(message, item)).flatMap(Times::of),
                clock.instant(),
                word.map(said -> DeviceWords.clean(said, LONGEST_TOPIC)).orElseGet(() -> topic(message)),
                payload);
    }

    private SourceId source() {
        return settings.agency().source();
    }

    private static String topic(MqttMessage message) {
        return DeviceWords.clean(message.topic(), LONGEST_TOPIC);
    }
}
