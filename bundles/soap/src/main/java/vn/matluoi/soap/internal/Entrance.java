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
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.RefusedDelivery;

/**
 * Where what one source has to say comes in: the decision point is asked, and who has only a key of the source passes its route, which keeps
 * what nobody can make sense of.
 */
final class Entrance {

    private final AccessDecisions decisions;
    private final List<AgencyDoor> doors;
    private final Supplier<Optional<DeadLetters>> letters;

    /**
     * @param doors those that are there, one or none
     * @param letters where routes keep what is refused, if that is there
     */
    Entrance(AccessDecisions decisions, List<AgencyDoor> doors, Supplier<Optional<DeadLetters>> letters) {
        this.decisions = decisions;
        this.doors = List.copyOf(doors);
        this.letters = letters;
    }

    /** @throws HubException if the sender may not, or the source's route is stopped */
    <T> T through(Sender sender, Action action, SourceId source, Supplier<T> work) {
        return through(sender, action, source, route -> work.get());
    }

    /**
     * @param work is given the route by which the message comes in; none if it needs none
     * @throws HubException if the sender may not, or the source's route is stopped
     */
    <T> T through(Sender sender, Action action, SourceId source, Function<Optional<AgencyRoute>, T> work) {
        decisions.require(sender.caller(), action, source);
        if (sender.again().isPresent()) { // it is within the route already
            return work.apply(sender.again().map(Sender.Again::route));
        }
        if (sender.caller().source().isEmpty()) {
            return work.apply(Optional.empty());
        }
        return door().through(source, sender.signature().isPresent(), route -> {
            try {
                return work.apply(Optional.of(route));
            } catch (HubException refusal) {
                throw sender.message().keep(letters.get(), route, refusal);
            }
        });
    }

    /** Keeps a list of which nothing was taken, as its report says. */
    void keep(Sender sender, AgencyRoute route, IntakeReport report) {
        sender.message().keep(letters.get(), route, report);
    }

    /** @return what to answer to a message that was refused: what a key's holder sent passes the route that keeps it, if nothing did yet */
    HubException refused(Sender sender, HubException refusal) {
        if (refusal.reason() != HubException.Reason.INVALID
                || RefusedDelivery.isKept(refusal)
                || sender.caller().source().isEmpty()) {
            return refusal;
        }
        try {
            return door().through(
                            sender.caller().source().get(), sender.signature().isPresent(), route -> {
                                throw sender.message().keep(letters.get(), route, refusal);
                            });
        } catch (HubException answer) {
            return answer.reason() == HubException.Reason.INVALID ? answer : refusal;
        }
    }

    private AgencyDoor door() {
        return doors.stream().findFirst().orElseThrow(Entrance::closed);
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
