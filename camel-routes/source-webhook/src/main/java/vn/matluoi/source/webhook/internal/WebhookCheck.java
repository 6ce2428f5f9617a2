package vn.matluoi.source.webhook.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * What makes sense for the parameters of {@link WebhookSource}. With each profile that comes or goes it comes anew, so that
 * what was refused for want of one is judged again.
 */
@Component(property = RouteCheck.TEMPLATE + "=" + WebhookSource.NAME)
public final class WebhookCheck implements RouteCheck {

    private final AgencyRouteCheck agency;

    @Activate
    public WebhookCheck(
            @Reference Areas areas,
            @Reference Units units,
            @Reference(cardinality = ReferenceCardinality.AT_LEAST_ONE, policyOption = ReferencePolicyOption.GREEDY)
                    List<Profile> profiles) {
        this.agency = new AgencyRouteCheck(areas, units, profiles);
    }

    @Override
    public List<FieldError> check(Map<String, String> settings) {
        var errors = new ArrayList<FieldError>();
        agency.check(settings, errors);
        signature(
                settings.getOrDefault(WebhookSource.SIGNATURE, WebhookSource.OPTIONAL)
                        .strip(),
                errors);
        return errors;
    }

    private static void signature(String word, List<FieldError> errors) {
        if (!word.equals(WebhookSource.REQUIRED) && !word.equals(WebhookSource.OPTIONAL)) {
            errors.add(new FieldError(
                    WebhookSource.SIGNATURE,
                    "word",
                    new Text(
                            "phải là required hoặc optional, không phải “%s”".formatted(word),
                            "must be required or optional, not \"%s\"".formatted(word))));
        }
    }
}
