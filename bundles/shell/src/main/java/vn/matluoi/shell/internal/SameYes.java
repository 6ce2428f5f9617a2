package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Identity;

/** {@code hub:same}: answers that it is the same camera. */
@Service
@Command(scope = "hub", name = "same", description = "Trả lời: cùng một camera / Answers that it is the same camera")
public final class SameYes extends HubCommand {

    @Argument(
            name = "question",
            required = true,
            multiValued = true,
            description = "Số của câu hỏi, theo hub:same-list / Its number, from hub:same-list")
    List<String> words;

    @Reference(optional = true)
    Identity identity;

    private long question;

    @Override
    void words() {
        question = Names.number("question", only(words));
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IDENTITY_DECIDE);
        var camera = there(identity, "registry").same(scope, question, caller.account(), "shell");
        out().println("đã ghi: là camera %s / it is camera %s".formatted(camera, camera));
    }
}
