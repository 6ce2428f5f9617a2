package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Identity;

/** {@code hub:different}: answers that it is another camera. */
@Service
@Command(scope = "hub", name = "different", description = "Trả lời: khác camera / Answers that it is another camera")
public final class SameNo extends HubCommand {

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
        var camera = there(identity, "registry").different(scope, question, caller.account(), "shell");
        out().println(camera.map(made -> "đã ghi: là camera mới %s / it became camera %s".formatted(made, made))
                .orElse("đã ghi / noted"));
    }
}
