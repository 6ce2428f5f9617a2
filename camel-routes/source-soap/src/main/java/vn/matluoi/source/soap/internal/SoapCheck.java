package vn.matluoi.source.soap.internal;

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
import vn.matluoi.api.route.AgencyServer;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Timing;

/**
 * What makes sense for the parameters of {@link SoapSource}. With each profile that comes or goes it comes anew, so that what was
 * refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + SoapSource.NAME)
public final class SoapCheck implements RouteCheck {

    private static final Pattern ACTION = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{0,200}");

    private final SoapSource source;
    private final BiConsumer<Map<String, String>, List<FieldError>> agency;
    private final Path etc;

    @Activate
    public SoapCheck(
            @Reference SoapSource source,
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this(source, new AgencyRouteCheck(areas, units, profiles)::check, SoapSource.etc());
    }

    /** @param agency adds what is at fault with the parameters that all such routes have */
    SoapCheck(SoapSource source, BiConsumer<Map<String, String>, List<FieldError>> agency, Path etc) {
        this.source = source;
        this.agency = agency;
        this.etc = etc;
    }

    @Override
    public Optional<Text> complaint(String routeName) {
        return source.problem(routeName);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        AgencyServer.check(settings, etc.resolve("keys"), errors);
        agency.accept(settings, errors);
        var version = value(settings, "soap");
        if (!version.isEmpty() && !version.equals("1.1") && !version.equals("1.2")) {
            errors.add(error(
                    "soap",
                    "version",
                    "phải là 1.1 hoặc 1.2, không phải “%s”",
                    "must be 1.1 or 1.2, not \"%s\"",
                    version));
        }
        if (!ACTION.matcher(value(settings, "action")).matches()) {
            errors.add(error(
                    "action",
                    "action",
                    "“%s” không phải một SOAPAction: không dấu cách, không dấu ngoặc kép, tối đa 200 ký tự ASCII",
                    "\"%s\" is no SOAPAction: no blanks, no quotes, at most 200 ASCII characters",
                    value(settings, "action")));
        }
        token(settings, errors);
        timestamps(settings, errors);
        path("items", settings, errors);
        path("next", settings, errors);
        body(settings, errors);
        try {
            SoapSettings.columns(value(settings, "columns"));
        } catch (IllegalArgumentException e) {
            errors.add(error(
                    "columns",
                    "columns",
                    "“%s” không có dạng CỘT = Nơi/Giá/Trị; CỘT = @thuoc_tinh",
                    "\"%s\" is not written HEADING = Where/It/Is; HEADING = @attribute",
                    value(settings, "columns")));
        }
        AgencyRouteCheck.number("page.first", settings, 0, 1000, errors);
        Timing.check(settings, errors);
        return errors;
    }

    private static String value(Map<String, String> settings, String key) {
        return settings.getOrDefault(key, "").strip();
    }

    private static void token(Map<String, String> settings, List<FieldError> errors) {
        var kind = value(settings, "wsse");
        if (kind.isEmpty()) {
            return;
        }
        if (!kind.equals("text") && !kind.equals("digest")) {
            errors.add(error(
                    "wsse",
                    "wsse",
                    "phải là text hoặc digest, không phải “%s”",
                    "must be text or digest, not \"%s\"",
                    kind));
        } else if (value(settings, "username").isEmpty()) {
            errors.add(error(
                    "wsse",
                    "account",
                    "wsse = %s cần username và secret.file",
                    "wsse = %s needs username and secret.file",
                    kind));
        } else if (kind.equals("text")
                && !value(settings, "url").toLowerCase(Locale.ROOT).startsWith("https:")) {
            errors.add(error(
                    "wsse",
                    "tls",
                    "wsse = %s gửi chính mật khẩu nên url phải là https; qua http hãy dùng digest",
                    "wsse = %s sends the password itself, so url must be https; use digest over http",
                    kind));
        }
    }

    private static void timestamps(Map<String, String> settings, List<FieldError> errors) {
        var word = value(settings, "wsse.timestamp");
        if (!word.isEmpty() && !List.of("none", "sent", "required").contains(word)) {
            errors.add(error(
                    "wsse.timestamp",
                    "word",
                    "phải là none, sent hoặc required, không phải “%s”",
                    "must be none, sent or required, not \"%s\"",
                    word));
        } else if (!word.isEmpty()
                && !word.equals("none")
                && value(settings, "wsse").isEmpty()) {
            errors.add(error(
                    "wsse.timestamp",
                    "needs",
                    "wsse.timestamp = %s chỉ dùng cùng wsse = text hoặc digest",
                    "wsse.timestamp = %s goes with wsse = text or digest only",
                    word));
        }
    }

    private static void path(String key, Map<String, String> settings, List<FieldError> errors) {
        var text = value(settings, key);
        try {
            if (text.isEmpty() && key.equals("next")) {
                return;
            }
            if (!(key.equals("items") && ElementPath.of(text).isAttribute())) {
                ElementPath.of(text);
                return;
            }
        } catch (IllegalArgumentException e) {
            // falls through to the same answer
        }
        errors.add(error(
                key,
                "path",
                "“%s” không phải đường tới một phần tử, ví dụ Body/GetCamerasResponse/Camera (không có tiền tố)",
                "\"%s\" is no path to an element, as Body/GetCamerasResponse/Camera is (without prefixes)",
                text));
    }

    private void body(Map<String, String> settings, List<FieldError> errors) {
        var name = value(settings, "body.file");
        if (!BodyFile.isName(name)) {
            errors.add(error(
                    "body.file",
                    "file",
                    "“%s” không phải tên một tệp trong etc/soap, ví dụ get-cameras.xml",
                    "\"%s\" is no name of a file in etc/soap, as get-cameras.xml is",
                    name));
            return;
        }
        var file = BodyFile.named(etc, name);
        var body = file.read();
        if (body.isEmpty()) {
            errors.add(new FieldError("body.file", "file", file.unreadable()));
            return;
        }
        BodyFile.fault(body.get())
                .ifPresent(why -> errors.add(
                        error("body.file", "xml", file + " không phải XML: %s", file + " is no XML: %s", why)));
        placeholders(body.get(), !value(settings, "next").isEmpty(), errors);
        security(body.get(), !value(settings, "wsse").isEmpty(), errors);
    }

    private static void security(String body, boolean token, List<FieldError> errors) {
        if (token && body.split(Pattern.quote(BodyFile.SECURITY), -1).length != 2) {
            errors.add(error(
                    "body.file",
                    "security",
                    "phải có đúng một %s, trong phần Header của phong bì: <s:Header>{security}</s:Header>",
                    "must have %s once, in the envelope's Header: <s:Header>{security}</s:Header>",
                    BodyFile.SECURITY));
        }
        if (!token && body.contains(BodyFile.SECURITY)) {
            errors.add(error(
                    "body.file",
                    "security",
                    "có %s mà thiếu khóa wsse",
                    "it has %s, and the key wsse is missing",
                    BodyFile.SECURITY));
        }
    }

    private static void placeholders(String body, boolean next, List<FieldError> errors) {
        if (next && !body.contains(BodyFile.NEXT)) {
            errors.add(error(
                    "next",
                    "placeholder",
                    "body.file không có %s để đặt mã trang kế tiếp",
                    "body.file has no %s for what names the next page",
                    BodyFile.NEXT));
        }
        if (!next && body.contains(BodyFile.NEXT)) {
            errors.add(error(
                    "body.file",
                    "placeholder",
                    "có %s mà thiếu khóa next",
                    "it has %s, and the key next is missing",
                    BodyFile.NEXT));
        }
        if (next && body.contains(BodyFile.PAGE)) {
            errors.add(error(
                    "body.file",
                    "either",
                    "dùng {next} hoặc %s, không dùng cả hai",
                    "give {next} or %s, not both",
                    BodyFile.PAGE));
        }
    }

    private static FieldError error(String field, String rule, String vi, String en, String quoted) {
        return new FieldError(field, rule, new Text(vi.formatted(quoted), en.formatted(quoted)));
    }
}
