package vn.matluoi.rest.internal.v1;

import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.State;
import vn.matluoi.rest.internal.json.Limit;

/**
 * How a source or camera is, as computed.
 *
 * @param state {@code online, degraded, offline, suspended, unknown}
 * @param cause a stable word for why it is not online
 */
public record StateJson(
        @Limit(max = 20, required = true, pattern = StateJson.STATES) String state,
        @Limit(max = 100) String cause,
        @Limit(max = 40, required = true) String since,
        @Limit(max = 40) String lastProof) {

    /** What {@code state} can be, as a pattern. */
    static final String STATES = "online|degraded|offline|suspended|unknown";

    /** @param text one of {@link #STATES}; null or blank if none was given */
    static Optional<State.Kind> kind(String text) {
        return Values.text(text).map(given -> State.Kind.valueOf(given.toUpperCase(Locale.ROOT)));
    }

    static StateJson of(State state) {
        return new StateJson(
                state.kind().name().toLowerCase(Locale.ROOT),
                state.cause().orElse(null),
                state.since().toString(),
                state.lastProof().map(Object::toString).orElse(null));
    }
}
