package vn.matluoi.forward.webhook.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.HttpReceiver;
import vn.matluoi.api.forward.SinkRouteCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.RouteCheck;

/** What makes sense for the parameters of {@link WebhookSink}. */
@Component(property = RouteCheck.TEMPLATE + "=" + WebhookSink.NAME)
public final class WebhookCheck implements RouteCheck {

    private final SinkRouteCheck sink;
    private final Path keys;

    @Activate
    public WebhookCheck(@Reference Areas areas, @Reference Units units) {
        this(areas, units, KeyFile.folder());
    }

    WebhookCheck(Areas areas, Units units, Path keys) {
        this.sink = new SinkRouteCheck(areas, units);
        this.keys = keys;
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        url(settings, errors);
        HttpReceiver.check(settings, errors);
        sink.check(settings, errors);
        KeyFile.check("secret.file", settings, keys, errors);
        choice("mode", settings, List.of("batched", "structured"), errors);
        return errors;
    }

    private static void url(Map<String, String> settings, List<FieldError> errors) {
        try {
            var address = new URI(settings.getOrDefault("url", "").strip());
            var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            if (List.of("http", "https").contains(scheme)
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // falls through to the same answer
        }
        // it may hold a key, and is not quoted
        errors.add(
                new FieldError(
                        "url",
                        "url",
                        new Text(
                                "phải là địa chỉ http hoặc https có tên máy, không kèm tài khoản hay phần sau dấu #, ví dụ https://so-khcn.example.vn/webhook",
                                "must be an http or https address with a host, without an account or a fragment, for example https://so-khcn.example.vn/webhook")));
    }

    private static void choice(String key, Map<String, String> settings, List<String> known, List<FieldError> errors) {
        var word = settings.getOrDefault(key, known.get(0)).strip();
        if (!known.contains(word)) {
            errors.add(new FieldError(
                    key,
                    "choice",
                    new Text(
                            "phải là %s, không phải “%s”".formatted(String.join(" hoặc ", known), word),
                            "must be %s, not \"%s\"".formatted(String.join(" or ", known), word))));
        }
    }
}
