package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes.Status;
import vn.matluoi.registry.internal.support.Engine;

/** At a start a template's check comes anew with each profile, the first of which are too few for it. */
class SettlingTest {

    private static final Map<String, Object> TICKING = Map.of(RouteCheck.TEMPLATE, "ticking");

    private final HubCamelContext context = new HubCamelContext(new DefaultCamelContext());
    private final RecordingAudit audit = new RecordingAudit();
    private final Queue<Runnable> soon = new ArrayDeque<>();
    private final ConfiguredRoutes routes = new ConfiguredRoutes(
            context,
            new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
            audit,
            Runnable::run,
            soon::add,
            () -> false);

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void onlyTheLastOfChecksThatComeOneAfterTheOtherJudges() {
        routes.addTemplate(TestTemplates.ticking(), TICKING);
        RouteCheck early =
                settings -> List.of(new FieldError("profile", "profile.unknown", Text.same("not there yet")));
        routes.addCheck(early, TICKING);
        routes.configure("tick", "vn.matluoi.route-tick.cfg", Map.of("template", "ticking", "pace.ms", "60000"));
        routes.removeCheck(early, TICKING);
        routes.addCheck(settings -> List.of(), TICKING);
        while (!soon.isEmpty()) {
            soon.remove().run();
        }
        assertThat(routes.find("tick").orElseThrow().status()).isEqualTo(Status.STARTED);
        assertThat(audit.actions()).containsExactly("route.configure DONE");
    }
}
