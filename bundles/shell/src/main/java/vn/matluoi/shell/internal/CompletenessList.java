package vn.matluoi.shell.internal;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Truth;
import vn.matluoi.api.registry.Truth.Agency;

/** {@code hub:completeness}: how much of what is asked for agencies say of their cameras. */
@Service
@Command(
        scope = "hub",
        name = "completeness",
        description =
                "Mức đầy đủ dữ liệu camera của từng đơn vị hoặc nguồn (R2.1) / How complete each unit's or source's data on cameras are (R2.1)")
public final class CompletenessList extends HubCommand {

    @Option(name = "--area", description = "Chỉ trong địa bàn này / Only within this area")
    String area;

    @Option(name = "--sources", description = "Theo nguồn thay vì theo đơn vị / By source instead of by unit")
    boolean sources;

    @Reference(optional = true)
    Truth truth;

    @Reference(optional = true)
    Areas areas;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.CATALOGUE_READ);
        var table = new Table(sources ? "source" : "unit", "cameras", "complete", "score", "missing");
        there(truth, "registry")
                .completeness(
                        scope,
                        Names.given(area).map(code -> Names.area(there(areas, "registry"), code)),
                        sources ? Agency.SOURCE : Agency.UNIT)
                .forEach(one -> table.row(
                        one.agency().orElse(""),
                        one.cameras(),
                        one.complete(),
                        one.score(),
                        one.missing().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> entry.getKey().key() + " " + entry.getValue())
                                .collect(Collectors.joining(", "))));
        show(table);
    }
}
