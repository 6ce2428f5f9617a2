package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Discretion;

/** {@code hub:camera-info}: shows one camera, every value with who said it. */
@Service
@Command(
        scope = "hub",
        name = "camera-info",
        description = "Xem một camera, mỗi giá trị kèm ai đã khai / Shows one camera, every value with who said it")
public final class CameraInfo extends HubCommand {

    @Argument(
            name = "camera",
            required = true,
            multiValued = true,
            description = "Mã camera, ví dụ 80-0000123-5 / The camera's id, for example 80-0000123-5")
    List<String> words;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Reference(optional = true)
    Cameras cameras;

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.CATALOGUE_READ);
        var camera = there(cameras, "registry")
                .find(scope, Names.camera(id))
                .orElseThrow(() -> notFound("camera", "camera", id));
        if (!json) {
            out().println("%s  %s  %s  %s"
                    .formatted(camera.id(), camera.area(), camera.source(), Names.of(camera.state())));
        }
        var table = new Table("field", "value", "layer", "source", "by", "at", "effective");
        var discretion = Discretion.towards(caller, access());
        cameras.values(scope, camera.id()).stream()
                .filter(value -> discretion.shows(value.field()))
                .forEach(value -> table.row(
                        value.field().key(),
                        value.value(),
                        value.layer(),
                        value.source(),
                        discretion.everything() ? value.by() : "",
                        value.at(),
                        value.effective()));
        show(table);
    }
}
