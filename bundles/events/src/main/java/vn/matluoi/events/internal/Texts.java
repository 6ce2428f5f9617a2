package vn.matluoi.events.internal;

import java.util.Optional;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;

/** Devices' texts as a database takes them: PostgreSQL knows no U+0000 and no half of a surrogate pair. */
final class Texts {

    /** The longest topic that is kept, in characters. */
    static final int TOPIC = 400;

    /** The longest payload that is kept, in characters. */
    static final int PAYLOAD = 256 << 10;

    private static final char UNKNOWN = '\uFFFD';

    private Texts() {}

    static CameraEvent storable(CameraEvent event) {
        var topic = storable(event.topic(), TOPIC);
        var payload = storable(event.payload(), PAYLOAD);
        Optional<ChannelId> channel = event.channel()
                .map(named ->
                        new ChannelId(storable(named.value(), named.value().length())));
        return new CameraEvent(
                event.source(),
                channel,
                event.type(),
                event.phase(),
                event.deviceTime(),
                event.hubTime(),
                topic,
                payload);
    }

    /** @return the text itself if it is in order; else without what cannot be kept, and cut */
    static String storable(String text, int longest) {
        var end = Math.min(text.length(), longest);
        StringBuilder mended = null;
        for (var i = 0; i < end; i++) {
            if (!isStorable(text, i, end)) {
                if (mended == null) {
                    mended = new StringBuilder(text.substring(0, end));
                }
                mended.setCharAt(i, UNKNOWN);
            }
        }
        if (mended != null) {
            return mended.toString();
        }
        return end == text.length() ? text : text.substring(0, end);
    }

    private static boolean isStorable(String text, int at, int end) {
        var c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < end && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c != 0;
    }
}
