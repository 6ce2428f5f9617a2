package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.registry.internal.support.Engine;

class StoppingHubTest {

    private static final Map<String, Object> TICKING = Map.of(RouteCheck.TEMPLATE, "ticking");

    private final HubCamelContext context = new HubCamelContext(new DefaultCamelContext());
    private final RecordingAudit audit = new RecordingAudit();
    private boolean stopping;
    private final ConfiguredRoutes routes = new ConfiguredRoutes(
            context, new RouteStore(Engine.DERBY.migrated("db/routes.sql")), audit, Runnable::run, () -> stopping);

    @AfterEach
    void stop() {
        context.stop();
    }

    private void checkComes(List<FieldError> faults) {
        routes.addCheck(settings -> faults, TICKING);
    }

    @Test
    void refusesNoRouteForWhatWentBeforeIt() {
        checkComes(List.of());
        routes.addTemplate(TestTemplates.ticking(), TICKING);
        routes.configure("tick", "vn.matluoi.route-tick.cfg", Map.of("template", "ticking", "pace.ms", "60000"));

        stopping = true;
        checkComes(List.of(new FieldError("profile", "profile.unknown", Text.same("it went"))));

        assertThat(routes.list()).singleElement().satisfies(route -> {
            assertThat(route.status()).isEqualTo(Routes.Status.STARTED);
            assertThat(route.problem()).isEmpty();
        });
        assertThat(audit.actions()).doesNotContain("route.configure REFUSED");
    }
}
