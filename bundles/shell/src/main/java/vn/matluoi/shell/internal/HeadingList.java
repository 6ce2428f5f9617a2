package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.LearnedHeadings;

/** {@code hub:heading-list}: lists what was learned of a source's headings. */
@Service
@Command(
        scope = "hub",
        name = "heading-list",
        description = "Liệt kê các tiêu đề đã học của một nguồn / Lists what was learned of a source's headings")
public final class HeadingList extends HubCommand {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    private String source;

    @Override
    void words() {
        source = only(words);
    }

    @Reference(optional = true)
    LearnedHeadings headings;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_READ);
        var table = new Table("heading", "field", "by", "at");
        there(headings, "registry")
                .of(Names.source(source))
                .forEach(one -> table.row(one.heading(), one.field().key(), one.by(), one.at()));
        show(table);
    }
}
