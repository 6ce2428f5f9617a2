package vn.matluoi.shell.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.api.registry.Identity.Standing;

/** {@code hub:same-list}: lists questions "same camera?". */
@Service
@Command(
        scope = "hub",
        name = "same-list",
        description = "Liệt kê các câu hỏi \"cùng camera?\" / Lists questions \"same camera?\"")
public final class SameList extends HubCommand {

    @Option(name = "--all", description = "Cả những câu đã trả lời / Answered ones, too")
    boolean all;

    @Option(name = "--limit", description = "Nhiều nhất bao nhiêu dòng, 1 đến 200 / Most lines, 1 to 200")
    int limit = 50;

    @Reference(optional = true)
    Identity identity;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IDENTITY_READ);
        var table = new Table("id", "asked", "what", "name", "candidate", "score", "signs", "state");
        there(identity, "registry")
                .questions(scope, all ? Optional.empty() : Optional.of(Standing.OPEN), limit, Optional.empty())
                .items()
                .forEach(question -> table.row(
                        question.id(),
                        question.askedAt(),
                        what(question),
                        question.row()
                                .map(row -> row.values().getOrDefault(CameraField.NAME, ""))
                                .orElse(""),
                        question.candidate(),
                        question.score(),
                        question.signs().stream()
                                .map(sign -> "%s %+d".formatted(sign.name(), sign.points()))
                                .collect(Collectors.joining(", ")),
                        question.standing().name().toLowerCase(Locale.ROOT)));
        show(table);
    }

    private static String what(Identity.Question question) {
        return question.camera()
                .map(Object::toString)
                .or(() ->
                        question.row().map(row -> "%s #%d:%d".formatted(question.source(), row.importId(), row.row())))
                .orElse(question.source().toString());
    }
}
