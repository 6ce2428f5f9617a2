package vn.matluoi.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttSubscription;
import vn.matluoi.api.mqtt.MqttSubscription.Retained;

/** What is not confirmed comes again by the next connection. */
class ComesAgainTest extends WithMosquitto {

    private final List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();

    /** Takes a message that is kept when the test says so. */
    private CompletionStage<?> waits(MqttMessage message) {
        came.add(message.text());
        return waits();
    }

    private CompletionStage<?> waits() {
        var kept = new CompletableFuture<Void>();
        waiting.add(kept);
        return kept;
    }

    /** A program that asks for more than a link of the hub can. */
    private Mqtt5BlockingClient foreign(String name) {
        var client = Mqtt5Client.builder()
                .identifier(name)
                .serverHost("localhost")
                .serverPort(mosquitto.port())
                .buildBlocking();
        client.connect();
        return client;
    }

    @Test
    void whatWasNotKeptComesAgainAndWhatWasDoesNot() throws Exception {
        mosquitto.start();
        var first = receive("cam/#", message -> {
            came.add("1 " + message.text());
            return new CompletableFuture<>(); // never
        });
        works(first);
        var agency = agency();
        say(agency, "cam/1/motion", "a");
        await().until(() -> came.contains("1 a"));
        first.close();

        var second = receive("cam/#", message -> {
            came.add("2 " + message.text());
            return CompletableFuture.completedFuture(true);
        });
        await().until(() -> came.contains("2 a"));
        works(second);
        confirmed("hub", 1);
        second.close();

        var third = receive("cam/#", message -> {
            came.add("3 " + message.text());
            return CompletableFuture.completedFuture(true);
        });
        works(third);
        say(agency, "cam/1/motion", "b");
        await().until(() -> came.contains("3 b"));
        assertThat(came).containsExactly("1 a", "2 a", "3 b");
    }

    @Test
    void whatCannotBeTakenNowComesAgainInOrder() throws Exception {
        mosquitto.start();
        var away = new AtomicInteger(3);
        var link = receive("cam/#", message -> {
            if (away.get() > 0 && message.text().equals("0")) {
                away.decrementAndGet();
                return CompletableFuture.failedFuture(new IllegalStateException("the database is away"));
            }
            return kept(message);
        });
        works(link);
        var agency = agency();
        for (var n = 0; n < 50; n++) {
            say(agency, "cam/1", Integer.toString(n));
        }
        await().until(() -> came.contains("49"));
        assertThat(came.stream().distinct().map(Integer::parseInt)).isSorted().hasSize(50);
        await().until(() -> link.problem().isEmpty());
    }

    @Test
    void whatAConnectionBroughtAndWasNotHandedOnYetDoesNotCountAgainstTheNext() throws Exception {
        mosquitto.start();
        var first = new CompletableFuture<Void>();
        var held = new CountDownLatch(1);
        var link = receive("cam/#", message -> {
            if (came.isEmpty()) {
                came.add(message.text());
                return first; // is not kept
            }
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return kept(message);
        });
        works(link);
        var agency = agency();
        for (var n = 0; n < 150; n++) {
            say(agency, "cam/1", Integer.toString(n));
        }
        await().until(() -> logged("Sending PUBLISH to hub") == 100); // no more may be unconfirmed
        first.completeExceptionally(new IllegalStateException("the database is away"));
        await().until(() -> logged("Sending PUBLISH to hub") == 200);
        held.countDown();
        await().until(() -> came.contains("149"));

        assertThat(came.subList(0, came.lastIndexOf("0"))).containsExactly("0", "1"); // the second was begun
        assertThat(came.stream().map(Integer::parseInt).distinct()).isSorted().hasSize(150);
        // this broker sends more than is allowed once a session is resumed, and is called once more for it
        assertThat(logged("as hub")).as("connections").isBetween(2L, 3L);
    }

    @Test
    void whatComesAgainNeedNotBeKeptTheFirstTime() throws Exception {
        mosquitto.start();
        var link = receive("cam/#", this::waits);
        works(link);
        var agency = agency();
        say(agency, "cam/1", "a");
        say(agency, "cam/1", "b");
        await().until(() -> waiting.size() == 2);
        waiting.get(0).completeExceptionally(new IllegalStateException("the database is away"));
        await().until(() -> waiting.get(1).isCancelled());
        await().until(() -> waiting.size() == 4);
        waiting.get(2).complete(null);
        waiting.get(3).complete(null);
        confirmed("hub", 2);
        assertThat(logged("as hub")).as("connections").isEqualTo(2);
    }

    @Test
    void itComesAgainHoweverOftenTheBrokerWasCalledInVain() throws Exception {
        mosquitto.start();
        var link = receive("cam/#", this::waits);
        works(link);
        say(agency(), "cam/1", "a");
        await().until(() -> waiting.size() == 1);
        mosquitto.stop(false);
        await().until(() -> link.problem().isPresent());
        var before = attempts.get();
        await().until(() -> attempts.get() > before + 3);
        mosquitto.start();
        await().until(() -> waiting.size() == 2);
        await().until(() -> waiting.get(0).isCancelled());
        assertThat(waiting.get(1)).isNotDone();
    }

