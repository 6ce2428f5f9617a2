package vn.matluoi.mqtt.internal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.Text;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttSubscription;
import vn.matluoi.api.mqtt.MqttSubscription.Retained;
import vn.matluoi.simulators.mqtt.Mosquitto;

/** Tests against a real broker, mosquitto, which knows nothing of the hub. */
abstract class WithMosquitto {

    static final Pauses SHORT = new Pauses(
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            () -> 0.5);

    @TempDir
    Path folder;

    final AtomicInteger attempts = new AtomicInteger(); // to connect
    final Brokers brokers = new Brokers(
            (host, port) -> {
                attempts.incrementAndGet();
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            },
            SHORT);
    final List<String> came = new CopyOnWriteArrayList<>();

    Mosquitto mosquitto;

    @BeforeEach
    void makeABroker() throws Exception {
        mosquitto = Mosquitto.in(Files.createDirectory(folder.resolve("broker")), 0);
    }

    @AfterEach
    void stop() throws Exception {
        brokers.close();
        mosquitto.close();
    }

    MqttBroker plain(String clientId, Duration session) {
        return new MqttBroker(
                "thu",
                URI.create("mqtt://localhost:" + mosquitto.port()),
                clientId,
                session,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    MqttLink receive(String filter, Function<MqttMessage, CompletionStage<?>> take) {
        return brokers.open(
                plain("hub", Duration.ofHours(1)),
                Optional.of(new MqttSubscription(filter, 1, Retained.NEVER, 100, take::apply)));
    }

    CompletionStage<?> kept(MqttMessage message) {
        came.add(message.text());
        return CompletableFuture.completedFuture(true);
    }

    MqttLink agency() {
        var link = brokers.open(plain("agency", Duration.ZERO), Optional.empty());
        works(link);
        return link;
    }

    static void works(MqttLink link) {
        await().until(() -> {
            try {
                link.publish(message("elsewhere", "")).toCompletableFuture().get();
                return link.problem().isEmpty();
            } catch (java.util.concurrent.ExecutionException e) {
                return false;
            }
        });
    }

    static MqttMessage message(String topic, String text) {
        return new MqttMessage(
                topic, text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Optional.of("text/plain"), false);
    }

    static void say(MqttLink link, String topic, String text) {
        link.publish(message(topic, text)).toCompletableFuture().join();
    }

    /** Waits until the broker knows so often that a message was kept: what it does not know comes again. */
    void confirmed(String clientId, int times) {
        await().until(() -> logged("Received PUBACK from %s ".formatted(clientId)) >= times);
    }

    long logged(String text) throws IOException {
        try (var lines = Files.lines(mosquitto.log())) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    static String english(MqttLink link) {
        return link.problem().map(Text::en).orElse("");
    }
}
