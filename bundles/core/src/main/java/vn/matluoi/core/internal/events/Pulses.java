package vn.matluoi.core.internal.events;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.core.internal.work.Moment;

/**
 * Moments that a device told lately, to know an exact repeat: firmware is known to send one event over two ways at once.
 * Payloads are known by their length and 64 bits of hash, not kept. Not for several threads.
 */
final class Pulses {

    static final Duration REPEATED_WITHIN = Duration.ofSeconds(1);

    private static final int MOST = 64;

    private final Map<Pulse, Moment> lately = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pulse, Moment> eldest) {
            return size() > MOST;
        }
    };

    private record Pulse(Optional<ChannelId> channel, String topic, int length, long hash) {}

    /** @return whether the same was told less than a second ago; if not, it is told now */
    boolean isRepeat(CameraEvent event, Moment now) {
        var pulse = new Pulse(
                event.channel(), EventStates.shortTopic(event), event.payload().length(), hash(event.payload()));
        var last = lately.get(pulse);
        if (last != null && now.since(last).compareTo(REPEATED_WITHIN) < 0) {
            return true;
        }
        lately.remove(pulse); // to stand at the end again
        lately.put(pulse, now);
        return false;
    }

    /** FNV-1a: the hash of {@link String} is the same for texts as alike as two number plates. */
    private static long hash(String text) {
        var hash = 0xcbf29ce484222325L;
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
