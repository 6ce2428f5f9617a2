package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class FileOrdersTest extends RoutesOfFiles {

    @Test
    void runsARouteForAFile() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        assertThat(routes.list()).singleElement().satisfies(route -> {
            assertThat(route.name()).isEqualTo("tick");
            assertThat(route.status()).isEqualTo(Routes.Status.STARTED);
        });
        assertThat(health()).isTrue();
    }

    @Test
    void refusesABadValueByFileAndKeyAndGoesOnWithTheLastGoodOnes() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "soon")));
        assertThat(routes.list()).singleElement().satisfies(route -> assertThat(
                        route.problem().orElseThrow().vi())
                .contains("vn.matluoi.route-tick.cfg", "pace.ms", "phải là số"));
        assertThat(context.camel().getRoute("tick")).isNotNull();
        assertThat(endpoint()).contains("period=60000");
        assertThat(health()).isFalse();
        assertThat(audit.actions()).contains("route.configure REFUSED");
    }

    @Test
    void theLastGoodSettingsSurviveARestartWithABadFile() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        context.stop();
        startHub();
        template();
        files.updated("pid-9", file("tick", Map.of("template", "ticking", "pace.ms", "soon")));
        assertThat(endpoint()).contains("period=60000");
        assertThat(routes.list()).singleElement().satisfies(route -> assertThat(route.problem())
                .isPresent());
    }

    @Test
    void aBadFileThatComesBeforeItsTemplateNeverReplacesTheLastGoodSettings() throws Exception {
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        template();
        context.stop();
        for (var restart = 1; restart <= 2; restart++) {
            startHub();
            files.updated("pid-9", file("tick", Map.of("template", "ticking", "pace.ms", "soon")));
            assertThat(status()).isEqualTo(Routes.Status.WAITING);
            template();
            assertThat(endpoint()).contains("period=60000");
            routes.addTemplate(TestTemplates.other(), Map.of(RouteCheck.TEMPLATE, "other")); // clears nothing
            assertThat(routes.list()).singleElement().satisfies(route -> {
                assertThat(route.status()).isEqualTo(Routes.Status.REFUSED);
                assertThat(route.problem().orElseThrow().en()).contains("pace.ms");
            });
            context.stop();
        }
        startHub();
        assertThat(new RouteStore(database).all()).singleElement().satisfies(route -> assertThat(route.parameters())
                .containsEntry("pace.ms", "60000"));
    }

    @Test
    void aRefusedFileIsJudgedAgainWhenItsCheckComesAnew() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "soon")));
        assertThat(routes.list()).extracting(Routes.Route::status).containsExactly(Routes.Status.REFUSED);
        routes.removeCheck(check, Map.of(RouteCheck.TEMPLATE, "ticking"));
        routes.addCheck(settings -> List.of(), Map.of(RouteCheck.TEMPLATE, "ticking"));
        assertThat(routes.list()).singleElement().satisfies(route -> assertThat(
                        route.problem().orElseThrow().en())
                .as("Camel's turn")
                .contains("does not start"));
        assertThat(new RouteStore(database).all()).hasSize(1);
    }

    @Test
    void aNameTooLongToBeKeptIsRefused() throws Exception {
        template();
        var name = "x".repeat(61);
        files.updated("pid-1", file(name, Map.of("template", "ticking", "pace.ms", "60000")));
        assertThat(waiting).isEmpty();
        assertThat(routes.list()).singleElement().satisfies(route -> {
            assertThat(route.status()).isEqualTo(Routes.Status.REFUSED);
            assertThat(route.problem().orElseThrow().vi()).contains(name, "60");
        });
    }

    @Test
    void whatComesWhileTheDatabaseIsAwayIsTriedAgain() throws Exception {
        template();
        rename("routes_route", "routes_away");
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        assertThat(status()).isEqualTo(Routes.Status.WAITING);
        assertThat(routes.list().get(0).problem().orElseThrow().en()).contains("database");
        waiting.remove().run();
        assertThat(status()).isEqualTo(Routes.Status.WAITING);
        rename("routes_away", "routes_route");
        waiting.remove().run();
        assertThat(status()).isEqualTo(Routes.Status.STARTED);
        assertThat(waiting).isEmpty();
    }

    @Test
    void namesAnUnknownKeyAndAMissingOne() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "paze.ms", "60000")));
        assertThat(routes.list()).singleElement().satisfies(route -> {
            assertThat(route.status()).isEqualTo(Routes.Status.REFUSED);
            assertThat(route.problem().orElseThrow().en()).contains("paze.ms", "pace.ms: required");
        });
    }

    @Test
    void aRouteWhoseGoingCannotBeRecordedGoesLater() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        audit.away(true);
        files.deleted("pid-1");
        assertThat(status()).isEqualTo(Routes.Status.STARTED);
        audit.away(false);
        waiting.remove().run();
        assertThat(routes.list()).isEmpty();
        assertThat(new RouteStore(database).all()).isEmpty();
        assertThat(audit.actions()).endsWith("route.remove DONE");
    }

    @Test
    void aRouteGoesWithItsFile() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        files.deleted("pid-1");
        assertThat(routes.list()).isEmpty();
        assertThat(context.camel().getRoutes()).isEmpty();
    }

    @Test
    void whatTheFrameworkKeptOfAFileThatIsGoneMakesNoRoute() throws Exception {
        template();
        var kept = file("tick", Map.of("template", "ticking", "pace.ms", "60000"));
        Files.delete(etc.resolve("vn.matluoi.route-tick.cfg"));
        files.updated("pid-1", kept);
        assertThat(routes.list()).isEmpty();
        assertThat(health()).isTrue();
    }

    @Test
    void noticesAFileThatWentWhileTheHubWasDown() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "pace.ms", "60000")));
        context.stop();
        Files.delete(etc.resolve("vn.matluoi.route-tick.cfg"));
        startHub();
        assertThat(routes.list()).isEmpty();
    }
}
