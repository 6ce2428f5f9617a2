package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.Sources;

/** {@code hub:clock-set}: sets a device's clock to the hub's, when a person says so. */
@Service
@Command(
        scope = "hub",
        name = "clock-set",
        description =
                "Chỉnh đồng hồ thiết bị theo hệ thống; thiết bị đang lấy giờ từ máy chủ NTP sẽ thôi lấy / Sets a device's clock to the hub's; a device that follows an NTP server is told not to any more")
public final class ClockSet extends HubCommand {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    private String id;

    @Option(name = "--confirm", description = "Cho phép chỉnh / Allows it")
    boolean confirm;

    @Reference(optional = true)
    Sources sources;

    @Reference(optional = true)
    DeviceUpkeep upkeep;

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
        var scope = access().require(caller, Action.SOURCE_CHANGE);
        var source =
                there(sources, "core").find(scope, Names.source(id)).orElseThrow(() -> notFound("nguồn", "source", id));
        if (!confirm) {
            throw invalid(
                    "--confirm",
                    "clock.confirm",
                    "chỉ chỉnh đồng hồ thiết bị khi có người cho phép: thêm --confirm; thiết bị đang lấy giờ từ máy chủ NTP sẽ thôi lấy",
                    "a device's clock is only set when a person allows it: add --confirm; one that follows an NTP server will not any more");
        }
        var set = there(upkeep, "core").setClock(caller, source.settings().id());
        var before = Offsets.seconds(set.before());
        var after = Offsets.seconds(set.after());
        out().println("đồng hồ của %s lệch %s giây, nay %s giây / the clock of %s was off by %s s, and is by %s s now"
                .formatted(id, before, after, id, before, after));
        set.left()
                .map(server -> "thiết bị đã thôi lấy giờ từ %s / the device does not take its time from %s any more"
                        .formatted(
                                Names.timeServer(server).vi(),
                                Names.timeServer(server).en()))
                .ifPresent(out()::println);
    }
}
