package vn.matluoi.source.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeliveryReplay;
import vn.matluoi.api.source.Sources;

class WebhookSourceTest {

    private static final SourceId SOURCE = new SourceId("khu-do-thi");

    private final List<String> asked = new ArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final WebhookSource door = new WebhookSource((Sources) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Sources.class}, (proxy, method, given) -> {
                asked.add(method.getName());
                return method.getName().equals("find") ? Optional.empty() : null;
            }));

    @BeforeEach
    void start() throws Exception {
        camel.addRoutes(door);
        camel.start();
    }

    @AfterEach
    void stop() {
        door.stop();
        camel.stop();
    }

    private void route() throws Exception {
        route("optional");
    }

    private void route(String signature) throws Exception {
        route("cong-an-ninh", signature);
    }

    private void route(String name, String signature) throws Exception {
        TemplatedRouteBuilder.builder(camel, WebhookSource.NAME)
                .routeId(name)
                .parameter("routeName", name)
                .parameter("source", SOURCE.value())
                .parameter("area", "27694")
                .parameter("signature", signature)
                .add();
    }

    private String taken() {
        return door.through(SOURCE, false, route -> "taken");
    }

    private static void refused(Runnable what) {
        assertThatThrownBy(what::run).isInstanceOfSatisfying(HubException.class, e -> assertThat(e.reason())
                .isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void whatIsDeliveredPassesTheRouteAndRegistersItsSource() throws Exception {
        route();
        assertThat(taken()).isEqualTo("taken");
        assertThat(taken()).isEqualTo("taken");
        assertThat(asked).containsExactly("find", "add");
        var managed = camel.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute("cong-an-ninh");
        assertThat(managed.getExchangesCompleted()).isEqualTo(2);
    }

    @Test
    void whoTakesItInIsToldWhatTheRouteSays() throws Exception {
        route();
        AgencyRoute told = door.through(SOURCE, false, agency -> agency);
        assertThat(told.routeName()).isEqualTo("cong-an-ninh");
        assertThat(told.profile()).isEqualTo("commune");
        assertThat(told.area().value()).isEqualTo("27694");
        assertThat(told.complete()).isFalse();
    }

    @Test
    void whatIsRefusedIsTheRoutesFailureAndTheSendersToKnow() throws Exception {
        route();
        var refusal = new HubException(Reason.INVALID, "event.type", Text.same("no such type"));
        assertThatThrownBy(() -> door.through(SOURCE, false, route -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
        var managed = camel.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute("cong-an-ninh");
        assertThat(managed.getExchangesFailed()).isEqualTo(1);
    }

    @Test
    void whereSignaturesAreDemandedWhatIsNotSignedIsTheRoutesFailureAndDoesNothing() throws Exception {
        route("required");
        var work = new ArrayList<String>();
        assertThatThrownBy(() -> door.through(SOURCE, false, route -> work.add("unsigned")))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.UNAUTHENTICATED);
                    assertThat(refusal.rule()).isEqualTo("webhook.unsigned");
                    assertThat(refusal.text().vi())
                            .contains("cong-an-ninh", "webhook-signature", "v1,BASE64", "chữ ký", "mls_…");
                    assertThat(refusal.text().en()).contains("cong-an-ninh", "webhook-signature", "mls_…");
                });
        assertThat(work).isEmpty();
        assertThat(asked).as("who does not sign makes no source").isEmpty();
        String signed = door.through(SOURCE, true, route -> "signed");
        assertThat(signed).isEqualTo("signed");
        var managed = camel.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute("cong-an-ninh");
        assertThat(managed.getExchangesFailed()).isEqualTo(1);
        assertThat(managed.getExchangesCompleted()).isEqualTo(1);
    }

    @Test
    void ofTwoRoutesOfASourceTheOneThatDemandsSignaturesLetsInWhateverTheirNames() throws Exception {
        route("a-optional", "optional");
        route("b-required", "required");
        route("c-optional", "optional");
        assertThatThrownBy(() -> taken())
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("webhook.unsigned"));
        String by = door.through(SOURCE, true, AgencyRoute::routeName);
        assertThat(by).isEqualTo("b-required");
        camel.getRouteController().stopRoute("b-required");
        by = door.through(SOURCE, false, AgencyRoute::routeName);
        assertThat(by).as("a route that is stopped demands nothing").isEqualTo("a-optional");
    }

    @Test
    void aRouteThatIsStoppedOrGoneLetsNothingIn() throws Exception {
        refused(() -> taken());
        route();
        refused(() -> door.through(new SourceId("nguon-khac"), true, route -> "taken"));
        camel.getRouteController().stopRoute("cong-an-ninh");
        refused(() -> taken());
        camel.getRouteController().startRoute("cong-an-ninh");
        assertThat(taken()).isEqualTo("taken");
        camel.getRouteController().stopRoute("cong-an-ninh");
        camel.removeRoute("cong-an-ninh");
        refused(() -> taken());
    }

    private static DeadLetter letter(String mediaType) {
        return new DeadLetter(
                7,
                "cong-an-ninh",
                "POST /api/v1/events",
                mediaType,
                1,
                true,
                "json.malformed",
                Text.same("?"),
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                0);
    }

    @Test
    void aLetterPassesItsRouteAgainAndIsReadByTheSurfaceItCameIn() throws Exception {
        route("required"); // which does not keep a person from handing in what was kept
        var read = new ArrayList<String>();
        door.surfaces = List.of(new DeliveryReplay() {
            @Override
            public boolean reads(DeadLetter letter) {
                return letter.mediaType().equals("application/json");
            }

            @Override
            public Optional<Text> replay(AgencyRoute route, DeadLetter letter, byte[] raw) {
                read.add(route.routeName() + " " + letter.id() + " " + raw.length);
                return Optional.of(Text.same("taken"));
            }
        });
        assertThat(door.replay("cong-an-ninh", letter("application/json"), new byte[3]))
                .contains(Text.same("taken"));
        assertThat(read).containsExactly("cong-an-ninh 7 3");
        refused(() -> door.replay("cong-an-ninh", letter("text/xml"), new byte[3]));
        var managed = camel.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute("cong-an-ninh");
        assertThat(managed.getExchangesCompleted()).isEqualTo(1);
    }
}
