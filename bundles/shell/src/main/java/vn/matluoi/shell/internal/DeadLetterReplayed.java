package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;

/** {@code hub:dead-letter-replay}: hands one letter in again through its route. */
@Service
@Command(
        scope = "hub",
        name = "dead-letter-replay",
        description = "Nhận lại một bản tin qua đúng tuyến của nó / Hands one letter in again through its route")
public final class DeadLetterReplayed extends DeadLetterCommand {

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        var remark = there(desk, "camel").replay(caller, route, letter);
        out().println("đã nhận lại bản tin %d / letter %d handed in again".formatted(letter, letter));
        remark.ifPresent(text -> out().println("! " + text));
    }
}
