package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class ConfiguredRoutesTest extends RoutesOfFiles {

    @Test
    void anAgencyThatDoesNotAnswerIsToldBesideItsRouteAndNoFaultOfTheHub() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        complaint = Optional.of(new Text("hệ thống không trả lời", "the system does not answer"));
        assertThat(routes.list()).singleElement().satisfies(route -> {
            assertThat(route.status()).isEqualTo(Routes.Status.STARTED);
            assertThat(route.problem()).isEqualTo(complaint);
        });
        assertThat(health()).isTrue();

        complaint = null; // as of a check that fails
        assertThat(routes.list()).extracting(Routes.Route::problem).containsExactly(Optional.empty());
    }

    @Test
    void waitsForATemplateThatIsNotThereYet() throws Exception {
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        assertThat(status()).isEqualTo(Routes.Status.WAITING);
        assertThat(health()).isFalse();
        template();
        assertThat(status()).isEqualTo(Routes.Status.STARTED);
        routes.removeTemplate(builder, Map.of(RouteCheck.TEMPLATE, "ticking"));
        assertThat(status()).isEqualTo(Routes.Status.WAITING);
    }

    @Test
    void aCheckThatCannotLookThingsUpIsAskedAgain() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        context.stop();
        startHub();
        template();
        unavailable = true;
        routes.addTemplate(builder, Map.of(RouteCheck.TEMPLATE, "ticking"));
        assertThat(health()).isFalse();
        unavailable = false;
        waiting.remove().run();
        assertThat(status()).isEqualTo(Routes.Status.STARTED);
        assertThat(health()).isTrue();
    }

    @Test
    void aTemplateWithoutItsCheckJudgesNothing() throws Exception {
        routes.addTemplate(builder, Map.of(RouteCheck.TEMPLATE, "ticking"));
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "soon")));
        assertThat(status()).isEqualTo(Routes.Status.WAITING);
        assertThat(new RouteStore(database).all()).isEmpty();
        routes.addCheck(check, Map.of(RouteCheck.TEMPLATE, "ticking"));
        assertThat(status()).isEqualTo(Routes.Status.REFUSED);
    }

    @Test
    void aStoredSourceThatIsNoneDoesNotBreakTheList() {
        new RouteStore(database)
                .put(new RouteSettings(
                        "tick",
                        "ticking",
                        Map.of("source", "Xã Mẫu", "pace.ms", "1"),
                        "vn.matluoi.route-tick.cfg",
                        true));
        routes = new ConfiguredRoutes(context, new RouteStore(database), audit, waiting::add, () -> false);
        assertThat(routes.list()).singleElement().satisfies(route -> assertThat(route.source())
                .isEmpty());
        assertThat(health()).isFalse();
    }

    @Test
    void isNotHealthyWhileWhatARunningRouteWorksWithIsAway() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        missing = Optional.of(new Text("mất thư mục", "the folder is gone"));
        var result = new RoutesHealth(context, routes).check();
        assertThat(result.healthy()).isFalse();
        assertThat(result.detail()).isEqualTo(new Text("tick: mất thư mục", "tick: the folder is gone"));
        missing = Optional.empty();
        assertThat(health()).isTrue();
        missing = Optional.of(new Text("mất thư mục", "the folder is gone"));
        routes.stop(Caller.system(), "tick");
        assertThat(health()).isTrue(); // a person stopped it
    }

    @Test
    void aRouteAPersonStoppedStaysStoppedAfterARestart() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        routes.stop(Caller.system(), "tick");
        context.stop();
        startHub();
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        assertThat(status()).isEqualTo(Routes.Status.STOPPED);
        assertThat(health()).isTrue();
        routes.start(Caller.system(), "tick");
        assertThat(status()).isEqualTo(Routes.Status.STARTED);
    }

    @Test
    void whatCannotBeRecordedIsNotDone() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        audit.away(true);
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> routes.stop(Caller.system(), "tick"));
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "90000")));
        assertThat(endpoint()).contains("period=60000");
        assertThat(new RouteStore(database).all()).singleElement().satisfies(route -> {
            assertThat(route.running()).isTrue();
            assertThat(route.parameters()).containsEntry("pace.ms", "60000");
        });
        audit.away(false);
        waiting.remove().run();
        assertThat(endpoint()).contains("period=90000");
    }

    @Test
    void whatCannotBeStoredIsRecordedAsFailed() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        rename("routes_route", "routes_away");
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> routes.stop(Caller.system(), "tick"));
        rename("routes_away", "routes_route");
        assertThat(audit.actions()).endsWith("route.stop DONE", "route.stop FAILED");
        assertThat(status()).isEqualTo(Routes.Status.STARTED);
    }

    @Test
    void aTemplateThatCannotBeBuiltTroublesNobodyElse() throws Exception {
        routes.addTemplate(TestTemplates.broken(), Map.of(RouteCheck.TEMPLATE, "broken"));
        files.updated("pid-2", file("bad", Map.of("template", "broken")));
        assertThat(routes.list().get(0).problem().orElseThrow().en())
                .contains("vn.matluoi.route-bad.cfg", "template broken", "a bad plug-in");
        files.deleted("pid-2");
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        assertThat(status()).isEqualTo(Routes.Status.STARTED);
    }
}
