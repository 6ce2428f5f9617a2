package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.Sources;

/** {@code hub:clock-check}: asks devices how far their clocks are off, and which time server they follow. */
@Service
@Command(
        scope = "hub",
        name = "clock-check",
        description = "Hỏi đồng hồ các thiết bị lệch bao nhiêu / Asks devices how far their clocks are off")
public final class ClockCheck extends HubCommand {

    @Argument(name = "sources", required = true, multiValued = true, description = "Mã các nguồn / Ids of the sources")
    List<String> words;

    @Reference(optional = true)
    Sources sources;

    @Reference(optional = true)
    DeviceUpkeep upkeep;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.SOURCE_TEST);
        var known = words.stream()
                .map(Names::source)
                .map(id -> there(sources, "core").find(scope, id).orElseThrow(() -> notFound("nguồn", "source", id)))
                .toList();
        var table = new Table("source", "seconds", "message");
        Optional<HubException> last = Optional.empty();
        for (var source : known) {
            var id = source.settings().id();
            try {
                var clock = there(upkeep, "core").clock(id);
                table.row(
                        id,
                        Offsets.seconds(clock.offset()),
                        clock.follows()
                                .map(Names::timeServer)
                                .map(from -> "lấy giờ từ %s / takes its time from %s".formatted(from.vi(), from.en()))
                                .orElse(""));
            } catch (HubException e) { // one that is away must not hide the others
                table.row(id, "", e.text());
                last = Optional.of(e);
            }
        }
        show(table);
        last.ifPresent(failure -> {
            throw failure;
        });
    }
}
