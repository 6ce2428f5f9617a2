package vn.matluoi.forward.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.forward.kafka.internal.support.KafkaBroker;
import vn.matluoi.simulators.hostile.HeaderCorpus;

/** A topic of a real Kafka. */
class TopicTest {

    private static final String PASSWORD = UUID.randomUUID().toString();

    @TempDir
    private static Path folder;

    private static KafkaBroker broker;

    private final DeviceNetworks open = InetSocketAddress::new;

    @BeforeAll
    static void start() throws IOException {
        broker = new KafkaBroker(folder, PASSWORD);
        broker.start();
        Files.writeString(folder.resolve("right"), PASSWORD);
        Files.writeString(folder.resolve("wrong"), PASSWORD + "?");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        broker.close();
    }

    @Test
    void whatHasOneKeyIsWrittenInOrderAsCloudEvents() throws SinkException {
        var topic = topic("in-order", open);
        awaitOpen(topic, "first");
        topic.send(IntStream.range(0, 300)
                .mapToObj(i -> delivery("cam-" + i % 7, i, "{}"))
                .toList());
        topic.end();
        var read = broker.read("in-order", 301);
        assertThat(read).hasSize(301);
        assertThat(read).allSatisfy(record -> assertThat(
                        new String(record.headers().lastHeader("content-type").value(), StandardCharsets.US_ASCII))
                .isEqualTo("application/cloudevents+json; charset=utf-8"));
        var byKey = read.stream()
                .filter(record -> !record.key().equals("first"))
                .collect(Collectors.groupingBy(ConsumerRecord::key, TreeMap::new, Collectors.toList()));
        assertThat(byKey).hasSize(7);
        byKey.values().forEach(records -> {
            assertThat(records.stream().map(ConsumerRecord::partition).distinct())
                    .hasSize(1);
            assertThat(records.stream().map(TopicTest::sequence)).isSorted();
        });
    }

    @Test
    void noHeaderOfAMessageOfTheRouteLeavesWithARecord() throws Exception {
        var first = topic("headers", open);
        awaitOpen(first, "first");
        first.end();
        try (var camel = new DefaultCamelContext()) {
            camel.addRoutes(new KafkaSink(open));
            camel.start();
            TemplatedRouteBuilder.builder(camel, KafkaSink.NAME)
                    .routeId("so")
                    .parameter("routeName", "so")
                    .parameter("brokers", broker.address())
                    .parameter("topic", "headers")
                    .parameter("plain", "true")
                    .parameter("content", "events")
                    .parameter("legal.basis", "Quyết định 1")
                    .add();
            Map<String, Object> headers =
                    HeaderCorpus.names().stream().collect(Collectors.toMap(name -> name, name -> HeaderCorpus.VALUE));
            camel.createProducerTemplate()
                    .sendBodyAndHeaders("direct:so", List.of(delivery("cam-1", 1, "{}")), headers);
        }
        var read = broker.read("headers", 2);
        assertThat(read).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("first", "cam-1");
        assertThat(read).allSatisfy(record -> assertThat(record.headers())
                .singleElement()
                .satisfies(only -> assertThat(only.key()).isEqualTo("content-type")));
    }

    @Test
    void whatIsTooLargeIsRejectedByItsPlaceAndWhatCameBeforeIsConfirmed() {
        var topic = topic("too-large", open);
        awaitOpen(topic, "first");
        var problem = catchThrowableOfType(
                SinkException.Rejected.class,
                () -> topic.send(List.of(
                        delivery("a", 1, "{}"),
                        delivery("a", 2, "\"" + UUID.randomUUID().toString().repeat(KafkaBroker.LARGEST) + "\""))));
        assertThat(problem.index()).hasValue(1);
        assertThat(problem.confirmed()).isEqualTo(1);
        topic.end();
    }

    @Test
    void aWrongPasswordStopsTheClientAndNamesTheFile() throws SinkException {
        var right = account("right");
        awaitOpen(right, "first");
        right.end();
        var wrong = account("wrong");
        var problem =
                catchThrowableOfType(SinkException.Refused.class, () -> wrong.send(List.of(delivery("a", 1, "{}"))));
        assertThat(problem.mend()).contains(folder.resolve("wrong"));
        assertThat(problem.text().vi()).contains("etc/keys/wrong").doesNotContain(PASSWORD);
        assertThat(threadsOfClients()).isZero();
        wrong.end();
    }

