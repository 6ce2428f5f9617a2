package vn.matluoi.shell.internal;

import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.Sources;

/** {@code hub:source-list}: lists the sources and how they are. */
@Service
@Command(
        scope = "hub",
        name = "source-list",
        description = "Liệt kê các nguồn và tình trạng / Lists the sources and how they are")
public final class SourceList extends HubCommand {

    @Option(name = "--query", description = "Từ trong mã, tên hoặc địa chỉ / Words in id, name or address")
    String query;

    @Reference(optional = true)
    Sources sources;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.SOURCE_READ);
        var table = new Table("id", "name", "driver", "address", "state", "since", "cameras", "file");
        Optional<String> cursor = Optional.empty();
        do {
            var page = there(sources, "core").list(scope, Names.given(query), 200, cursor);
            page.items()
                    .forEach(source -> table.row(
                            source.settings().id(),
                            source.settings().name(),
                            source.settings().driver().orElse(""),
                            source.settings().address().map(Object::toString).orElse(""),
                            Names.of(source.state()),
                            source.state().since(),
                            source.cameras(),
                            source.file().orElse("")));
            cursor = page.next();
        } while (cursor.isPresent());
        show(table);
        if (!json && scope.everything()) {
            sources.refusedFiles().forEach((file, why) -> out().println("! " + why));
        }
    }
}
