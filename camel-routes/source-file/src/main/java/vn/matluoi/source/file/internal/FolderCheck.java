package vn.matluoi.source.file.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;
import vn.matluoi.api.route.RouteCheck;

/**
 * What makes sense for the parameters of {@link FileSource}. With each profile that comes or goes it comes anew, so that
 * what was refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + FileSource.NAME)
public final class FolderCheck implements RouteCheck {

    private final FileSource source;
    private final BiConsumer<Map<String, String>, List<FieldError>> agency;

    @Activate
    public FolderCheck(
            @Reference FileSource source,
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this(source, new AgencyRouteCheck(areas, units, profiles)::check);
    }

    /** @param agency adds what is at fault with the parameters that all such routes have */
    FolderCheck(FileSource source, BiConsumer<Map<String, String>, List<FieldError>> agency) {
        this.source = source;
        this.agency = agency;
    }

    @Override
    public Optional<Text> alive(Map<String, String> settings) {
        return source.problem(Path.of(settings.get("folder").strip()));
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        folder(settings.getOrDefault("folder", ""), errors);
        agency.accept(settings, errors);
        AgencyRouteCheck.number("poll.ms", settings, 200, 3_600_000, errors);
        AgencyRouteCheck.number("stable.ms", settings, 100, 600_000, errors);
        return errors;
    }

    private static void folder(String folder, List<FieldError> errors) {
        try {
            var path = Path.of(folder);
            if (path.isAbsolute() && folder.chars().noneMatch(c -> c < ' ' || "?#%&{}*\\\"<>|".indexOf(c) >= 0)) {
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
