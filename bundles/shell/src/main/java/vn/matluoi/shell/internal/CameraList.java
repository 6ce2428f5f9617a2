package vn.matluoi.shell.internal;

import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;

/** {@code hub:camera-list}: lists cameras of the catalogue. */
@Service
@Command(
        scope = "hub",
        name = "camera-list",
        description = "Liệt kê camera trong danh mục / Lists cameras of the catalogue")
public final class CameraList extends HubCommand {

    @Option(
            name = "--query",
            description = "Từ trong tên, địa chỉ, mã số hoặc mã camera / Words in name, address, code or id")
    String query;

    @Option(name = "--area", description = "Mã địa bàn, gồm mọi cấp dưới / Area code: its whole subtree")
    String area;

    @Option(name = "--source", description = "Mã nguồn / Source id")
    String source;

    @Option(name = "--state", description = "một trong: online, degraded, offline, suspended, unknown / one of these")
    String state;

    @Option(
            name = "--limit",
            description = "Nhiều nhất bao nhiêu; mặc định 200 / How many at most; 200 unless said otherwise")
    int limit = 200;

    @Reference(optional = true)
    Cameras cameras;

    @Reference(optional = true)
    Areas areas;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.CATALOGUE_READ);
        var table = new Table("id", "name", "area", "source", "channel", "state", "since");
        Optional<String> cursor = Optional.empty();
        var left = limit;
        do {
            var page = there(cameras, "registry").list(scope, query(Math.max(1, Math.min(200, left)), cursor));
            page.items()
                    .forEach(camera -> table.row(
                            camera.id(),
                            camera.values().getOrDefault(CameraField.NAME, ""),
                            camera.area(),
                            camera.source(),
                            camera.channel().orElse(""),
                            Names.of(camera.state()),
                            camera.state().since()));
            left -= page.items().size();
            cursor = page.next();
        } while (cursor.isPresent() && left > 0);
        show(table);
    }

    private CameraQuery query(int size, Optional<String> cursor) {
        return new CameraQuery(
                Names.given(query),
                Names.given(area).map(code -> Names.area(there(areas, "registry"), code)),
                Optional.empty(),
                Optional.empty(),
                Names.given(source).map(Names::source),
                Names.given(state).map(Names::state),
                size,
                cursor);
    }
}
