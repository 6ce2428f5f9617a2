package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.LearnedHeadings;

/** {@code hub:heading-remove}: forgets what was learned of a heading. */
@Service
@Command(
        scope = "hub",
        name = "heading-remove",
        description = "Quên một tiêu đề đã học / Forgets what was learned of a heading")
public final class HeadingRemove extends HubCommand {

    @Argument(name = "words", required = true, multiValued = true, description = "NGUỒN TIÊU-ĐỀ / SOURCE HEADING")
    List<String> words;

    @Override
    void words() {
        if (words.size() != 2) {
            throw invalid("words", "argument.words", "cần NGUỒN TIÊU-ĐỀ", "SOURCE HEADING are needed");
        }
    }

    @Override
    Optional<String> subject() {
        return Optional.of(words.get(0));
    }

    @Override
    Map<String, String> details() {
        return Map.of("heading", words.get(1));
    }

    @Reference(optional = true)
    LearnedHeadings headings;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_CHANGE);
        there(headings, "registry").forget(caller, "shell", Names.source(words.get(0)), words.get(1));
        out().println("đã quên tiêu đề “%s” / heading “%s” is forgotten".formatted(words.get(1), words.get(1)));
    }
}
