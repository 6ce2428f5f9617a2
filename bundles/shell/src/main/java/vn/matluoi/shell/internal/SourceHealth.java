package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.Sources;

/** {@code hub:source-health}: asks a device how it is, and shows what it says in its own words, and what the hub adds. */
@Service
@Command(
        scope = "hub",
        name = "source-health",
        description = "Hỏi thiết bị của một nguồn tình trạng của nó / Asks the device of a source how it is")
public final class SourceHealth extends HubCommand {

    @Argument(name = "source", required = true, multiValued = true, description = "Mã nguồn / The source's id")
    List<String> words;

    private String id;

    @Reference(optional = true)
    Sources sources;

    @Reference(optional = true)
    DeviceUpkeep upkeep;

    @Override
    void words() {
        id = only(words);
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.SOURCE_TEST);
        var source =
                there(sources, "core").find(scope, Names.source(id)).orElseThrow(() -> notFound("nguồn", "source", id));
        var device = source.settings().id();
        var table = table(there(upkeep, "core").health(device));
        upkeep.remarks(device).forEach(remark -> table.row("remark", remark.vi() + " / " + remark.en()));
        show(table);
    }

    private static Table table(HealthReport report) {
        var table = new Table("key", "value");
        report.firmware().ifPresent(firmware -> table.row("firmware", firmware));
        report.uptime()
                .ifPresent(uptime -> table.row(
                        "uptime",
                        "%d d %02d:%02d".formatted(uptime.toDays(), uptime.toHoursPart(), uptime.toMinutesPart())));
        report.clockOffset().ifPresent(offset -> table.row("clock, s", Offsets.seconds(offset)));
        report.roundTrip().ifPresent(time -> table.row("round trip, ms", time.toMillis()));
        report.disks()
                .forEach(disk -> table.row(
                        "disk " + disk.id(),
                        "%s, %d/%d MB".formatted(disk.status(), disk.freeMegabytes(), disk.capacityMegabytes())));
        if (!report.recording().isEmpty()) {
            table.row("records", channels(report, true)).row("does not record", channels(report, false));
        }
        report.faults().forEach(fault -> table.row("fault", fault));
        return table;
    }

    private static String channels(HealthReport report, boolean records) {
        return report.recording().entrySet().stream()
                .filter(channel -> channel.getValue() == records)
                .map(Map.Entry::getKey)
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
