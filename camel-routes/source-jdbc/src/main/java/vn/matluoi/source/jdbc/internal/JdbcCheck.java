package vn.matluoi.source.jdbc.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;
import vn.matluoi.api.route.Unusable;

/**
 * What makes sense for the parameters of {@link JdbcSource}. With each profile that comes or goes it comes anew, so that
 * what was refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + JdbcSource.NAME)
public final class JdbcCheck implements RouteCheck {

    /** Of hosts, databases, accounts, drivers: what no driver takes for more than a name. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]");

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_.$ -]{1,100}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    private final JdbcSource source;
    private final BiConsumer<Map<String, String>, List<FieldError>> agency;
    private final Path keys;
    private final Path queries;

    @Activate
    public JdbcCheck(
            @Reference JdbcSource source,
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this(source, new AgencyRouteCheck(areas, units, profiles)::check, KeyFile.folder(), Query.folder());
    }

    /** @param agency adds what is at fault with the parameters that all such routes have */
    JdbcCheck(JdbcSource source, BiConsumer<Map<String, String>, List<FieldError>> agency, Path keys, Path queries) {
        this.source = source;
        this.agency = agency;
        this.keys = keys;
        this.queries = queries;
    }

    @Override
    public Optional<Text> complaint(String routeName) {
        return source.problem(routeName);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        agency.accept(settings, errors);
        named("driver", PLAIN, settings, errors);
        named("host", HOST, settings, errors);
        port(settings, errors);
        named("database", PLAIN, settings, errors);
        query(settings, errors);
        tls(settings, errors);
        named("username", PLAIN, settings, errors);
        KeyFile.checkAccount("username", "secret.file", settings, keys, errors);
        AgencyRouteCheck.number("query.seconds", settings, 1, 540, errors);
        Timing.check(settings, errors);
        return errors;
    }

    private static String text(String key, Map<String, String> settings) {
        return settings.getOrDefault(key, "").strip();
    }

    private static void named(String key, Pattern form, Map<String, String> settings, List<FieldError> errors) {
        var value = text(key, settings);
        if (!form.matcher(value).matches()) {
            errors.add(error(
                    key,
                    "name",
                    "“%s” không phải một tên chỉ gồm chữ, số và . - _".formatted(value),
                    "\"%s\" is no name of letters, digits and . - _".formatted(value)));
        }
    }

    private static void port(Map<String, String> settings, List<FieldError> errors) {
        AgencyRouteCheck.number("port", settings, 1, 65_535, errors);
        var driver = text("driver", settings).toLowerCase(Locale.ROOT);
        if (text("port", settings).isEmpty() && JdbcSettings.usualPort(driver) == 0) {
            errors.add(error(
                    "port",
                    "required",
                    "trạm không biết cổng thường dùng của “%s”; hãy ghi port".formatted(driver),
                    "the hub does not know the usual port of \"%s\"; give port".formatted(driver)));
        }
    }

    private void query(Map<String, String> settings, List<FieldError> errors) {
        var inline = text("query", settings);
        var file = text("query.file", settings);
        if (inline.isEmpty() == file.isEmpty()) {
            errors.add(error(
                    "query",
                    "either",
                    "ghi query hoặc query.file, một trong hai",
                    "give query or query.file, one of them"));
        } else if (!inline.isEmpty()) {
            statement("query", new Query(Optional.of(inline), Optional.empty()), errors);
        } else if (!FILE.matcher(file).matches() || !Files.isRegularFile(Query.file(queries, file))) {
            errors.add(error(
                    "query.file",
                    "file",
                    "không có tệp etc/queries/%s.sql".formatted(file),
                    "there is no file etc/queries/%s.sql".formatted(file)));
        } else {
            statement("query.file", new Query(Optional.empty(), Optional.of(Query.file(queries, file))), errors);
        }
    }

    private static void statement(String key, Query query, List<FieldError> errors) {
        try {
            query.text();
        } catch (Unusable e) {
            errors.add(new FieldError(key, "query", e.text()));
        }
    }

    private void tls(Map<String, String> settings, List<FieldError> errors) {
        KeyFile.check("ca.file", settings, keys, errors);
        try {
            var tls = JdbcSettings.tls(settings.getOrDefault("tls", "full").strip());
            var driver = text("driver", settings).toLowerCase(Locale.ROOT);
            if (driver.equals(JdbcSettings.SQL_SERVER) && tls == JdbcSettings.Tls.CA) {
                errors.add(error(
                        "tls",
                        "driver",
                        "trình điều khiển của SQL Server luôn so tên trong chứng thư với host; dùng full, hoặc off",
                        "SQL Server's driver always compares the certificate's name with host; use full, or off"));
                return;
            }
            var ours = JdbcSettings.CERTIFIED.contains(driver);
            if (!ours && tls != JdbcSettings.Tls.OFF) {
                errors.add(error(
                        "tls",
                        "driver",
                        "trạm không kiểm được chứng thư qua trình điều khiển “%s”; chỉ nhận tls = off, nghĩa là không có gì bảo vệ đường truyền: dùng postgresql, mariadb, mysql, sqlserver, hoặc một đường hầm"
                                .formatted(driver),
                        "the hub cannot check a certificate through the driver \"%s\"; only tls = off is taken, that is, nothing protects the line: use postgresql, mariadb, mysql, sqlserver, or a tunnel"
                                .formatted(driver)));
            } else if (tls != JdbcSettings.Tls.OFF && text("ca.file", settings).isEmpty()) {
                errors.add(
                        error(
                                "ca.file",
                                "required",
                                "cần tệp PEM trong etc/keys chứa chứng thư của CA hoặc của chính máy chủ; hỏi người quản trị cơ sở dữ liệu",
                                "a PEM file in etc/keys with the certificate of the CA, or of the server itself, is needed; ask those who run the database"));
            }
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "tls",
                    "tls",
                    "phải là full, ca hoặc off, không phải “%s”".formatted(text("tls", settings)),
                    "must be full, ca or off, not \"%s\"".formatted(text("tls", settings))));
        }
    }

    private static FieldError error(String field, String rule, String vi, String en) {
        return new FieldError(field, rule, new Text(vi, en));
    }
}
