package vn.matluoi.forward.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.mqtt.internal.Brokers;
import vn.matluoi.simulators.mqtt.ScriptedBroker;
import vn.matluoi.simulators.mqtt.ScriptedBroker.Answer;

/** What a receiver sees of a broker that does not take everything, or does not say so. */
class OrderTest {

    private static final int FULL = 0x97;
    private static final int FAILS = 0x80;

    private final Brokers brokers =
            new Brokers((host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));

    private ScriptedBroker broker;
    private BrokerCarrier carrier;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
        begin(Duration.ofSeconds(60));
    }

    @AfterEach
    void stop() throws Exception {
        carrier.end();
        broker.close();
    }

    private void begin(Duration patience) {
        carrier = new BrokerCarrier(
                new MqttBroker(
                        "so",
                        URI.create("mqtt://localhost:" + broker.port()),
                        "hub",
                        Duration.ZERO,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new TopicPattern(TopicPattern.USUAL),
                brokers,
                patience);
        carrier.begin();
        bring(List.of(delivery("first", 0))); // it is connected now
        broker.forget();
    }

    private static Delivery delivery(String key, int n) {
        return new Delivery(
                n,
                "d-" + n,
                "urn:x",
                "vn.matluoi.event.motion",
                key,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                "%s %d".formatted(key, n).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Delivery> batch(int count, int keys) {
        return IntStream.range(0, count)
                .mapToObj(n -> delivery("nvr-" + n % keys, n))
                .toList();
    }

    private static List<String> texts(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::text).toList();
    }

    /** As the hub does it: what was not confirmed is brought again, until all is. */
    private void bring(List<Delivery> batch) {
        var left = new AtomicReference<>(batch);
        await().pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    try {
                        carrier.send(left.get());
                        return true;
                    } catch (SinkException.Away away) {
                        left.getAndUpdate(all -> all.subList(away.confirmed(), all.size()));
                        return false;
                    }
                });
    }

    private SinkException.Away away(List<Delivery> batch) {
        return catchThrowableOfType(SinkException.Away.class, () -> carrier.send(batch));
    }

    @ParameterizedTest
    @ValueSource(ints = {FULL, FAILS})
    void nothingOfASourceOvertakesWhatTheBrokerRefuses(int code) {
        var batch = batch(10, 1);
        broker.answers(text -> text.equals("nvr-0 2") ? Answer.refuses(code) : Answer.TAKES);
        assertThat(away(batch).confirmed()).isEqualTo(2);
        assertThat(broker.taken()).isEqualTo(texts(batch.subList(0, 2)));
        broker.answers(text -> Answer.TAKES);
        bring(batch.subList(2, 10));
        assertThat(broker.taken()).isEqualTo(texts(batch));
    }

    @Test
    void ofManySourcesEachArrivesInOrderAndWholeHoweverOftenTheBrokerRefuses() {
        var random = new Random(7);
        broker.answers(text -> random.nextInt(8) == 0 ? Answer.refuses(FULL) : Answer.TAKES);
        var batch = batch(200, 7);
        bring(batch);
        assertThat(broker.taken()).hasSizeGreaterThanOrEqualTo(200);
        for (var key = 0; key < 7; key++) {
            var own = "nvr-%d ".formatted(key);
            assertThat(broker.taken().stream()
                            .filter(text -> text.startsWith(own))
                            .distinct())
                    .as("how %s arrives for the first time", own)
                    .containsExactlyElementsOf(texts(batch).stream()
                            .filter(text -> text.startsWith(own))
                            .toList());
        }
    }

    @Test
    void differentSourcesAreOnTheirWayTogether() throws Exception {
        broker.together(7);
        var batch = batch(21, 7);
        carrier.send(batch);
        assertThat(broker.taken()).containsExactlyInAnyOrderElementsOf(texts(batch));
        assertThat(broker.taken().subList(0, 7)).isEqualTo(texts(batch.subList(0, 7)));
    }

    @Test
    void whatTheBrokerTookAndNeverConfirmedComesAgainByANewConnection() {
        carrier.end();
        begin(Duration.ofSeconds(2));
        var batch = batch(10, 1);
        broker.answers(text -> text.equals("nvr-0 2") ? Answer.TAKES_SILENTLY : Answer.TAKES);
        var problem = away(batch);
        assertThat(problem.confirmed()).isEqualTo(2);
        assertThat(problem.text().en()).isEqualTo("the broker did not confirm within 2 s");
        assertThat(broker.taken()).isEqualTo(texts(batch.subList(0, 3)));

        broker.answers(text -> Answer.TAKES);
        bring(batch.subList(problem.confirmed(), 10));
        assertThat(broker.connections()).isEqualTo(1);
        assertThat(broker.taken()).hasSize(11).containsSubsequence(texts(batch));
        assertThat(broker.taken().stream().distinct()).containsExactlyElementsOf(texts(batch));
        assertThat(broker.taken()).filteredOn("nvr-0 2"::equals).hasSize(2);
    }
}
