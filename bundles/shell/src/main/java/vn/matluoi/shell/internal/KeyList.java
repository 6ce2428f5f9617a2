package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.SourceKeys;

/** {@code hub:key-list}: keys of sources, without the keys themselves. */
@Service
@Command(scope = "hub", name = "key-list", description = "Liệt kê khóa của các nguồn / Lists keys of sources")
public final class KeyList extends HubCommand {

    @Argument(name = "source", multiValued = true, description = "Chỉ khóa của nguồn này / Only keys of this source")
    List<String> words;

    @Reference(optional = true)
    SourceKeys keys;

    private Optional<String> source = Optional.empty();

    @Override
    void words() {
        source = words == null || words.isEmpty() ? Optional.empty() : Optional.of(only(words));
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ACCOUNT_READ);
        var table = new Table("id", "source", "label", "expires", "lastUsed", "createdBy");
        there(keys, "access")
                .list(source.map(Names::source))
                .forEach(key ->
                        table.row(key.id(), key.source(), key.label(), key.expires(), key.lastUsed(), key.createdBy()));
        show(table);
    }
}
