package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.mqtt.internal.Brokers;
import vn.matluoi.simulators.hostile.HeaderCorpus;
import vn.matluoi.simulators.mqtt.MortalDevice;
import vn.matluoi.simulators.mqtt.Mosquitto;

/** Routes as they are configured, by a broker that knows nothing of the hub. */
class MqttSourceTest {

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Brokers brokers =
            new Brokers((host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    private final Kept kept = new Kept();
    private final MqttSource source =
            new MqttSource(brokers, kept, new Journal(kept), Known.all().cameras(), kept, kept, Kept.sources());

    private Mosquitto mosquitto;
    private MqttLink agency;

    @BeforeEach
    void start() throws Exception {
        mosquitto = Mosquitto.in(folder, 0);
        mosquitto.start();
        camel.addRoutes(source);
        camel.start();
        agency = brokers.open(
                new MqttBroker(
                        "agency",
                        URI.create("mqtt://localhost:" + mosquitto.port()),
                        "agency",
                        Duration.ZERO,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty());
        await().ignoreExceptions().until(() -> say("elsewhere", ""));
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        agency.close();
        mosquitto.close();
    }

    private boolean say(String topic, String text) throws Exception {
        agency.publish(new MqttMessage(topic, text.getBytes(), Optional.empty(), false))
                .toCompletableFuture()
                .get();
        return true;
    }

    private void route(String name, Map<String, String> more) throws Exception {
        var route = TemplatedRouteBuilder.builder(camel, MqttSource.NAME)
                .routeId(name)
                .parameter("routeName", name)
                .parameter("broker", "mqtt://localhost:" + mosquitto.port())
                .parameter("topic", "cam/+/" + name)
                .parameter("source", name)
                .parameter("area", "27694");
        more.forEach(route::parameter);
        route.add();
    }

    @Test
    void whatABrokerSaysGoesThroughTheRouteIntoTheJournal() throws Exception {
        route("events", Map.of("camera", "topic:2"));
        await().untilAsserted(() -> {
            say("cam/7/events", "{\"type\": \"motion\"}");
            assertThat(kept.events).isNotEmpty();
        });
        assertThat(kept.events.get(0).type()).isEqualTo(CameraEvent.Type.MOTION);
        var managed = camel.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute("events");
        await().until(() -> managed.getExchangesCompleted() > 0);
        assertThat(source.problem("events")).isEmpty();
    }

    @Test
    void noPropertyAndNoTopicOfAMessageReachesTheRoutesHeaders() throws Exception {
        var headers = new CopyOnWriteArrayList<Map<String, Object>>();
        camel.getCamelContextExtension()
                .addInterceptStrategy((context, step, target, next) -> new DelegateAsyncProcessor(target) {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
                        return super.process(exchange, callback);
                    }
                });
        route("events", Map.of("camera", "topic:2"));
        await().untilAsserted(() -> {
            say("cam/7/events", "{\"type\": \"motion\"}");
            assertThat(kept.events).isNotEmpty();
        });
        var hostile = Mqtt5Client.builder()
                .identifier("hostile")
                .serverHost("localhost")
                .serverPort(mosquitto.port())
                .buildBlocking();
        hostile.connect();
        var names = HeaderCorpus.names().stream()
                .filter(name -> name.chars().noneMatch(Character::isISOControl)) // the broker takes none
                .toList();
        var properties = Mqtt5UserProperties.builder();
        names.forEach(name -> properties.add(name, HeaderCorpus.VALUE));
        for (var name : names) {
            if (!name.matches(".*[/+#].*")) {
                hostile.publishWith()
                        .topic("cam/" + name + "/events")
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload("{\"type\": \"motion\", \"%s\": \"%s\"}"
                                .formatted(name.strip(), HeaderCorpus.VALUE)
                                .getBytes(StandardCharsets.UTF_8))
                        .responseTopic(HeaderCorpus.VALUE)
                        .userProperties(properties.build())
                        .send();
            }
        }
        hostile.disconnect();
        say("cam/1/events", "{\"type\": \"tamper\"}");
        await().until(() -> kept.events.stream().anyMatch(event -> event.type() == CameraEvent.Type.TAMPER));
        assertThat(kept.events).hasSizeGreaterThan(300);
        assertThat(headers).hasSizeGreaterThan(kept.events.size()).allSatisfy(of -> assertThat(
                        Map.<String, Object>of("MatLuoiSource", "events"))
                .containsAllEntriesOf(of));
    }

    @Test
    void nothingIsLostWhileTheRouteIsStoppedOrTheHubCannotKeepIt() throws Exception {
        route("events", Map.of());
        await().untilAsserted(() -> {
            say("cam/1/events", "{\"type\": \"motion\"}");
            assertThat(kept.events).isNotEmpty();
        });
        say("cam/1/events", "{\"type\": \"face-seen\"}"); // nothing said before is still under way when that has come
        await().until(() -> kept.events.stream().anyMatch(event -> event.type() == CameraEvent.Type.FACE_SEEN));
        camel.getRouteController().stopRoute("events");
        kept.events.clear();
        say("cam/1/events", "{\"type\": \"tamper\"}");
        kept.away = new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
        camel.getRouteController().startRoute("events");
        await().until(() -> source.problem("events").isPresent());
        assertThat(kept.events).isEmpty();
        kept.away = null;
        // at least once: what was kept a moment before the stop may come again, since its confirmation had not left
        await().until(() -> kept.events.stream().anyMatch(event -> event.type() == CameraEvent.Type.TAMPER));
        await().until(() -> source.problem("events").isEmpty());
    }

    @Test
    void whatCouldNotBeReadIsHandedInAgain() throws Exception {
        route("events", Map.of());
        await().untilAsserted(() -> {
            say("cam/1/events", "[\"motion\"]");
            assertThat(kept.letters).isNotEmpty();
        });
        await().until(() -> source.problem("events")
                .filter(problem -> problem.en().contains("cam/1/events"))
                .isPresent());
        var letter = new DeadLetter(
                1,
                "events",
                "cam/1/events",
                "application/json",
                2,
                true,
                "x",
                Text.same(""),
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                0);
        var replay = new MqttReplay(source);
        assertThatThrownBy(() -> replay.replay("events", letter, "[\"motion\"]".getBytes()))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(HubException.Reason.INVALID));
        replay.replay("events", letter, "{\"type\": \"motion\"}".getBytes());
        assertThat(kept.events).hasSize(1);
    }

    @Test
    void camerasAreTakenInAsRecords() throws Exception {
        route("cameras", Map.of("kind", "cameras", "columns", "Vĩ độ = /lat"));
        await().untilAsserted(() -> {
            say("cam/7/cameras", "{\"camera\": \"7\", \"lat\": 11.30}");
            assertThat(kept.imports).isNotEmpty();
        });
        assertThat(kept.imports.get(0)).extracting(Object::toString).containsExactly("{Vĩ độ=11.30, camera=7}");
    }

    @Test
    void whatADeviceLeftToBeSaidWhenItIsDeadIsSaidOnce() throws Exception {
        var device = new MortalDevice(
                new Socket(InetAddress.getLoopbackAddress(), mosquitto.port()),
                "camera-7",
                "",
                "",
                "cam/7/status",
                "offline");
        device.say("online"); // before there is a route: the broker keeps it
        route("status", Map.of("kind", "status", "camera", "topic:2"));
        await().until(() -> said().equals(List.of("7 INACTIVE")));

        device.die();
        await().until(() -> said().equals(List.of("7 INACTIVE", "7 ACTIVE")));
        assertThat(kept.events).extracting(CameraEvent::payload).containsExactly("online", "offline");

        camel.getRouteController().stopRoute("status");
        camel.removeRoute("status");
        route("status", Map.of("kind", "status", "camera", "topic:2")); // as after a start of the hub: told again
        say("cam/8/status", "online");
        await().until(() -> said().contains("8 INACTIVE"));
        await().until(() -> told("cam/7/status") >= 3);
        say("cam/8/status", "offline");
        await().until(() -> said().contains("8 ACTIVE"));
        assertThat(said()).containsExactly("7 INACTIVE", "7 ACTIVE", "8 INACTIVE", "8 ACTIVE");
        assertThat(kept.letters).isEmpty();
    }

    @Test
    void whatTheBrokerRepeatsIsToldAgainIfAnotherSaidOtherwiseMeanwhile() throws Exception {
        route("status", Map.of("kind", "status", "camera", "topic:2"));
        await().untilAsserted(() -> {
            say("cam/7/status", "offline");
            assertThat(said()).containsExactly("7 ACTIVE");
        });
        kept.publish(
                new CameraEvent(
                        new SourceId("status"),
                        Optional.of(new ChannelId("7")),
                        CameraEvent.Type.VIDEO_LOST,
                        CameraEvent.Phase.INACTIVE,
                        Optional.empty(),
                        Instant.now(),
                        CameraEvent.STATUS,
                        ""),
                false);
        say("cam/7/status", "offline");
        await().until(() -> said().equals(List.of("7 ACTIVE", "7 INACTIVE", "7 ACTIVE")));
        source.forget();
    }

    private List<String> said() {
        return kept.events.stream()
                .map(event -> event.channel().orElseThrow() + " " + event.phase())
                .toList();
    }

    /** @return how many messages to the topic the broker sent to the hub */
    private long told(String topic) throws IOException {
        try (var lines = Files.lines(mosquitto.log())) {
            return lines.filter(line ->
                            line.contains("Sending PUBLISH to matluoi-status") && line.contains("'" + topic + "'"))
                    .count();
        }
    }

    @Test
    void aRouteThatIsMadeAnewIsAnotherOne() throws Exception {
        route("events", Map.of());
        camel.getRouteController().stopRoute("events");
        camel.removeRoute("events");
        route("events", Map.of("type", "/loai"));
        await().untilAsserted(() -> {
            say("cam/1/events", "{\"loai\": \"motion\"}");
            assertThat(kept.events).isNotEmpty();
        });
        assertThat(kept.events.get(0).type()).isEqualTo(CameraEvent.Type.MOTION);
    }
}
