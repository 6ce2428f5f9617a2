package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.State;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.registry.Cameras.Observation;
import vn.matluoi.core.internal.work.Moment;

/**
 * The states of one source's cameras, computed: the source's own state first, then what the recorder says of the
 * channel, then the camera's own last proof. A camera that was online is offline only when the recorder says so twice.
 * Used in the source's lane only.
 */
final class CameraStates {

    /** A proof this old still speaks for a channel of which the recorder says nothing. */
    static final Duration PROOF_HOLDS = Duration.ofMinutes(10);

    /** A fresher last proof alone is written this seldom. */
    static final Duration PROOF_WRITTEN = Duration.ofMinutes(5);

    private static final int OFFLINE_REPORTS = 2;

    private final Map<String, Seen> byChannel = new HashMap<>();

    private static final class Seen {
        private final CameraId camera;
        private State recorded;
        private Optional<Moment> proof;
        private Kind kind = Kind.UNKNOWN;
        private Optional<String> cause = Optional.empty();
        private int offlineReports;

        private Seen(CameraId camera, State recorded, Moment now) {
            this.camera = camera;
            this.recorded = recorded;
            this.proof = recorded.lastProof().map(now::past);
        }
    }

    /**
     * Learns which camera a channel is, and the state the catalogue has for it. Known ones stay as they are; what was seen of a channel
     * holds whichever camera it is.
     */
    void know(String channel, CameraId camera, State recorded, Moment now) {
        var known = byChannel.get(channel);
        if (known == null || !known.camera.equals(camera)) {
            var seen = new Seen(camera, recorded, now);
            if (known != null) {
                seen.proof = known.proof;
                seen.kind = known.kind;
                seen.cause = known.cause;
                seen.offlineReports = known.offlineReports;
            }
            byChannel.put(channel, seen);
        }
    }

    /** Takes in a whole channel list. */
    void report(List<Channel> channels, Moment now) {
        var said = channels.stream()
                .collect(Collectors.toMap(channel -> channel.id().value(), Function.identity(), (a, b) -> a));
        byChannel.forEach((id, seen) -> {
            var channel = said.get(id);
            if (channel == null) {
                offline(seen, Causes.CHANNEL_GONE);
                return;
            }
            switch (channel.status()) {
                case ONLINE -> online(seen, now);
                case OFFLINE ->
                    offline(seen, channel.kind() == Channel.Kind.ANALOG ? Causes.NO_SIGNAL : Causes.CHANNEL_OFFLINE);
                case EMPTY -> offline(seen, Causes.CHANNEL_EMPTY);
                case UNKNOWN -> silent(seen, now);
            }
        });
    }

    /** A picture came from that channel. */
    void proved(String channel, Moment now) {
        var seen = byChannel.get(channel);
        if (seen != null) {
            online(seen, now);
        }
    }

    /**
     * @param source state of the source, which comes first
     * @return what the catalogue does not know yet
     */
    List<Observation> changes(State source, Instant now) {
        var changes = new ArrayList<Observation>();
        for (var seen : byChannel.values()) {
            var state = judge(seen, source, now);
            if (worthWriting(seen.recorded, state)) {
                changes.add(new Observation(seen.camera, state));
            }
        }
        return changes;
    }

    /** The catalogue knows these now. */
    void recorded(List<Observation> written) {
        var states = written.stream().collect(Collectors.toMap(Observation::camera, Observation::state));
        for (var seen : byChannel.values()) {
            seen.recorded = states.getOrDefault(seen.camera, seen.recorded);
        }
    }

    private static State judge(Seen seen, State source, Instant now) {
        var follows = source.kind() != Kind.ONLINE && source.kind() != Kind.DEGRADED;
        var kind = follows ? source.kind() : seen.kind;
        var cause = follows ? source.cause() : seen.cause;
        var same = kind == seen.recorded.kind() && cause.equals(seen.recorded.cause());
        return new State(kind, cause, same ? seen.recorded.since() : now, seen.proof.map(Moment::at));
    }

    private static boolean worthWriting(State recorded, State state) {
        if (state.kind() != recorded.kind() || !state.cause().equals(recorded.cause())) {
            return true;
        }
        if (state.lastProof().isEmpty()) {
            return false;
        }
        var written = recorded.lastProof();
        return written.isEmpty()
                // one that lies ahead was written before the clock was set back
                || Duration.between(written.get(), state.lastProof().get())
                                .abs()
                                .compareTo(PROOF_WRITTEN)
                        >= 0;
    }

    private static void online(Seen seen, Moment now) {
        seen.kind = Kind.ONLINE;
        seen.cause = Optional.empty();
        seen.proof = Optional.of(now);
        seen.offlineReports = 0;
    }

    private static void offline(Seen seen, String cause) {
        seen.offlineReports++;
        if (seen.kind != Kind.ONLINE || seen.offlineReports >= OFFLINE_REPORTS) {
            seen.kind = Kind.OFFLINE;
            seen.cause = Optional.of(cause);
        }
    }

    private static void silent(Seen seen, Moment now) {
        var holds = seen.proof
                .filter(proof -> now.since(proof).compareTo(PROOF_HOLDS) < 0)
                .isPresent();
        seen.kind = holds ? Kind.ONLINE : Kind.UNKNOWN;
        seen.cause = Optional.empty();
        seen.offlineReports = 0;
    }
}
