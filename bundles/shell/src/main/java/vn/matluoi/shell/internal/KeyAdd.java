package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.access.SourceKeys;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.source.Sources;

/** {@code hub:key-add}: makes a key by which an agency's program speaks for one source; shown once. */
@Service
@Command(
        scope = "hub",
        name = "key-add",
        description =
                "Tạo khóa để hệ thống của cơ quan gửi sự kiện và danh sách camera của một nguồn; chỉ hiện một lần / Makes a key by which an agency's program hands in events and lists of one source; shown once")
public final class KeyAdd extends HubCommand {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    @Option(name = "--label", description = "Hệ thống giữ khóa này / The program that is to have it")
    String label = "webhook";

    @Option(name = "--days", description = "Hạn dùng, ngày / How many days it is good")
    int days = 365;

    @Reference(optional = true)
    SourceKeys keys;

    @Reference(optional = true)
    Sources sources;

    @Reference(optional = true)
    Routes routes;

    private String source;

    @Override
    void words() {
        source = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(source);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ACCOUNT_CHANGE);
        var made = there(keys, "access").add(caller, Names.source(source), label, days);
        out().println(
                        "khóa %s của nguồn %s, hạn đến %s (giờ Việt Nam) / key %s of source %s, good until %s (time of Việt Nam)"
                                .formatted(
                                        made.key().id(),
                                        source,
                                        Table.wallClock(made.key().expires()),
                                        made.key().id(),
                                        source,
                                        Table.wallClock(made.key().expires())));
        out().println(made.secret());
        if (sources != null && routes != null && !isKnown(made.key().source())) {
            out().println(
                            "! chưa có tuyến hay nguồn nào tên %s; nếu gõ nhầm: hub:key-remove %s / no route or source is called %s yet; if mistyped: hub:key-remove %s"
                                    .formatted(
                                            source,
                                            made.key().id(),
                                            source,
                                            made.key().id()));
        }
    }

    /** A key may be made before what it is for. */
    private boolean isKnown(SourceId id) {
        return sources.find(Scope.all(), id).isPresent()
                || routes.list().stream().anyMatch(route -> route.source().equals(Optional.of(id)));
    }
}
