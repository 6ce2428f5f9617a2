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

/** {@code hub:source-sync}: asks a source for its channels now and takes the answer in. */
@Service
@Command(
        scope = "hub",
        name = "source-sync",
        description =
                "Hỏi ngay các kênh của nguồn và nhập kết quả / Asks a source for its channels now and takes the answer in")
public final class SourceSync extends HubCommand {

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
        show(Reports.table(sources.sync(caller, source.settings().id())));
    }
}
