package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.Forwarding;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.registry.internal.support.Engine;

/** A route of a template that says it is a sink's is served with what the hub has to tell; others are not. */
class SinkRoutesTest {

    private static final Map<String, String> SETTINGS =
            Map.of("template", "sinking", "content", "events", "legal.basis", "Quyết định 1");

    private final HubCamelContext context = new HubCamelContext(new DefaultCamelContext());
    private final ConfiguredRoutes routes = new ConfiguredRoutes(
            context,
            new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
            new RecordingAudit(),
            Runnable::run,
            () -> false);
    private final List<String> served = new ArrayList<>();

    private final Forwarding forwarding = new Forwarding() {
        @Override
        public Feed open(SinkRoute route, Carrier carrier) {
            served.add(route.routeName());
            return () -> served.remove(route.routeName());
        }

        @Override
        public void forget(String routeName) {
            served.remove(routeName);
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

    private void come(Map<String, Object> properties) {
        routes.addCheck(settings -> List.of(), properties);
        routes.addTemplate(template, properties);
    }
}
