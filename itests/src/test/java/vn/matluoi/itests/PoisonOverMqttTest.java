package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.simulators.mqtt.ScriptedBroker;
import vn.matluoi.simulators.mqtt.ScriptedBroker.Answer;

/** A broker never takes one message, and ends the connection over another: the real hub puts both aside, and the rest flows in order. */
@Timeout(240)
class PoisonOverMqttTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SOURCES = List.of("mq-cong", "mq-san");
    private static final int EVENTS = 6;

    private static ScriptedBroker broker;
    private static PoisonedSink sink;

    @BeforeAll
    static void open() throws IOException {
        broker = new ScriptedBroker();
        sink = new PoisonedSink(
                "mq-doc",
                SOURCES,
                """
                template = forward-mqtt
                broker = mqtt://127.0.0.1:%d
                plain = true
                batch = 1
                """
                        .formatted(broker.port()),
                () -> broker.taken().stream().map(PoisonOverMqttTest::json).toList());
    }

    @AfterAll
    static void close() throws IOException {
        sink.close();
        broker.close();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** @return the id of the message that it never takes */
    private static String poison(String source, Answer answer) {
        var id = sink.told(source).get(sink.told(source).size() - EVENTS / 2);
        broker.answers(text -> json(text).get("id").asText().equals(id) ? answer : Answer.TAKES);
        return id;
    }

    private static void tell() {
        for (var turn = 0; turn < EVENTS; turn++) {
            SOURCES.forEach(source -> sink.tell(source, 1));
        }
    }

    @Test
    void whatTheBrokerFailsOverIsPutAsideWhetherItSaysSoOrHangsUpAndEachSourceStaysInOrder() throws Exception {
        tell();
        var refused = poison(SOURCES.get(0), Answer.refuses(0x83));
        sink.resume();
        isPutAside(0, refused, "MQTT 0x83");
        sink.theRestIsThereInOrder(List.of(refused));

        sink.pause();
        tell();
        var ended = poison(SOURCES.get(1), Answer.ends(0x95));
        sink.resume();
        isPutAside(1, ended, "MQTT 0x95");
        sink.theRestIsThereInOrder(List.of(refused, ended));

        broker.answers(text -> Answer.TAKES);
        sink.retry();
        await().atMost(PoisonedSink.PATIENCE).until(() -> sink.quarantine().isEmpty());
        SOURCES.forEach(
                source -> assertThat(sink.taken(source)).containsExactlyInAnyOrderElementsOf(sink.told(source)));
    }

    private static void isPutAside(int place, String id, String word) {
        await().atMost(PoisonedSink.PATIENCE).until(() -> sink.quarantine().size() == place + 1);
        var aside = sink.quarantine().get(place);
        assertThat(aside.get("id").asText()).isEqualTo(id);
        assertThat(aside.get("reason").asText()).contains(word);
    }
}
