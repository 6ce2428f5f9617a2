package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.core.JsonPointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
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
import vn.matluoi.api.route.AgencyServer;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;

/**
 * What makes sense for the parameters of {@link RestSource}. With each profile that comes or goes it comes anew, so that
 * what was refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + RestSource.NAME)
public final class RestCheck implements RouteCheck {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,60}");

    private final RestSource source;
    private final BiConsumer<Map<String, String>, List<FieldError>> agency;
    private final Path keys;

    @Activate
    public RestCheck(
            @Reference RestSource source,
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this(source, new AgencyRouteCheck(areas, units, profiles)::check, KeyFile.folder());
    }

    /** @param agency adds what is at fault with the parameters that all such routes have */
    RestCheck(RestSource source, BiConsumer<Map<String, String>, List<FieldError>> agency, Path keys) {
        this.source = source;
        this.agency = agency;
        this.keys = keys;
    }

    @Override
    public Optional<Text> complaint(String routeName) {
        return source.problem(routeName);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        AgencyServer.check(settings, keys, errors);
        agency.accept(settings, errors);
        pointer("items", settings, errors);
        pointer("next", settings, errors);
        var page = settings.getOrDefault("page", "").strip();
        if (!page.isEmpty() && !NAME.matcher(page).matches()) {
            errors.add(
                    error("page", "name", "“%s” không phải tên một tham số", "\"%s\" is no name of a parameter", page));
        }
        if (!page.isEmpty() && !settings.getOrDefault("next", "").isBlank()) {
            errors.add(error(
                    "page", "either", "dùng page hoặc next, không dùng cả hai%s", "give page or next, not both%s", ""));
        }
        columns(settings.getOrDefault("columns", ""), errors);
        AgencyRouteCheck.number("page.first", settings, 0, 1000, errors);
        Timing.check(settings, errors);
        return errors;
    }

    private static void pointer(String key, Map<String, String> settings, List<FieldError> errors) {
        var text = settings.getOrDefault(key, "").strip();
        try {
            JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    key,
                    "pointer",
                    "“%s” không phải con trỏ JSON, ví dụ /data/items",
                    "\"%s\" is no JSON pointer, as /data/items is",
                    text));
        }
    }

    private static void columns(String text, List<FieldError> errors) {
        try {
            RestSettings.columns(text);
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "columns",
                    "columns",
                    "“%s” không có dạng CỘT = /nơi/giá/trị; CỘT = …",
                    "\"%s\" is not written HEADING = /where/it/is; HEADING = …",
                    text));
        }
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
