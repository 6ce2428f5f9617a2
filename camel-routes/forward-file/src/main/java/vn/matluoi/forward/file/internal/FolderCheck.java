package vn.matluoi.forward.file.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.SinkRouteCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;
import vn.matluoi.api.route.RouteCheck;

/** What makes sense for the parameters of {@link FileSink}. */
@Component(property = RouteCheck.TEMPLATE + "=" + FileSink.NAME)
public final class FolderCheck implements RouteCheck {

    private final SinkRouteCheck sink;

    @Activate
    public FolderCheck(@Reference Areas areas, @Reference Units units) {
        this.sink = new SinkRouteCheck(areas, units);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        folder(settings.getOrDefault("folder", "").strip(), errors);
        sink.check(settings, errors);
        AgencyRouteCheck.number("roll.mib", settings, 1, 1024, errors);
        AgencyRouteCheck.number("roll.seconds", settings, 1, 86_400, errors);
        AgencyRouteCheck.number("folder.mib", settings, 1, 1_048_576, errors);
        return errors;
    }

    @Override
    public Optional<Text> alive(Map<String, String> settings) {
        var folder = Path.of(settings.get("folder").strip());
        return !Files.exists(folder) || Files.isDirectory(folder) && Files.isWritable(folder)
                ? Optional.empty() // what is not there is made
                : Optional.of(new Text(
                        "%s không phải thư mục ghi được".formatted(folder),
                        "%s is no folder that can be written to".formatted(folder)));
    }

    private static void folder(String folder, List<FieldError> errors) {
        try {
            var path = Path.of(folder);
            if (path.isAbsolute()
                    && path.equals(path.normalize())
                    && folder.chars().noneMatch(c -> c < ' ' || "?#%&{}*\\\"<>|".indexOf(c) >= 0)) {
                return;
            }
        } catch (InvalidPathException e) {
            // falls through to the same answer
        }
        errors.add(new FieldError(
                "folder",
                "path",
                new Text(
                        "“%s” không phải đường dẫn tuyệt đối chỉ gồm chữ, số và / . _ -".formatted(folder),
                        "\"%s\" is not an absolute path of letters, digits and / . _ -".formatted(folder))));
    }
}
