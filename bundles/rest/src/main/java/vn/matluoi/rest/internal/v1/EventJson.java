package vn.matluoi.rest.internal.v1;

import java.time.Instant;
import java.util.Locale;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.rest.internal.json.Limit;

/**
 * An event.
 *
 * @param camera the camera it concerns; absent for the whole device
 * @param assumed the device did not say so: an alarm that was not repeated any more was taken for ended
 * @param deviceTime as the device said; its clock may be wrong
 * @param at when it reached the hub
 * @param topic the device's own word for it; only for those who may read sources
 * @param payload the device's own message; only for those who may read sources, and not in the stream
 */
public record EventJson(
        @Limit(required = true) long sequence,
        @Limit(max = 60, required = true) String source,
        @Limit(max = 64) String channel,
        @Limit(max = 12) String camera,
        @Limit(max = 20, required = true, pattern = "[a-z_]+") String type,
        @Limit(max = 8, required = true, pattern = "active|inactive|pulse") String phase,
        @Limit(required = true) boolean assumed,
        @Limit(max = 40) String deviceTime,
        @Limit(max = 40, required = true) String at,
        @Limit(max = 400) String topic,
        @Limit(max = 262_144) String payload) {

    /** @param words whether the device's own words are shown */
    static EventJson of(StoredEvent stored, boolean words) {
        return of(stored, words, words);
    }

    private static EventJson of(StoredEvent stored, boolean topic, boolean payload) {
        var event = stored.event();
        return new EventJson(
                stored.sequence(),
                event.source().value(),
                event.channel().map(ChannelId::value).orElse(null),
                stored.camera().map(CameraId::value).orElse(null),
                event.type().name().toLowerCase(Locale.ROOT),
                event.phase().name().toLowerCase(Locale.ROOT),
                stored.assumed(),
                event.deviceTime().map(Instant::toString).orElse(null),
                event.hubTime().toString(),
                topic ? event.topic() : null,
                payload ? event.payload() : null);
    }

    /** Without the payload: many wait for the stream, and all of it is held until they took it. */
    static EventJson brief(StoredEvent stored, boolean words) {
        return of(stored, words, false);
    }
}
