package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.Sources;

/** {@code hub:source-info}: shows one source. */
@Service
@Command(scope = "hub", name = "source-info", description = "Xem một nguồn / Shows one source")
public final class SourceInfo extends HubCommand {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Reference(optional = true)
    Sources sources;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.SOURCE_READ);
        var source =
                there(sources, "core").find(scope, Names.source(id)).orElseThrow(() -> notFound("nguồn", "source", id));
        var settings = source.settings();
        var table = new Table("key", "value")
                .row("id", settings.id())
                .row("name", settings.name())
                .row("driver", settings.driver().orElse(""))
                .row("address", settings.address().map(Object::toString).orElse(""))
                .row("username", settings.username().orElse(""))
                .row("area", settings.area())
                .row("unit", settings.unit().orElse(""))
                .row("sector", settings.sector().orElse(""))
                .row("suspended", settings.suspended())
                .row("file", source.file().orElse(""))
                .row("cameras", source.cameras())
                .row("state", Names.of(source.state()))
                .row("since", source.state().since())
                .row(
                        "lastProof",
                        source.state().lastProof().<Object>map(moment -> moment).orElse(""));
        source.listening().ifPresent(listening -> table.row("events", Names.of(listening))
                .row("events since", listening.since()));
        settings.options().forEach(table::row);
        source.file().map(sources.refusedFiles()::get).ifPresent(problem -> table.row("refused", problem));
        show(table);
    }
}
