package vn.matluoi.soap.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;

/** Where what one source has to say comes in: the decision point is asked, and who has only a key of the source passes its route. */
final class Entrance {

    private final AccessDecisions decisions;
    private final List<AgencyDoor> doors;

    /** @param doors those that are there, one or none */
    Entrance(AccessDecisions decisions, List<AgencyDoor> doors) {
        this.decisions = decisions;
        this.doors = List.copyOf(doors);
    }

    /** @throws HubException if the caller may not, or the source's route is stopped */
    <T> T through(Caller caller, Action action, SourceId source, Supplier<T> work) {
        return through(caller, action, source, route -> work.get());
    }

    /**
     * @param work is given the route by which the caller comes in; none if he needs none
     * @throws HubException if the caller may not, or the source's route is stopped
     */
    <T> T through(Caller caller, Action action, SourceId source, Function<Optional<AgencyRoute>, T> work) {
        decisions.require(caller, action, source);
        if (caller.source().isEmpty()) {
            return work.apply(Optional.empty());
        }
        return doors.stream()
                .findFirst()
                .orElseThrow(Entrance::closed)
                .through(source, route -> work.apply(Optional.of(route)));
    }

    private static HubException closed() {
        return new HubException(
                HubException.Reason.UNAVAILABLE,
                "hub.starting",
                new Text(
                        "Phần nhận dữ liệu bằng khóa của nguồn chưa sẵn sàng. Hãy thử lại sau.",
                        "The part that takes what comes with a source's key is not ready. Try again later."));
    }
}
