package vn.matluoi.shell.internal;

import java.util.Optional;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.api.registry.Truth;

/** {@code hub:conflict-list}: cameras of which different things are said. */
@Service
@Command(
        scope = "hub",
        name = "conflict-list",
        description =
                "Liệt kê camera mà thiết bị, cơ quan và tỉnh khai khác nhau / Lists cameras of which device, agencies and province say different things")
public final class ConflictList extends HubCommand {

    @Option(name = "--area", description = "Chỉ trong địa bàn này / Only within this area")
    String area;

    @Option(name = "--limit", description = "Nhiều nhất bao nhiêu camera, 1 đến 200 / Most cameras, 1 to 200")
    int limit = 50;

    @Reference(optional = true)
    Truth truth;

    @Reference(optional = true)
    Areas areas;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.CATALOGUE_READ);
        var discretion = Discretion.towards(caller, access());
        var table = new Table("camera", "name", "field", "layer", "source", "value", "by", "effective");
        there(truth, "registry")
                .conflicts(
                        scope,
                        Names.given(area).map(code -> Names.area(there(areas, "registry"), code)),
                        limit,
                        Optional.empty())
                .items()
                .forEach(conflict -> new TreeMap<>(conflict.fields()).forEach((field, said) -> {
                    if (discretion.shows(field)) {
                        said.forEach(value -> table.row(
                                conflict.camera(),
                                conflict.name().orElse(""),
                                field.key(),
                                value.layer(),
                                value.source(),
                                value.value(),
                                discretion.everything() ? value.by() : "",
                                value.effective()));
                    }
                }));
        show(table);
    }
}
