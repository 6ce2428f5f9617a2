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

/** {@code hub:key-remove}: whoever has that key is refused from now on. */
@Service
@Command(
        scope = "hub",
        name = "key-remove",
        description = "Bỏ một khóa của nguồn; ai giữ khóa ấy bị từ chối ngay / Removes a key of a source")
public final class KeyRemove extends HubCommand {

    @Argument(name = "key", required = true, multiValued = true, description = "Mã khóa (hub:key-list) / The key's id")
    List<String> words;

    @Reference(optional = true)
    SourceKeys keys;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(id);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ACCOUNT_CHANGE);
        there(keys, "access").remove(caller, id);
        out().println("đã bỏ khóa %s / key %s removed".formatted(id, id));
    }
}
