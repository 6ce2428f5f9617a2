package vn.matluoi.forward.registry.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.HttpReceiver;
import vn.matluoi.api.forward.SinkRouteCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.AgencyRouteCheck;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;

/** What makes sense for the parameters of {@link RegistrySink}. */
@Component(property = RouteCheck.TEMPLATE + "=" + RegistrySink.NAME)
public final class RegistryCheck implements RouteCheck {

    private static final Pattern SENDER = Pattern.compile("[a-z0-9][a-z0-9-]{0,53}");

    private final SinkRouteCheck sink;
    private final Path keys;

    @Activate
    public RegistryCheck(@Reference Areas areas, @Reference Units units) {
        this(areas, units, KeyFile.folder());
    }

    RegistryCheck(Areas areas, Units units, Path keys) {
        this.sink = new SinkRouteCheck(areas, units);
        this.keys = keys;
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        url(settings, errors);
        HttpReceiver.check(settings, errors);
        sink.check(settings, errors);
        if (!settings.getOrDefault("content", "").strip().equalsIgnoreCase("changes")) {
            add(
                    errors,
                    "content",
                    "changes-only",
                    "phải là changes: sổ đăng ký nhận danh mục, không nhận sự kiện",
                    "must be changes: a registry takes the catalogue, not events");
        }
        if (!SENDER.matcher(settings.getOrDefault("sender", "").strip()).matches()) {
            add(
                    errors,
                    "sender",
                    "name",
                    "có 1 đến 54 ký tự: chữ thường không dấu, chữ số, gạch nối, ví dụ tay-ninh",
                    "is 1 to 54 lower-case letters, digits and hyphens, for example tay-ninh");
        }
        KeyFile.check("secret.file", settings, keys, errors);
        AgencyRouteCheck.number("reconcile.hours", settings, 1, 720, errors);
        AgencyRouteCheck.number("link.seconds", settings, 1, 3600, errors);
        AgencyRouteCheck.number("withdraw.percent", settings, 0, 100, errors);
        return errors;
    }

    private static void url(Map<String, String> settings, List<FieldError> errors) {
        try {
            var address = new URI(settings.getOrDefault("url", "").strip());
            var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            var path = String.valueOf(address.getRawPath());
            if (List.of("http", "https").contains(scheme)
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null
                    && (path.isEmpty() || path.equals("/"))) {
                return;
            }
        } catch (URISyntaxException e) {
            // falls through to the same answer
        }
        add(
                errors,
                "url",
                "url",
                "phải gồm giao thức http hoặc https, tên máy và cổng, không kèm gì khác, ví dụ https://trung-tam.example.vn:8443",
                "must be http or https, a host and a port, and nothing else, for example https://trung-tam.example.vn:8443");
    }

    private static void add(List<FieldError> errors, String field, String rule, String vi, String en) {
        errors.add(new FieldError(field, rule, new Text(vi, en)));
    }
}
