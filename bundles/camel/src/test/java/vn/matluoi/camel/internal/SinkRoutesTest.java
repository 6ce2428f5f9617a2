package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.Forwarding;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.registry.internal.support.Engine;

/** A route of a template that says it is a sink's is served with what the hub has to tell; others are not. */
class SinkRoutesTest {

    private static final Map<String, String> SETTINGS =
            Map.of("template", "sinking", "content", "events", "legal.basis", "Quyết định 1");

    private static final Map<String, String> TICKING = Map.of("template", "ticking", "pace.ms", "60000");
    private static final Caller ADMIN = Caller.system();

    private final HubCamelContext context = new HubCamelContext(new DefaultCamelContext());
    private final ConfiguredRoutes routes = new ConfiguredRoutes(
            context,
            new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
            new RecordingAudit(),
            Runnable::run,
            () -> false);
    private final List<String> served = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private HubException away; // when something is to be forgotten

    private final Forwarding forwarding = new Forwarding() {
        @Override
        public Feed open(SinkRoute route, Carrier carrier) {
            served.add(route.routeName());
            return () -> served.remove(route.routeName());
        }

        @Override
        public void forget(String routeName) {
            if (away != null) {
                throw away;
            }
            served.remove(routeName);
            forgotten.add(routeName);
        }
    };

    private final RouteBuilder template = new RouteBuilder() {
        @Override
        public void configure() {
            routeTemplate("sinking")
                    .templateParameter("routeName")
                    .templateParameter("content", null, "what is told")
                    .templateParameter("legal.basis", null, "why")
                    .from("direct:{{routeName}}")
                    .routeGroup("sink")
                    .removeHeaders("*")
                    .log("told");
        }
    };

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aRouteOfASinkIsServedAsLongAsThereAreSettings() {
        routes.addForwarding(forwarding);
        come(Map.of(RouteCheck.TEMPLATE, "sinking", SinkRoute.SINK, "true"));
        routes.configure("so", "vn.matluoi.route-so.cfg", SETTINGS);
        assertThat(served).containsExactly("so");

        routes.forget("so");
        assertThat(served).isEmpty();
    }

    @Test
    void aRouteThatRunsBeforeAnybodyForwardsIsServedThen() {
        come(Map.of(RouteCheck.TEMPLATE, "sinking", SinkRoute.SINK, "true"));
        routes.configure("so", "vn.matluoi.route-so.cfg", SETTINGS);
        routes.addForwarding(forwarding);
        assertThat(served).containsExactly("so");
    }

    @Test
    void aRouteOfNoSinkIsNotServed() {
        routes.addForwarding(forwarding);
        come(Map.of(RouteCheck.TEMPLATE, "sinking"));
        routes.configure("so", "vn.matluoi.route-so.cfg", SETTINGS);
        assertThat(served).isEmpty();
    }

    @Test
    void aNameThatIsNowASourcesIsForgottenAsASink() {
        routes.addForwarding(forwarding);
        come(Map.of(RouteCheck.TEMPLATE, "sinking", SinkRoute.SINK, "true"));
        tick();
        routes.configure("so", "vn.matluoi.route-so.cfg", SETTINGS);
        routes.configure("so", "vn.matluoi.route-so.cfg", TICKING);
        assertThat(served).isEmpty();
        assertThat(forgotten).containsExactly("so");

        routes.add(ADMIN, "to", "sinking", Map.of("content", "events", "legal.basis", "Quyết định 1"));
        routes.update(ADMIN, "to", "sinking", Map.of("content", "changes", "legal.basis", "Quyết định 1"));
        assertThat(forgotten).containsExactly("so");
        routes.update(ADMIN, "to", "ticking", Map.of("pace.ms", "60000"));
        assertThat(served).isEmpty();
        assertThat(forgotten).containsExactly("so", "to");
    }

    @Test
    void whatCannotBeForgottenNowIsForgottenWhenSomebodyForwardsAgain() {
        routes.addForwarding(forwarding);
        come(Map.of(RouteCheck.TEMPLATE, "sinking", SinkRoute.SINK, "true"));
        tick();
        routes.configure("so", "vn.matluoi.route-so.cfg", SETTINGS);
        away = new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        routes.configure("so", "vn.matluoi.route-so.cfg", TICKING);
        assertThat(routes.find("so").orElseThrow().status()).isEqualTo(Routes.Status.STARTED);
        assertThat(forgotten).isEmpty();

        away = null;
        routes.removeForwarding(forwarding);
        routes.addForwarding(forwarding);
        assertThat(forgotten).containsExactly("so");
    }

    @Test
    void whatIsInTheWayOfASinkIsShownWithItsRoute() {
        routes.addForwarding(forwarding);
        come(Map.of(RouteCheck.TEMPLATE, "sinking", SinkRoute.SINK, "true"));
        tick();
        routes.configure("so", "vn.matluoi.route-so.cfg", SETTINGS);
        routes.configure("tick", "vn.matluoi.route-tick.cfg", TICKING);
        assertThat(problems()).isEmpty();

        var why = new Text("không trả lời", "does not answer");
        routes.addSinks(sinks(() -> List.of(sink("so", why), sink("tick", why))));
        assertThat(problems()).containsExactly(why);

        routes.addSinks(sinks(() -> {
            throw new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        }));
        assertThat(routes.list()).hasSize(2);
        assertThat(problems()).isEmpty();
    }

    private List<Text> problems() {
        return routes.list().stream().flatMap(route -> route.problem().stream()).toList();
    }

    private static Sinks.Sink sink(String name, Text problem) {
        return new Sinks.Sink(
                name,
                SinkRoute.Content.EVENTS,
                "Quyết định 1",
                Sinks.State.WAITING,
                Optional.of(problem),
                0,
                9,
                Optional.empty(),
                new Sinks.Load(name, 9, 0, 0, 1, 0, 0, Sinks.Link.NONE));
    }

    private static Sinks sinks(Supplier<List<Sinks.Sink>> list) {
        return (Sinks) Proxy.newProxyInstance(
                Sinks.class.getClassLoader(), new Class<?>[] {Sinks.class}, (proxy, method, given) -> list.get());
    }

    private void tick() {
        var properties = Map.<String, Object>of(RouteCheck.TEMPLATE, "ticking");
        routes.addCheck(settings -> List.of(), properties);
        routes.addTemplate(TestTemplates.ticking(), properties);
    }

    private void come(Map<String, Object> properties) {
        routes.addCheck(settings -> List.of(), properties);
        routes.addTemplate(template, properties);
    }
}