    @Test
    void aServerThatKafkaNamesIsWrittenToOnlyIfTheHubMayReachIt() {
        var asked = new AtomicInteger();
        DeviceNetworks none = (host, port) -> {
            if (host.equals("localhost")) {
                return new InetSocketAddress(host, port);
            }
            asked.incrementAndGet();
            throw new DeviceException.Refused(
                    DeviceException.Refused.Why.NETWORK, new Text("không được phép", "not allowed"));
        };
        var topic = new Topic(
                settings(Map.of("brokers", broker.address().replace("127.0.0.1", "localhost"), "topic", "claims")),
                none);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var problem =
                    catchThrowableOfType(SinkException.Away.class, () -> topic.send(List.of(delivery("a", 1, "{}"))));
            assertThat(problem.text().en()).isEqualTo("not allowed");
        });
        assertThat(asked).hasPositiveValue();
        topic.end();
    }

    @Test
    void whatWasNotConfirmedIsTakenWhenKafkaIsBack() throws Exception {
        var topic = new Topic(
                settings(Map.of("brokers", broker.address(), "topic", "back-again")), open, Duration.ofSeconds(3));
        awaitOpen(topic, "first");
        broker.stop();
        var problem = catchThrowableOfType(SinkException.Away.class, () -> topic.send(List.of(delivery("a", 1, "{}"))));
        assertThat(problem.confirmed()).isZero();
        assertThat(threadsOfClients()).isZero();
        broker.start();
        awaitOpen(topic, "a");
        topic.end();
        assertThat(broker.read("back-again", 2).stream().map(ConsumerRecord::key))
                .contains("first", "a");
    }

    @Test
    void whatKafkaTookAndWasNotHeardToConfirmComesAgainWholeAndInOrder() throws Exception {
        var batch = IntStream.range(0, 100)
                .mapToObj(i -> delivery("cam-" + i % 7, i, "{}"))
                .toList();
        try (var relay = broker.relay()) {
            var topic = new Topic(
                    settings(Map.of("brokers", relay.address(), "topic", "unheard")), open, Duration.ofSeconds(2));
            awaitOpen(topic, "first");
            relay.loseAnswers(true);
            var problem = catchThrowableOfType(SinkException.Away.class, () -> topic.send(batch));
            assertThat(problem.confirmed()).isZero();
            assertThat(threadsOfClients()).isZero();
            relay.loseAnswers(false);
            awaitSent(topic, batch);
            topic.end();
        }
        var came = broker.read("unheard", 201).stream()
                .filter(record -> !record.key().equals("first"))
                .toList();
        assertThat(came).as("it had taken them before").hasSizeGreaterThan(100);
        assertThat(came.stream().map(TopicTest::sequence).distinct()).hasSize(100);
        came.stream().collect(Collectors.groupingBy(ConsumerRecord::key)).forEach((key, records) -> assertThat(
                        records.stream().map(TopicTest::sequence).distinct())
                .as("how %s arrives for the first time", key)
                .isSorted());
    }

    @Test
    void aStoppedRouteHasNoClient() {
        var topic = topic("stopped", open);
        topic.end();
        var problem = catchThrowableOfType(SinkException.Away.class, () -> topic.send(List.of(delivery("a", 1, "{}"))));
        assertThat(problem.text().vi()).isEqualTo("tuyến đã dừng");
    }

    private static void awaitOpen(Topic topic, String key) {
        awaitSent(topic, List.of(delivery(key, 0, "{}")));
    }

    private static void awaitSent(Topic topic, List<Delivery> batch) {
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptionsInstanceOf(SinkException.class)
                .until(() -> {
                    topic.send(batch);
                    return true;
                });
    }

    private static long threadsOfClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-producer-network-thread"))
                .filter(thread -> {
                    try {
                        thread.join(60_000); // it ends by itself
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return thread.isAlive();
                })
                .count();
    }

    private static long sequence(ConsumerRecord<String, byte[]> record) {
        return Long.parseLong(new String(record.value(), StandardCharsets.UTF_8).replaceAll("\\D+", ""));
    }

    private Topic topic(String name, DeviceNetworks networks) {
        return new Topic(settings(Map.of("brokers", broker.address(), "topic", name)), networks);
    }

    private Topic account(String file) {
        return new Topic(
                settings(Map.of(
                        "brokers",
                        broker.loginAddress(),
                        "topic",
                        "accounts",
                        "username",
                        KafkaBroker.USER,
                        "secret.file",
                        file)),
                open);
    }

    private static TopicSettings settings(Map<String, String> parameters) {
        return TopicSettings.of(parameters::get, folder);
    }

    private static Delivery delivery(String key, long sequence, String data) {
        return new Delivery(
                sequence,
                "events-" + sequence,
                "urn:matluoi:test:events",
                "vn.matluoi.event.motion",
                key,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                "{\"sequence\": %d, \"data\": %s}".formatted(sequence, data).getBytes(StandardCharsets.UTF_8));
    }
}
