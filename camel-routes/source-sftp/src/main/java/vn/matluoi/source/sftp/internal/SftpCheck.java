package vn.matluoi.source.sftp.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.sftp.FileServerCheck;

/**
 * What makes sense for the parameters of {@link SftpSource}. With each profile that comes or goes it comes anew, so that what was
 * refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + SftpSource.NAME)
public final class SftpCheck implements RouteCheck {

    private final SftpSource source;
    private final AgencyRouteCheck agency;
    private final FileServerCheck server;

    @Activate
    public SftpCheck(
            @Reference SftpSource source,
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this(source, new AgencyRouteCheck(areas, units, profiles), KeyFile.folder());
    }

    SftpCheck(SftpSource source, AgencyRouteCheck agency, Path keys) {
        this.source = source;
        this.agency = agency;
        this.server = new FileServerCheck(keys);
    }

    @Override
    public Optional<Text> complaint(String routeName) {
        return source.problem(routeName);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        server.check(settings, errors);
        agency.check(settings, errors);
        if (!text("pattern", settings).isEmpty()) {
            parses(
                    "pattern",
                    SheetNames::of,
                    settings,
                    "“%s” không phải các mẫu tên như *.csv; *.xlsx (nhiều nhất 10 mẫu, mỗi mẫu 3 dấu *)",
                    "\"%s\" is no list of names as *.csv; *.xlsx (at most 10, each with 3 stars)",
                    errors);
        }
        flag("keep", settings, errors);
        flag("report", settings, errors);
        if (text("keep", settings).equals("true") && text("report", settings).equals("true")) {
            errors.add(error(
                    "report",
                    "either",
                    "keep = true không ghi gì lên máy chủ, cả báo cáo%s; hãy bỏ một trong hai khóa",
                    "keep = true writes nothing on the server, no report either%s; leave out one of both keys",
                    ""));
        }
        AgencyRouteCheck.number("stable.seconds", settings, 1, 60, errors);
        Timing.check(settings, errors);
        return errors;
    }

    private static void parses(
            String key,
            Function<String, ?> parser,
            Map<String, String> settings,
            String vi,
            String en,
            List<FieldError> errors) {
        try {
            parser.apply(text(key, settings));
        } catch (IllegalArgumentException e) {
            errors.add(error(key, key, vi, en, text(key, settings)));
        }
    }

    private static void flag(String key, Map<String, String> settings, List<FieldError> errors) {
        var value = text(key, settings);
        if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            errors.add(error(
                    key,
                    "boolean",
                    "phải là true hoặc false, không phải “%s”",
                    "must be true or false, not \"%s\"",
                    value));
        }
    }

    private static String text(String key, Map<String, String> settings) {
        return settings.getOrDefault(key, "").strip();
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
