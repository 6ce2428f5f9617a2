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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkException.Away;
import vn.matluoi.api.forward.SinkException.Failing;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.forward.SinkException.Rejected;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.mqtt.internal.Brokers;
import vn.matluoi.simulators.mqtt.ScriptedBroker;
import vn.matluoi.simulators.mqtt.ScriptedBroker.Answer;

/** What becomes of a message that a broker answers with an error: MQTT 5.0, 3.4.2.1 (PUBACK) and 3.14.2.1 (DISCONNECT). */
class ReasonCodeTest {

    private ScriptedBroker broker;
    private BrokerCarrier carrier;

    @BeforeEach
    void start() throws Exception {
        broker = new ScriptedBroker();
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
                new Brokers((host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        carrier.begin();
    }

    @AfterEach
    void stop() throws Exception {
        carrier.end();
        broker.close();
    }

    /** Of one source. */
    private static List<Delivery> deliveries(int from, int to) {
        return deliveries(from, to, 1);
    }

    private static List<Delivery> deliveries(int from, int to, int sources) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> new Delivery(
                        n,
                        "d-" + n,
                        "urn:x",
                        "vn.matluoi.event.motion",
                        "nvr-" + n % sources,
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH,
                        String.valueOf(n).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private <T extends SinkException> T failure(Class<T> kind, int from, int to) {
        return catchThrowableOfType(kind, () -> carrier.send(deliveries(from, to)));
    }

    private void poison(int n, Answer answer) {
        broker.answers(text -> text.equals(String.valueOf(n)) ? answer : Answer.TAKES);
    }

    @ParameterizedTest
    @CsvSource({
        "0x80, unspecified_error",
        "0x83, implementation_specific_error",
    })
    void anErrorThatSaysNoReasonIsAFailureOverTheMessageAndOthersAreTakenByTheSameConnection(String code, String word)
            throws Exception {
        poison(3, Answer.refuses(Integer.decode(code)));
        var failing = failure(Failing.class, 1, 5);
        assertThat(failing.confirmed()).isEqualTo(2);
        assertThat(failing.text().vi()).contains("không nhận thông điệp", "MQTT " + code, word);
        carrier.send(deliveries(4, 5));
        assertThat(broker.taken()).containsExactly("1", "2", "4", "5");
        assertThat(broker.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x90, 0x99})
    void aTopicOrPayloadThatIsNotAcceptedIsTheMessagesOwnFaultAndItIsNamedByItsPlace(int code) throws Exception {
        poison(3, Answer.refuses(code));
        assertThat(failure(Rejected.class, 1, 5).index()).hasValue(2);
        carrier.send(deliveries(4, 5));
        assertThat(broker.taken()).containsExactly("1", "2", "4", "5");
    }

    @Test
    void aRightThatIsMissingWaitsForAPerson() {
        poison(3, Answer.refuses(0x87));
        var refused = failure(Refused.class, 1, 5);
        assertThat(refused.confirmed()).isEqualTo(2);
        assertThat(refused.mend()).isEmpty();
        assertThat(refused.text().en()).contains("not_authorized");
    }

    @Test
    void aQuotaThatIsUsedUpIsNotTheMessagesFault() {
        poison(3, Answer.refuses(0x97));
        assertThat(failure(Away.class, 1, 5))
                .isNotInstanceOf(Failing.class)
                .satisfies(away -> assertThat(away.confirmed()).isEqualTo(2));
    }

    @Test
    void aBrokerThatCountsOtherwiseIsBegunAnewWith() {
        poison(3, Answer.refuses(0x91));
        assertThat(failure(Away.class, 1, 5)).isNotInstanceOf(Failing.class);
        broker.answers(text -> Answer.TAKES);
        await().until(() -> failure(SinkException.class, 3, 5) == null);
        assertThat(broker.connections()).isEqualTo(2);
        assertThat(broker.taken().stream().distinct()).containsExactly("1", "2", "3", "4", "5");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x81, 0x82, 0x83, 0x90, 0x95, 0x99})
    void aBrokerThatEndsTheConnectionOverAMessageFailsOverItAndTheNextTryDoesNotWaitToConnect(int code)
            throws Exception {
        poison(3, Answer.ends(code));
        var failing = failure(Failing.class, 1, 5);
        assertThat(failing.confirmed()).isEqualTo(2);
        assertThat(failing.text().en()).contains("ended the connection over a message (MQTT 0x%02X".formatted(code));
        assertThat(failure(Failing.class, 3, 3).confirmed()).isZero();
        carrier.send(deliveries(4, 5));
        assertThat(broker.taken()).containsExactly("1", "2", "4", "5");
        assertThat(broker.connections()).isEqualTo(3);
    }

    @Test
    void ofManyOnTheirWayNoneFromTheOneOnThatEndsTheConnectionCountsAsConfirmed() throws Exception {
        poison(4, Answer.ends(0x95));
        var failing = catchThrowableOfType(Failing.class, () -> carrier.send(deliveries(1, 7, 7)));
        assertThat(failing.confirmed()).isBetween(0, 3); // the end may be known before the last confirmations are told
        assertThat(broker.taken()).containsExactly("1", "2", "3");
        carrier.send(deliveries(5, 7, 7));
        assertThat(broker.taken()).hasSize(6).contains("5", "6", "7");
    }

    @Test
    void aBrokerThatEndsTheConnectionSinceARightIsMissingWaitsForAPerson() {
        poison(3, Answer.ends(0x87));
        assertThat(failure(Refused.class, 1, 5).confirmed()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x89, 0x8B, 0x97, 0x98, 0x9D})
    void aBrokerThatEndsTheConnectionForItsOwnReasonsIsAway(int code) {
        poison(3, Answer.ends(code));
        assertThat(failure(Away.class, 1, 5))
                .isNotInstanceOf(Failing.class)
                .satisfies(away -> assertThat(away.confirmed()).isEqualTo(2));
    }

    @Test
    void aBrokerThatHangsUpWithoutAWordIsAway() {
        poison(3, Answer.HANGS_UP);
        assertThat(failure(Away.class, 1, 5)).isNotInstanceOf(Failing.class);
    }
}
