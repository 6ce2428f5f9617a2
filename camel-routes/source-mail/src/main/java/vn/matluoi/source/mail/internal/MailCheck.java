package vn.matluoi.source.mail.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;

/**
 * What makes sense for the parameters of {@link MailSource}. With each profile that comes or goes it comes anew, so that what was
 * refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + MailSource.NAME)
public final class MailCheck implements RouteCheck {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
    private static final Pattern WORDS = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    private final MailSource source;
    private final AgencyRouteCheck agency;
    private final Path keys;

    @Activate
    public MailCheck(
            @Reference MailSource source,
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this(source, new AgencyRouteCheck(areas, units, profiles), KeyFile.folder());
    }

    MailCheck(MailSource source, AgencyRouteCheck agency, Path keys) {
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
        matches("host", HOST, settings, "tên hoặc địa chỉ một máy chủ", "a name or address of a server", errors);
        agency.check(settings, errors);
        if (!PinnedCertificate.isFingerprint(text("certificate", settings))) {
            errors.add(error(
                    "certificate",
                    "fingerprint",
                    "“%s” không phải dấu vân tay SHA-256 (64 chữ số hex)",
                    "\"%s\" is no SHA-256 fingerprint (64 hex digits)",
                    text("certificate", settings)));
        }
        matches("username", WORDS, settings, "một tài khoản", "an account", errors);
        if (text("secret.file", settings).isEmpty()) {
            errors.add(error(
                    "secret.file",
                    "required",
                    "cần tên tệp trong etc/keys chứa mật khẩu%s",
                    "the file in etc/keys with the password is needed%s",
                    ""));
        }
        KeyFile.check("secret.file", settings, keys, errors);
        if (!text("folder", settings).isEmpty()) {
            matches("folder", WORDS, settings, "một thư mục", "a folder", errors);
        }
        from(settings, errors);
        flag("require.dkim", settings, errors);
        if (text("require.dkim", settings).equals("true")) {
            matches(
                    "authserv.id",
                    HOST,
                    settings,
                    "tên máy chủ thư ghi trong Authentication-Results; require.dkim cần khóa này",
                    "the name by which the mail server signs Authentication-Results; require.dkim needs it",
                    errors);
        }
        flag("keep", settings, errors);
        AgencyRouteCheck.number("port", settings, 1, 65_535, errors);
        Timing.check(settings, errors);
        return errors;
    }

    private static void from(Map<String, String> settings, List<FieldError> errors) {
        try {
            Senders.of(text("from", settings));
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "from",
                    "senders",
                    "“%s” không phải các địa chỉ thư hoặc @tên-miền, cách nhau bằng dấu ; (nhiều nhất 50)",
                    "\"%s\" is no list of addresses or @domains with ; between (at most 50)",
                    text("from", settings)));
        }
    }

    private static void matches(
            String key, Pattern pattern, Map<String, String> settings, String vi, String en, List<FieldError> errors) {
        if (!pattern.matcher(text(key, settings)).matches()) {
            errors.add(error(key, key, "“%s” không phải " + vi, "\"%s\" is not " + en, text(key, settings)));
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
