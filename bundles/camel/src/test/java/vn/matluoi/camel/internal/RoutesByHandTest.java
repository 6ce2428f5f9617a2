package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.Poll;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.route.Routes.Status;
import vn.matluoi.registry.internal.support.Engine;

/** Routes that people enter, beside those of files. */
class RoutesByHandTest {

    private static final Map<String, Object> TICKING = Map.of(RouteCheck.TEMPLATE, "ticking");
    private static final Caller ADMIN = Caller.system();

    private final RecordingAudit audit = new RecordingAudit();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final DataSource database = Engine.DERBY.migrated("db/routes.sql");
    private HubCamelContext context;
    private ConfiguredRoutes routes;

    @BeforeEach
    void start() {
        context = new HubCamelContext(new DefaultCamelContext());
        routes = new ConfiguredRoutes(context, new RouteStore(database), audit, waiting::add, () -> false);
        routes.addCheck(
                settings -> settings.get("pace.ms").matches("\\d+|soon")
                        ? List.of()
                        : List.of(new FieldError("pace.ms", "number", new Text("phải là số", "must be a number"))),
                TICKING);
        routes.addTemplate(TestTemplates.ticking(), TICKING);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aRouteIsAddedRunsAndIsThereAfterARestart() {
        var route = routes.add(ADMIN, "tick", "ticking", Map.of("pace.ms", " 60000 ", "source", ""));
        assertThat(route.status()).isEqualTo(Status.STARTED);
        assertThat(route.file()).isEmpty();
        assertThat(route.parameters()).containsExactly(Map.entry("pace.ms", "60000"));
        assertThat(audit.actions()).containsExactly("route.create DONE");
        context.stop();
        start();
        assertThat(routes.find("tick")).map(Routes.Route::status).contains(Status.STARTED);
        new RouteFiles(routes, Path.of("target")); // it has no file that could be gone
        assertThat(routes.find("tick")).isPresent();
    }

    @Test
    void everyKeyAtFaultIsNamedAndNothingIsStored() {
        refused(Reason.INVALID, "pace.ms", () -> add("tick", Map.of("pace.ms", "never")));
        refused(Reason.INVALID, "pace.ms", () -> add("tick", Map.of()));
        refused(Reason.INVALID, "colour", () -> add("tick", Map.of("pace.ms", "1", "colour", "red")));
        refused(Reason.INVALID, "name", () -> add("t?ck", Map.of("pace.ms", "1")));
        refused(Reason.INVALID, "name", () -> add("x".repeat(61), Map.of("pace.ms", "1")));
        refused(Reason.INVALID, "pace.ms", () -> add("tick", Map.of("pace.ms", "1&bridgeErrorHandler=true")));
        refused(Reason.INVALID, "source", () -> add("tick", Map.of("pace.ms", "1", "source", "{{env:HOME}}")));
        assertThat(new RouteStore(database).all()).isEmpty();
        assertThat(routes.list()).isEmpty();
    }

    @Test
    void timesOfTheDayBesideAPauseAreRefusedEvenWhereThatPauseIsTheDefault() {
        var asking = Map.<String, Object>of(RouteCheck.TEMPLATE, "asking");
        routes.addCheck(settings -> List.of(), asking);
        routes.addTemplate(TestTemplates.asking(), asking);
        refused(
                Reason.INVALID,
                "at",
                () -> routes.add(ADMIN, "ask", "asking", Map.of("at", "02:00", "every.seconds", "3600")));
        refused(
                Reason.INVALID,
                "at",
                () -> routes.add(ADMIN, "ask", "asking", Map.of("at", "02:00", "every.seconds", "60")));
        assertThat(routes.list()).isEmpty();
        routes.add(ADMIN, "ask", "asking", Map.of("at", "02:00"));
        routes.update(ADMIN, "ask", "asking", Map.of("every.seconds", "3600", "at", " "));
        assertThat(routes.find("ask")).map(Routes.Route::status).contains(Status.STARTED);
    }

    @Test
    void aWrongTemplateSaysWhichThereAre() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> routes.add(ADMIN, "tick", "tikcing", Map.of()))
                .satisfies(e -> assertThat(e.errors()).singleElement().satisfies(error -> {
                    assertThat(error.field()).isEqualTo("template");
                    assertThat(error.message().vi()).contains("tikcing", "các mẫu hiện có: ticking");
                }));
        routes.configure("tack", "vn.matluoi.route-tack.cfg", Map.of("template", "tikcing"));
        assertThat(routes.find("tack").orElseThrow().problem().orElseThrow().en())
                .contains("There are: ticking");
    }

    @Test
    void whatDoesNotStartIsNotKeptAndTheFormerRouteGoesOn() {
        add("tick", Map.of("pace.ms", "60000"));
        refused(Reason.INVALID, null, () -> routes.update(ADMIN, "tick", "ticking", Map.of("pace.ms", "soon")));
        assertThat(endpoint()).contains("period=60000");
        refused(Reason.INVALID, null, () -> add("tock", Map.of("pace.ms", "soon")));
        assertThat(routes.list()).singleElement().satisfies(route -> {
            assertThat(route.status()).isEqualTo(Status.STARTED);
            assertThat(route.problem()).isEmpty();
        });
        assertThat(new RouteStore(database).all()).hasSize(1);
        assertThat(audit.actions()).endsWith("route.create DONE", "route.create FAILED");
    }

    @Test
    void whatCannotBeStoredIsNotDone() throws SQLException {
        add("tick", Map.of("pace.ms", "60000"));
        rename("routes_route", "routes_away");
        refused(Reason.UNAVAILABLE, null, () -> routes.update(ADMIN, "tick", "ticking", Map.of("pace.ms", "90000")));
        refused(Reason.UNAVAILABLE, null, () -> add("tock", Map.of("pace.ms", "90000")));
        refused(Reason.UNAVAILABLE, null, () -> routes.remove(ADMIN, "tick"));
        rename("routes_away", "routes_route");
        assertThat(endpoint()).contains("period=60000");
        assertThat(context.camel().getRoutes()).hasSize(1);
        assertThat(routes.list()).hasSize(1);
    }

    @Test
    void savingWhatIsThereDoesNothing() {
        add("tick", Map.of("pace.ms", "60000"));
        var running = context.camel().getRoute("tick");
        routes.update(ADMIN, "tick", "ticking", Map.of("pace.ms", "60000", "source", " "));
        routes.start(ADMIN, "tick");
        assertThat(context.camel().getRoute("tick")).isSameAs(running);
        assertThat(audit.actions()).containsExactly("route.create DONE");
    }

    @Test
    void aChangeIsAppliedAtOnceAndAStoppedRouteStaysStopped() {
        add("tick", Map.of("pace.ms", "60000"));
        routes.update(ADMIN, "tick", "ticking", Map.of("pace.ms", "90000"));
        assertThat(endpoint()).contains("period=90000");
        routes.stop(ADMIN, "tick");
        assertThat(routes.update(ADMIN, "tick", "ticking", Map.of("pace.ms", "30000"))
                        .status())
                .isEqualTo(Status.STOPPED);
        routes.start(ADMIN, "tick");
        assertThat(endpoint()).contains("period=30000");
    }

    @Test
    void aRouteThatSomebodyStoppedByJmxIsSaidToBeWantedAndIsStartedAgain() throws Exception {
        add("tick", Map.of("pace.ms", "60000"));
        context.camel().getRouteController().stopRoute("tick");
        assertThat(routes.find("tick")).hasValueSatisfying(route -> {
            assertThat(route.wanted()).isTrue();
            assertThat(route.status()).isEqualTo(Status.STOPPED);
            assertThat(route.problem())
                    .hasValueSatisfying(why -> assertThat(why.vi()).contains("hub:route-start tick"));
        });
        routes.start(ADMIN, "tick");
        assertThat(routes.find("tick")).hasValueSatisfying(route -> {
            assertThat(route.status()).isEqualTo(Status.STARTED);
            assertThat(route.problem()).isEmpty();
        });
        routes.stop(ADMIN, "tick");
        assertThat(routes.find("tick").map(Routes.Route::wanted)).contains(false);
    }

    @Test
    void aRouteOfAFileIsChangedInItsFileOnly() {
        file("tick", "60000");
        refused(Reason.CONFLICT, null, () -> routes.update(ADMIN, "tick", "ticking", Map.of("pace.ms", "1")));
        refused(Reason.CONFLICT, null, () -> routes.remove(ADMIN, "tick"));
        refused(Reason.CONFLICT, null, () -> add("tick", Map.of("pace.ms", "1")));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> routes.remove(ADMIN, "tick"))
                .satisfies(e -> assertThat(e.text().vi()).contains("etc/vn.matluoi.route-tick.cfg"));
        routes.stop(ADMIN, "tick"); // stopping is no change of its settings
        assertThat(routes.find("tick")).map(Routes.Route::status).contains(Status.STOPPED);
    }

    @Test
    void aFileOfARoutesNameIsRefusedUntilThatRouteIsRemoved() {
        add("tick", Map.of("pace.ms", "60000"));
        file("tick", "90000");
        assertThat(endpoint()).contains("period=60000");
        assertThat(routes.find("tick").orElseThrow().problem().orElseThrow().vi())
                .contains("vn.matluoi.route-tick.cfg", "nhập bằng tay");
        routes.remove(ADMIN, "tick");
        assertThat(endpoint()).contains("period=90000");
        assertThat(routes.find("tick").orElseThrow().file()).contains("vn.matluoi.route-tick.cfg");
    }

    @Test
    void aFileThatGoesTakesNoRouteOfPeopleWithIt() {
        add("tick", Map.of("pace.ms", "60000"));
        file("tick", "90000");
        routes.forget("tick");
        assertThat(routes.find("tick").orElseThrow().problem()).isEmpty();
        assertThat(endpoint()).contains("period=60000");
    }

    @Test
    void theNameOfAFileThatWasRefusedIsTaken() {
        file("tick", "never");
        refused(Reason.CONFLICT, null, () -> add("tick", Map.of("pace.ms", "1")));
    }

    @Test
    void aRouteGoesWithAllItHad() {
        add("tick", Map.of("pace.ms", "60000"));
        routes.remove(ADMIN, "tick");
        assertThat(routes.list()).isEmpty();
        assertThat(context.camel().getRoutes()).isEmpty();
        assertThat(new RouteStore(database).all()).isEmpty();
        assertThat(audit.actions()).endsWith("route.remove DONE");
        refused(Reason.NOT_FOUND, null, () -> routes.remove(ADMIN, "tick"));
        refused(Reason.NOT_FOUND, null, () -> routes.update(ADMIN, "tick", "ticking", Map.of("pace.ms", "1")));
    }

    @Test
    void runsThatBroughtNothingAreFailures() {
        var last = Instant.parse("2026-11-29T03:00:00Z");
        context.camel().getRegistry().bind("poll-tick", new Poll() {
            @Override
            public void begin() {}

            @Override
            public void run() {}

            @Override
            public Duration pause() {
                return Duration.ofHours(1);
            }

            @Override
            public void end() {}

            @Override
            public Runs runs() {
                return new Runs(3, Optional.of(last));
            }
        });
        var route = add("tick", Map.of("pace.ms", "60000"));
        assertThat(route.failures()).isEqualTo(3);
        assertThat(route.lastMessage()).contains(last);
    }

    private Routes.Route add(String name, Map<String, String> parameters) {
        return routes.add(ADMIN, name, "ticking", parameters);
    }

    private void file(String name, String pace) {
        routes.configure(name, "vn.matluoi.route-" + name + ".cfg", Map.of("template", "ticking", "pace.ms", pace));
    }

    private static void refused(Reason reason, String field, ThrowingCallable call) {
        assertThatExceptionOfType(HubException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.reason()).isEqualTo(reason);
            if (field != null) {
                assertThat(e.errors()).extracting(FieldError::field).contains(field);
            }
        });
    }

    private String endpoint() {
        return context.camel().getRoute("tick").getEndpoint().getEndpointUri();
    }

    private void rename(String table, String to) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("rename table " + table + " to " + to);
        }
    }
}
