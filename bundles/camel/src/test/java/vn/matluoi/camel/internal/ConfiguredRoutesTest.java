package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import javax.sql.DataSource;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class ConfiguredRoutesTest {

    @TempDir
    Path etc;

    @Parameter
    Engine engine;

    private DataSource database;
    private final RecordingAudit audit = new RecordingAudit();
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // what is to be tried again
    private Optional<Text> missing = Optional.empty(); // of what the ticking route works with
    private Optional<Text> complaint = Optional.empty(); // of it, about others
    private boolean unavailable; // what the check looks into
    private HubCamelContext context;
    private ConfiguredRoutes routes;
    private RouteFiles files;

    @BeforeEach
    void start() {
        database = engine.migrated("db/routes.sql");
        startHub();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

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
    void namesAnUnknownKeyAndAMissingOne() throws Exception {
        template();
        files.updated("pid-1", file("tick", Map.of("template", "ticking", "paze.ms", "60000")));
        assertThat(routes.list()).singleElement().satisfies(route -> {
            assertThat(route.status()).isEqualTo(Routes.Status.REFUSED);
            assertThat(route.problem().orElseThrow().en()).contains("paze.ms", "pace.ms: required");
        });
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

    private final RoutesBuilder builder = TestTemplates.ticking();

    private final RouteCheck check = new RouteCheck() {
        @Override
        public List<FieldError> check(Map<String, String> settings) {
            if (unavailable) {
                throw new HubException(Reason.UNAVAILABLE, "database", Text.same("away"));
            }
            return settings.get("pace.ms").matches("\\d+")
                    ? List.of()
                    : List.of(new FieldError("pace.ms", "number", new Text("phải là số", "must be a number")));
        }

        @Override
        public Optional<Text> complaint(String routeName) {
            return routeName.equals("tick") ? complaint : Optional.empty();
        }

        @Override
        public Optional<Text> alive(Map<String, String> settings) {
            return missing;
        }
    };

    private void template() {
        routes.addCheck(check, Map.of(RouteCheck.TEMPLATE, "ticking"));
        routes.addTemplate(builder, Map.of(RouteCheck.TEMPLATE, "ticking"));
    }

    private void startHub() {
        context = new HubCamelContext(new DefaultCamelContext());
        routes = new ConfiguredRoutes(context, new RouteStore(database), audit, waiting::add, () -> false);
        files = new RouteFiles(routes, etc);
    }

    private void rename(String table, String to) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    switch (engine) {
                        case DERBY -> "rename table " + table + " to " + to;
                        case POSTGRESQL -> "alter table " + table + " rename to " + to;
                    });
        }
    }

    private boolean health() {
        return new RoutesHealth(context, routes).check().healthy();
    }

    private Routes.Status status() {
        return routes.list().get(0).status();
    }

    private String endpoint() {
        return context.camel().getRoute("tick").getEndpoint().getEndpointUri();
    }

    private Dictionary<String, Object> file(String name, Map<String, String> settings) throws IOException {
        var file = etc.resolve("vn.matluoi.route-" + name + ".cfg");
        Files.writeString(file, settings.toString());
        var properties = new Hashtable<String, Object>(settings);
        properties.put("felix.fileinstall.filename", file.toUri().toString());
        properties.put("service.pid", "vn.matluoi.route~" + name);
        return properties;
    }
}
