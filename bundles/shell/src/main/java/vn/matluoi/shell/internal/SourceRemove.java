package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.Sources;

/** {@code hub:source-remove}: stops supervising a source; its cameras stay in the catalogue. */
@Service
@Command(
        scope = "hub",
        name = "source-remove",
        description =
                "Thôi giám sát một nguồn; camera vẫn ở trong danh mục / Stops supervising a source; its cameras stay in the catalogue")
public final class SourceRemove extends HubCommand {

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
    Optional<String> subject() {
        return Optional.of(id);
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.SOURCE_CHANGE);
        var source =
                there(sources, "core").find(scope, Names.source(id)).orElseThrow(() -> notFound("nguồn", "source", id));
        sources.remove(caller, source.settings().id());
        out().println("đã bỏ nguồn %s / source %s removed".formatted(id, id));
    }
}
