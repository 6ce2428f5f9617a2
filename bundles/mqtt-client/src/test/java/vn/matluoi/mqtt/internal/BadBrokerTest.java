package vn.matluoi.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttSubscription;
import vn.matluoi.api.mqtt.MqttSubscription.Retained;
import vn.matluoi.simulators.fault.FaultProxy;
import vn.matluoi.simulators.fault.Wrong;
import vn.matluoi.simulators.mqtt.Mosquitto;
import vn.matluoi.simulators.mqtt.ScriptedBroker;

/** Brokers that answer nothing, half, or something else. */
class BadBrokerTest {

    /** Connected (MQTT 5, 3.2), without properties. */
    private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};

    private final List<String> came = new CopyOnWriteArrayList<>();
    private Brokers brokers;

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        brokers.close();
    }

    private MqttLink receive(int port, Duration answer) {
        brokers = new Brokers(
                (host, any) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), any), pauses(answer));
        return brokers.open(
                broker(port, "hub", Duration.ofHours(1)),
                Optional.of(new MqttSubscription("cam/#", 1, Retained.NEVER, 100, message -> {
                    came.add(message.text());
                    return CompletableFuture.completedFuture(true);
                })));
    }

    private static Pauses pauses(Duration answer) {
        return new Pauses(
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofMillis(100),
                Duration.ofMillis(50),
                answer,
                Duration.ofMinutes(1),
                () -> 0.5);
    }

    private static MqttBroker broker(int port, String clientId, Duration session) {
        return new MqttBroker(
                "thu",
                URI.create("mqtt://localhost:" + port),
                clientId,
                session,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static MqttMessage message(String topic, String text) {
        return new MqttMessage(topic, text.getBytes(StandardCharsets.US_ASCII), Optional.of("text/plain"), false);
    }

    private static boolean isSent(MqttLink link, MqttMessage message) {
        return link.publish(message)
                .handle((sent, failure) -> failure == null)
                .toCompletableFuture()
                .join();
    }

    private static String english(MqttLink link) {
        return link.problem().map(Text::en).orElse("");
    }

    /** Takes calls, says the same to each, and no more. */
    private static final class Curt implements AutoCloseable {

        private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final AtomicInteger calls = new AtomicInteger();

        Curt(byte[] said) throws IOException {
            thread(() -> {
                while (true) {
                    var caller = door.accept();
                    calls.incrementAndGet();
                    thread(() -> answer(caller, said));
                }
            });
        }

        private static void answer(Socket caller, byte[] said) throws IOException {
            try (caller) {
                caller.getInputStream().read(); // it was asked something
                caller.getOutputStream().write(said);
                caller.getInputStream().transferTo(OutputStream.nullOutputStream()); // until the hub has enough
            }
        }

        private interface Work {
            void run() throws IOException;
        }

        private static void thread(Work work) {
            var thread = new Thread(
                    () -> {
                        try {
                            work.run();
                        } catch (IOException e) {
                            // the caller is gone, or the door is closed
                        }
                    },
                    "curt broker");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @Test
    void oneThatTakesTheCallAndNeverAnswersIsAwayAndCalledAgain() throws Exception {
        try (var silent = new Curt(new byte[0])) {
            var link = receive(silent.door.getLocalPort(), Duration.ofMillis(200));
            await().untilAsserted(
                            () -> assertThat(english(link)).contains("there is no MQTT 5 connection to localhost"));
            await().until(() -> silent.calls.get() > 2);
        }
    }

    @Test
    void oneThatLetsTheHubInAndNeverAnswersItsWishIsSaidToBeAndCalledAgain() throws Exception {
        try (var half = new Curt(CONNACK)) {
            var link = receive(half.door.getLocalPort(), Duration.ofMillis(200));
            await().untilAsserted(() ->
                    assertThat(english(link)).contains("does not answer to the wish for the topic “cam/#”"));
            await().until(() -> half.calls.get() > 2);
        }
    }

    @Test
    void aWebServerIsNoBroker() throws Exception {
        var page = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>400</html>";
        try (var web = new Curt(page.getBytes(StandardCharsets.US_ASCII))) {
            var link = receive(web.door.getLocalPort(), Duration.ofMillis(500));
            await().untilAsserted(
                            () -> assertThat(english(link)).contains("there is no MQTT 5 connection to localhost"));
        }
    }

    @Test
    void oneThatEndsTheConnectionSinceItConfirmsNothingRefuses() throws Exception {
        try (var broker = new ScriptedBroker()) {
            broker.answers(text -> ScriptedBroker.Answer.ends(0x9B));
            brokers = new Brokers(
                    (host, any) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), any),
                    pauses(Duration.ofSeconds(15)));
            var link = brokers.open(broker(broker.port(), "hub", Duration.ZERO), Optional.empty());
            assertThat(link.connected()).succeedsWithin(Duration.ofMinutes(1));
            assertThatThrownBy(() -> link.publish(message("cam/1", "x"))
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(DeviceException.Refused.class)
                    .hasMessageContaining("MQTT 0x9B");
        }
    }

    @Test
    void aMessageThatBreaksOffComesAgainWholeOnce() throws Exception {
        try (var mosquitto = Mosquitto.in(folder, 0)) {
            mosquitto.start();
            var upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), mosquitto.port());
            try (var line = new FaultProxy(0, upstream, 1)) {
                var link = receive(line.port(), Duration.ofSeconds(15));
                await().until(() -> isSent(link, message("elsewhere", "")));
                var agency = brokers.open(broker(mosquitto.port(), "agency", Duration.ZERO), Optional.empty());
                line.set(new Wrong(Wrong.Kind.CUT, 50_000, 0)); // in the middle of what comes now
                var text = "x".repeat(100_000);
                await().until(() -> isSent(agency, message("cam/1", text)));
                await().untilAsserted(() -> assertThat(english(link)).contains("connection"));
                assertThat(came).isEmpty();

                line.set(Wrong.NOTHING);
                await().until(() -> !came.isEmpty() && link.problem().isEmpty());
                assertThat(came).containsExactly(text);
            }
        }
    }
}
