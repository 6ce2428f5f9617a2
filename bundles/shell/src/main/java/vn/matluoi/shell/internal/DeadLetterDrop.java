package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;

/** {@code hub:dead-letter-drop}: forgets one letter. */
@Service
@Command(scope = "hub", name = "dead-letter-drop", description = "Bỏ một bản tin chưa nhận / Forgets one letter")
public final class DeadLetterDrop extends DeadLetterCommand {

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        there(desk, "camel").drop(caller, route, letter);
        out().println("đã bỏ bản tin %d / letter %d dropped".formatted(letter, letter));
    }
}
