package vn.matluoi.forward.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttSubscription;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.mqtt.internal.Brokers;
import vn.matluoi.simulators.hostile.HeaderCorpus;
import vn.matluoi.simulators.mqtt.Mosquitto;

/** A sink's route as it is configured, to a broker that knows nothing of the hub. */
class MqttSinkTest {

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Brokers brokers =
            new Brokers((host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    private final List<MqttMessage> came = new CopyOnWriteArrayList<>();

    private Mosquitto mosquitto;

    @BeforeEach
    void start() throws Exception {
        mosquitto = Mosquitto.in(Files.createDirectory(folder.resolve("broker")), 0);
        camel.addRoutes(new MqttSink(brokers));
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        mosquitto.close();
    }

    private MqttBroker broker(String scheme, String client, Optional<String> pin) {
        return new MqttBroker(
                client,
                URI.create(scheme + "://localhost:" + mosquitto.port()),
                client,
                Duration.ofHours(1),
                pin.isPresent() ? "hub" : "",
                pin.map(any -> new KeyFile(folder.resolve("password"))),
                pin,
                Optional.empty());
    }

    private void receiver() {
        brokers.open(
                broker("mqtt", "receiver", Optional.empty()),
                Optional.of(new MqttSubscription("#", 1, MqttSubscription.Retained.NEVER, 2000, message -> {
                    came.add(message);
                    return CompletableFuture.completedFuture(true);
                })));
        await().until(() -> Files.readString(mosquitto.log()).contains("receiver 1 #"));
    }

    private void route() throws Exception {
        TemplatedRouteBuilder.builder(camel, MqttSink.NAME)
                .routeId("so")
                .parameter("routeName", "so")
                .parameter("broker", "mqtt://localhost:" + mosquitto.port())
                .parameter("plain", "true")
                .parameter("content", "events")
                .parameter("legal.basis", "Quyết định 1/QĐ-UBND")
                .add();
    }

    private static Delivery delivery(int n, String data) {
        var json = "{\"id\":\"d-%d\",\"data\":\"%s\"}".formatted(n, data);
        return new Delivery(
                n,
                "d-" + n,
                "urn:x",
                "vn.matluoi.event.motion",
                "nvr-1",
                Optional.empty(),
                Optional.of(new AreaCode("27694")),
                Instant.EPOCH,
                json.getBytes(StandardCharsets.UTF_8));
    }

    /** As the hub does it, through the route, whose failure it reads; and with every header by which others would steer it. */
    private Optional<SinkException> send(List<Delivery> batch) {
        var exchange = camel.createProducerTemplate().send("direct:so", out -> {
            HeaderCorpus.names().forEach(name -> out.getIn().setHeader(name, HeaderCorpus.VALUE));
            out.getIn().setBody(batch);
        });
        for (Throwable cause = exchange.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SinkException why) {
                return Optional.of(why);
            }
        }
        assertThat(exchange.getException()).isNull();
        return Optional.empty();
    }

    @Test
    void aBatchArrivesInOrderAsCloudEventsOnTheirTopics() throws Exception {
        mosquitto.start();
        receiver();
        route();
        var batch = IntStream.range(0, 1000).mapToObj(n -> delivery(n, "x")).toList();
        var first = delivery(0, "first");
        await().until(() -> send(List.of(first)).isEmpty());

        assertThat(send(batch)).isEmpty();
        await().until(() -> came.stream()
                        .filter(message -> message.text().equals(batch.get(999).text()))
                        .count()
                == 1);
        came.removeIf(message -> message.text().equals(first.text())); // it may have been under way until now
        assertThat(came).allSatisfy(message -> {
            assertThat(message.topic()).isEqualTo("matluoi/27694/nvr-1/event.motion");
            assertThat(message.contentType()).contains("application/cloudevents+json");
        });
        assertThat(came)
                .extracting(MqttMessage::text)
                .containsExactlyElementsOf(batch.stream().map(Delivery::text).toList());
    }

    @Test
    void noHeaderBecomesAPropertyOfAMessageOrItsTopic() throws Exception {
        mosquitto.start();
        route();
        var receiver = Mqtt5Client.builder()
                .identifier("receiver")
                .serverHost("localhost")
                .serverPort(mosquitto.port())
                .buildBlocking();
        receiver.connect();
        try (var told = receiver.publishes(MqttGlobalPublishFilter.ALL)) {
            receiver.subscribeWith().topicFilter("#").qos(MqttQos.AT_LEAST_ONCE).send();
            await().until(() -> send(List.of(delivery(1, "x"))).isEmpty());
            var message = told.receive(1, TimeUnit.MINUTES).orElseThrow();
            assertThat(message.getTopic()).hasToString("matluoi/27694/nvr-1/event.motion");
            assertThat(message.getUserProperties().asList()).isEmpty();
            assertThat(message.getResponseTopic()).isEmpty();
            assertThat(message.getCorrelationData()).isEmpty();
        } finally {
            receiver.disconnect();
        }
    }

    @Test
    void aBrokerThatIsAwayIsToldAndTriedAgain() throws Exception {
        mosquitto.start();
        receiver();
        route();
        await().until(() -> send(List.of(delivery(1, "x"))).isEmpty());
        mosquitto.stop(false);
        assertThat(send(List.of(delivery(2, "x")))).containsInstanceOf(SinkException.Away.class);
        mosquitto.start();
        await().until(() -> send(List.of(delivery(2, "x"))).isEmpty());
        await().until(() -> came.stream().anyMatch(message -> message.text().contains("d-2")));
    }

    @Test
    void oneThatIsTooLargeIsPutAsideByItsPlace() throws Exception {
        mosquitto.with("max_packet_size 5000").start();
        route();
        await().until(() -> send(List.of(delivery(1, "x"))).isEmpty());
        var why = send(List.of(delivery(1, "x"), delivery(2, "x".repeat(6000)), delivery(3, "x")))
                .orElseThrow();
        assertThat(why).isInstanceOfSatisfying(SinkException.Rejected.class, rejected -> {
            assertThat(rejected.index()).hasValue(1);
            assertThat(rejected.confirmed()).isEqualTo(1);
        });
        assertThat(send(List.of(delivery(3, "x")))).isEmpty();
    }

    @Test
    void aTopicThatIsNotAllowedWaitsForAPerson() throws Exception {
        Files.writeString(folder.resolve("acl"), "topic read #\n");
        mosquitto.with("acl_file " + folder.resolve("acl")).start();
        route();
        await().until(() -> send(List.of(delivery(1, "x"))).orElseThrow() instanceof SinkException.Refused);
    }

    @Test
    void aRefusedLogInNamesTheFileThatMendsIt() throws Exception {
        var pin = mosquitto.account("hub", "right").encrypt();
        mosquitto.start();
        Files.writeString(folder.resolve("password"), "wrong");
        var carrier = new BrokerCarrier(
                broker("mqtts", "hub", Optional.of(pin)), new TopicPattern(TopicPattern.USUAL), brokers);
        carrier.begin();
        await().untilAsserted(() -> assertThatThrownBy(() -> carrier.send(List.of(delivery(1, "x"))))
                .isInstanceOfSatisfying(SinkException.Refused.class, refused -> {
                    assertThat(refused.mend()).contains(folder.resolve("password"));
                    assertThat(refused.text().en()).doesNotContain("wrong");
                }));
        carrier.end();
        assertThatThrownBy(() -> carrier.send(List.of(delivery(1, "x")))).isInstanceOf(SinkException.Away.class);
    }

    @Test
    void aRefusedLogInIsTriedOnceMoreEachTimeAPersonResumesTheSink() throws Exception {
        var pin = mosquitto.account("hub", "right").encrypt();
        mosquitto.start();
        Files.writeString(folder.resolve("password"), "wrong");
        var carrier = new BrokerCarrier(
                broker("mqtts", "hub", Optional.of(pin)), new TopicPattern(TopicPattern.USUAL), brokers);
        carrier.begin();
        isRefused(carrier);
        assertThat(refusals()).isEqualTo(1);

        assertThatThrownBy(() -> carrier.send(List.of(delivery(1, "x"))))
                .isInstanceOf(SinkException.Away.class)
                .hasMessageContaining("logs in to the broker again");
        isRefused(carrier);
        assertThat(refusals()).isEqualTo(2);
        carrier.end();
    }

    private void isRefused(BrokerCarrier carrier) {
        await().untilAsserted(() -> assertThatThrownBy(() -> carrier.send(List.of(delivery(1, "x"))))
                .isInstanceOf(SinkException.Refused.class)
                .hasMessageContaining("hub:sink-resume"));
    }

    private long refusals() throws Exception {
        return Files.readAllLines(mosquitto.log()).stream()
                .filter(line -> line.contains("not authorised"))
                .count();
    }
}
