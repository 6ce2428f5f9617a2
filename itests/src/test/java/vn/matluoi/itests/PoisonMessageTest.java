package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver answers 500 to one message for ever and takes every other: the real hub puts that one aside, and the rest flows. */
@Timeout(240)
class PoisonMessageTest {

    private static final String SINK = "so-doc";
    private static final List<String> SOURCES = List.of("doc-cong", "doc-san");
    private static final String KEY = UUID.randomUUID().toString();
    private static final int TURNS = 4;
    private static final int EVENTS_A_TURN = 3;

    private static WebhookReceiver receiver;
    private static PoisonedSink sink;

    @BeforeAll
    static void open() throws IOException {
        receiver = new WebhookReceiver(KEY);
        SharedHub.administrator(); // the hub and its etc are there
        Files.writeString(key(), KEY);
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        sink = new PoisonedSink(
                SINK,
                SOURCES,
                """
                template = forward-webhook
                url = %s
                plain = true
                secret.file = %s
                """
                        .formatted(receiver.address(), SINK),
                receiver::taken);
    }

    @AfterAll
    static void close() throws IOException {
        sink.close();
        Files.deleteIfExists(key());
        receiver.close();
    }

    private static Path key() {
        return SharedHub.get().etc().resolve("keys").resolve(SINK);
    }

    @Test
    void theOneIsPutAsideTheRestFlowsInOrderAndTheOneComesOnceTheReceiverIsMended() throws Exception {
        for (var turn = 0; turn < TURNS; turn++) {
            SOURCES.forEach(source -> sink.tell(source, EVENTS_A_TURN));
        }
        var poison = sink.told(SOURCES.get(0)).get(TURNS * EVENTS_A_TURN / 2);
        receiver.failsOver(poison);
        sink.resume();

        await().atMost(PoisonedSink.PATIENCE).until(() -> sink.quarantine().size() == 1);
        var aside = sink.quarantine().get(0);
        assertThat(aside.get("id").asText()).isEqualTo(poison);
        assertThat(aside.get("reason").asText()).contains("500");
        assertThat(SharedHub.get().shellSays("hub:sink-quarantine " + SINK)).contains(poison, "500");
        assertThat(SharedHub.administrator().get("/metrics").text())
                .containsPattern("matluoi_sink_quarantined\\{sink=\"" + SINK + "\"[^}]*} 1(\\.0)?\n");
        assertThat(SharedHub.audited().toString()).contains("sink.quarantine", poison);
        sink.theRestIsThereInOrder(List.of(poison));

        sink.retry();
        SOURCES.forEach(source -> sink.tell(source, 1));
        sink.theRestIsThereInOrder(List.of(poison));
        assertThat(sink.quarantine()).as("the receiver fails over it still").hasSize(1);

        receiver.failsOver("");
        sink.retry();
        await().atMost(PoisonedSink.PATIENCE).until(() -> sink.quarantine().isEmpty());
        assertThat(sink.taken(SOURCES.get(0))).last().isEqualTo(poison);
        SOURCES.forEach(
                source -> assertThat(sink.taken(source)).containsExactlyInAnyOrderElementsOf(sink.told(source)));
        assertThat(receiver.forged()).isEmpty();
    }
}
