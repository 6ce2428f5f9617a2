package vn.matluoi.rest.internal.v1;

import java.util.Locale;
import vn.matluoi.api.State;
import vn.matluoi.rest.internal.json.Limit;

/**
 * How a source or camera is, as computed.
 *
 * @param state {@code online, degraded, offline, suspended, unknown}
 * @param cause a stable word for why it is not online
 */
public record StateJson(
        @Limit(max = 20, required = true, pattern = "online|degraded|offline|suspended|unknown") String state,
        @Limit(max = 100) String cause,
        @Limit(max = 40, required = true) String since,
        @Limit(max = 40) String lastProof) {

    static StateJson of(State state) {
        return new StateJson(
                state.kind().name().toLowerCase(Locale.ROOT),
                state.cause().orElse(null),
                state.since().toString(),
                state.lastProof().map(Object::toString).orElse(null));
    }
}
