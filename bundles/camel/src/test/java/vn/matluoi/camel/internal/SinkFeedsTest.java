package vn.matluoi.camel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.Forwarding;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.registry.internal.support.Engine;

/** What is for a sink goes through its route, as long as that runs. */
class SinkFeedsTest {

    private static final Map<String, String> SETTINGS =
            Map.of("content", "events", "legal.basis", "Quyết định 1", "batch", "7");

    private static final List<Delivery> BATCH = List.of(new Delivery(
            1, "e-1", "urn:x", "t", "nvr", Optional.empty(), Optional.empty(), Instant.EPOCH, new byte[] {'{', '}'}));

    private final HubCamelContext context = new HubCamelContext(new DefaultCamelContext());
    private final List<Object> came = new CopyOnWriteArrayList<>();
    private final Served served = new Served();
    private final SinkFeeds feeds = new SinkFeeds(context.camel());
    private volatile Optional<Exception> failure = Optional.empty();

    /** Who forwards, and what it was asked. */
    private static final class Served implements Forwarding {

        private final Map<String, Carrier> open = new HashMap<>();
        private final Map<String, SinkRoute> routes = new HashMap<>();
        private final List<String> forgotten = new ArrayList<>();

        @Override
        public Feed open(SinkRoute route, Carrier carrier) {
            open.put(route.routeName(), carrier);
            routes.put(route.routeName(), route);
            return () -> open.remove(route.routeName(), carrier);
        }

        @Override
        public void forget(String routeName) {
            forgotten.add(routeName);
        }
    }

    @BeforeEach
    void start() throws Exception {
        context.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:so").routeId("so").removeHeaders("*").process(exchange -> {
                    if (failure.isPresent()) {
                        throw failure.get();
                    }
                    came.add(exchange.getMessage().getBody());
                });
            }
        });
        feeds.template("forward-test", true, false);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void carry() throws SinkException {
        served.open.get("so").carry(BATCH);
    }

    @Test
    void aRouteIsServedFromTheTimeItRunsAndSomebodyForwards() throws Exception {
        feeds.started("so", "forward-test", SETTINGS);
        feeds.begin(served);
        assertThat(served.routes.get("so").batch()).isEqualTo(7);
        carry();
        assertThat(came).containsExactly(BATCH);
        feeds.stopped("so");
        assertThat(served.open).isEmpty();
        feeds.started("so", "forward-test", SETTINGS);
        assertThat(served.open).containsOnlyKeys("so");
        feeds.end(served);
        assertThat(served.open).isEmpty();
        feeds.begin(served);
        assertThat(served.open).containsOnlyKeys("so");
    }

    @Test
    void aRouteOfATemplateThatSaysItIsASinkIsServedWhenItIsConfigured() {
        var routes = new ConfiguredRoutes(
                context,
                new RouteStore(Engine.DERBY.migrated("db/routes.sql")),
                new RecordingAudit(),
                Runnable::run,
                () -> false);
        routes.addForwarding(served);
        routes.addCheck(settings -> List.of(), Map.of(RouteCheck.TEMPLATE, "sinking"));
        routes.addTemplate(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        errorHandler(noErrorHandler());
                        var template = routeTemplate("sinking")
                                .description("Nơi nhận / Receiver")
                                .templateParameter("routeName");
                        SinkRoute.PARAMETERS.forEach(parameter -> template.templateParameter(
                                parameter.name(), parameter.otherwise(), parameter.description()));
                        template.from("direct:{{routeName}}")
                                .routeGroup("sink")
                                .routeDescription("Gửi {{content}}")
                                .removeHeaders("*")
                                .process(exchange ->
                                        came.add(exchange.getMessage().getBody()));
                    }
                },
                Map.of(RouteCheck.TEMPLATE, "sinking", SinkRoute.SINK, "true", SinkRoute.COMPARES, "true"));
        routes.add(Caller.system(), "kho", "sinking", SETTINGS);
        assertThat(served.open).containsOnlyKeys("kho");
        assertThat(served.routes.get("kho").compares()).isTrue();
        routes.remove(Caller.system(), "kho");
        assertThat(served.open).isEmpty();
        assertThat(served.forgotten).containsExactly("kho");
    }

    @Test
    void aTemplateSaysWhetherItsRoutesCompare() {
        feeds.begin(served);
        feeds.started("so", "forward-test", SETTINGS);
        assertThat(served.routes.get("so").compares()).isFalse();
        feeds.stopped("so");
        feeds.template("forward-test", true, true);
        feeds.started("so", "forward-test", SETTINGS);
        assertThat(served.routes.get("so").compares()).isTrue();
    }

    @Test
    void routesThatAreSourcesAreNotServed() {
        feeds.begin(served);
        feeds.started("tick", "ticking", Map.of());
        assertThat(served.open).isEmpty();
    }

    @Test
    void whatTheRouteSaysOfTheReceiverIsHandedOn() {
        feeds.begin(served);
        feeds.started("so", "forward-test", SETTINGS);
        failure =
                Optional.of(new IllegalStateException(SinkException.Rejected.at(0, new Text("mã 422", "status 422"))));
        assertThatThrownBy(this::carry).isInstanceOf(SinkException.Rejected.class);
        failure = Optional.of(new IllegalStateException("out of order"));
        assertThatThrownBy(this::carry).isInstanceOf(SinkException.Away.class).hasMessageContaining("out of order");
        failure = Optional.empty();
        assertThatCode(this::carry).doesNotThrowAnyException();
    }

    @Test
    void aRouteThatIsStoppedIsAwayAndSaysHowToStartIt() throws Exception {
        feeds.begin(served);
        feeds.started("so", "forward-test", SETTINGS);
        context.camel().getRouteController().stopRoute("so");
        assertThatThrownBy(this::carry)
                .isInstanceOf(SinkException.Away.class)
                .hasMessageContaining("hub:route-start so");
        assertThat(came).isEmpty();
    }

    @Test
    void settingsThatGoAreForgottenWhenSomebodyForwardsAgain() {
        feeds.started("so", "forward-test", SETTINGS);
        feeds.forget("so");
        assertThat(served.forgotten).isEmpty();
        feeds.begin(served);
        assertThat(served.forgotten).containsExactly("so");
        assertThat(served.open).isEmpty();
    }
}