    @Test
    void whatWasKeptWhileTheBrokerWasAwayIsNotHandedOnAgain() throws Exception {
        mosquitto.start();
        var link = receive("cam/#", this::waits);
        works(link);
        var agency = agency();
        for (var text : List.of("same", "same", "other", "same")) {
            say(agency, "cam/1", text);
        }
        await().until(() -> waiting.size() == 4);
        mosquitto.stop(false);
        await().until(() -> link.problem().isPresent());
        waiting.get(0).complete(null);
        waiting.get(2).complete(null);
        mosquitto.start();
        await().until(() -> waiting.size() == 6);
        works(agency);
        say(agency, "cam/1", "same"); // anew
        await().until(() -> waiting.size() == 7);
        assertThat(came).containsExactly("same", "same", "other", "same", "same", "same", "same");
        assertThat(waiting.get(1)).isCancelled();
        assertThat(waiting.get(3)).isCancelled();
        waiting.subList(4, 7).forEach(one -> one.complete(null));
        confirmed("hub", 5);
    }

    @Test
    void withQoS2TooWhatCannotBeTakenNowComesAgain() throws Exception {
        mosquitto.start();
        var away = new AtomicInteger(2);
        var link = brokers.open(
                plain("hub", Duration.ofHours(1)),
                Optional.of(new MqttSubscription("cam/#", 2, Retained.NEVER, 100, message -> {
                    if (message.text().equals("b") && away.getAndDecrement() > 0) {
                        return CompletableFuture.failedFuture(new IllegalStateException("the database is away"));
                    }
                    if (away.get() > 0) {
                        return waits();
                    }
                    return kept(message);
                })));
        works(link);
        var agency = foreign("exact");
        for (var text : List.of("a", "b", "c")) {
            agency.publishWith()
                    .topic("cam/1")
                    .qos(MqttQos.EXACTLY_ONCE)
                    .payload(text.getBytes(StandardCharsets.UTF_8))
                    .send();
        }
        agency.disconnect();
        await().until(() -> came.contains("c"));
        assertThat(waiting).isNotEmpty().allSatisfy(one -> assertThat(one).isCancelled());
        assertThat(came).containsExactly("a", "b", "c");
    }

    @Test
    void whatMayExpireIsWaitedForSinceItNeedNotComeAgain() throws Exception {
        mosquitto.start();
        var link = receive("cam/#", this::waits);
        works(link);
        var agency = foreign("expires");
        agency.publishWith()
                .topic("cam/1")
                .qos(MqttQos.AT_LEAST_ONCE)
                .messageExpiryInterval(3_600)
                .send();
        agency.disconnect();
        say(agency(), "cam/1", "b");
        await().until(() -> waiting.size() == 2);
        mosquitto.stop(false);
        mosquitto.start();
        await().until(() -> waiting.get(1).isCancelled());
        assertThat(waiting.get(0)).isNotDone();
    }

    @Test
    void whatDoesNotComeAgainIsWaitedFor() throws Exception {
        mosquitto.start();
        var link = brokers.open(
                plain("hub", Duration.ZERO),
                Optional.of(new MqttSubscription("cam/#", 1, Retained.NEVER, 100, this::waits)));
        works(link);
        var agency = agency();
        say(agency, "cam/1", "a");
        await().until(() -> waiting.size() == 1);
        mosquitto.stop(false);
        await().until(() -> link.problem().isPresent());
        mosquitto.start();
        works(link);
        assertThat(waiting).singleElement().satisfies(one -> assertThat(one).isNotDone());

        works(agency);
        say(agency, "cam/1", "b");
        await().until(() -> waiting.size() == 2);
    }

    @Test
    void aSessionThatTheBrokerHasLostIsBegunAnew() throws Exception {
        mosquitto.start();
        var link = receive("cam/#", this::kept);
        works(link);
        var agency = agency();
        say(agency, "cam/1", "a");
        confirmed("hub", 1);
        mosquitto.stop(false);
        Files.delete(folder.resolve("broker").resolve("mosquitto.db"));
        mosquitto.start();
        works(link);
        works(agency);
        say(agency, "cam/1", "b");
        await().until(() -> came.contains("b"));
        assertThat(came).containsExactly("a", "b");
    }

    @Test
    void whatWasConfirmedBehindOneThatWaitsIsKnownWhenItComesAgain() throws Exception {
        mosquitto.start();
        var first = new CompletableFuture<Void>();
        var link = receive("cam/#", message -> {
            came.add(message.text());
            return came.size() == 1 ? first : CompletableFuture.completedFuture(true);
        });
        works(link);
        var agency = agency();
        say(agency, "cam/1", "a");
        say(agency, "cam/1", "b");
        say(agency, "cam/1", "c");
        await().until(() -> came.size() == 3);
        first.completeExceptionally(new IllegalStateException("the database is away"));
        confirmed("hub", 3);
        assertThat(came).containsExactly("a", "b", "c", "a");
    }
}
