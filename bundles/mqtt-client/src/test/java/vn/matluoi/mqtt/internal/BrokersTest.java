package vn.matluoi.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttNotTaken;
import vn.matluoi.api.mqtt.MqttSubscription;
import vn.matluoi.api.mqtt.MqttSubscription.Retained;
import vn.matluoi.api.route.KeyFile;

/** Against a real broker, mosquitto, which knows nothing of the hub. */
class BrokersTest extends WithMosquitto {

    private MqttBroker encrypted(Optional<String> certificate, Optional<Path> authority, String host) {
        return new MqttBroker(
                "thu",
                URI.create("mqtts://" + host + ":" + mosquitto.port()),
                "hub",
                Duration.ofHours(1),
                "hub",
                Optional.of(new KeyFile(folder.resolve("password"))),
                certificate,
                authority.map(KeyFile::new));
    }

    @Test
    void nothingIsLostWhileTheHubOrTheBrokerIsAway() throws Exception {
        mosquitto.start();
        var link = receive("cam/#", this::kept);
        works(link);
        link.close();
        var agency = agency();
        say(agency, "cam/1", "while the hub is away");
        receive("cam/#", this::kept);
        await().until(() -> came.contains("while the hub is away"));
        confirmed("hub", 1);

        mosquitto.stop(false);
        await().until(() -> english(agency).contains("connection"));
        assertThatThrownBy(() -> say(agency, "cam/1", "x")).hasCauseInstanceOf(Unreachable.class);
        mosquitto.start();
        works(agency);
        say(agency, "cam/1", "after the broker came back");
        await().until(() -> came.contains("after the broker came back"));
        assertThat(came).doesNotHaveDuplicates();
    }

    @Test
    void aWrongPasswordIsTriedOnceUntilItChanges() throws Exception {
        var pin = mosquitto.account("hub", "right").encrypt();
        mosquitto.start();
        Files.writeString(folder.resolve("password"), "wrong\n");
        var link = brokers.open(encrypted(Optional.of(pin), Optional.empty(), "localhost"), Optional.empty());
        await().until(() -> english(link).contains("does not accept username or the password"));
        assertThat(english(link)).contains("hub:route-start").doesNotContain("sink");
        assertThat(english(link)).doesNotContain("wrong").doesNotContain("right");

        await().during(Duration.ofMillis(600)).until(() -> refusals() == 1);
        Files.writeString(folder.resolve("password"), "right\n");
        works(link);
        assertThat(refusals()).isEqualTo(1);
    }

    @Test
    void aFileThatCouldNotBeReadForAWhileIsReadAgain() throws Exception {
        var pin = mosquitto.account("hub", "right").encrypt();
        mosquitto.start();
        Files.writeString(folder.resolve("password"), "right\n");
        var link = brokers.open(encrypted(Optional.of(pin), Optional.empty(), "localhost"), Optional.empty());
        works(link);
        Files.writeString(folder.resolve("password"), "");
        mosquitto.stop(false);
        await().until(() -> english(link).contains("cannot be read"));
        mosquitto.start();
        Files.writeString(folder.resolve("password"), "right\n");
        works(link);
    }

    @Test
    void aBrokerThatAsksForALogInThatTheRouteHasNotIsAskedAgain() throws Exception {
        mosquitto.account("hub", "right").start();
        var link = brokers.open(plain("hub", Duration.ZERO), Optional.empty());
        await().until(() -> english(link).contains("asks for a log-in"));
        await().until(() -> refusals() > 1);
    }

    private long refusals() throws IOException {
        return logged("not authorised");
    }

    @Test
    void nothingIsSaidToABrokerWithAnotherCertificate() throws Exception {
        mosquitto.account("hub", "right").encrypt();
        mosquitto.start();
        Files.writeString(folder.resolve("password"), "right");
        var link =
                brokers.open(encrypted(Optional.of("ab".repeat(32)), Optional.empty(), "localhost"), Optional.empty());
        await().until(() -> english(link).contains("is not the one that the key certificate of the file names"));
        assertThat(Files.readString(mosquitto.log())).doesNotContain("as hub").doesNotContain("CONNACK");
    }

    @Test
    void anAuthorityVouchesForTheHostItNames() throws Exception {
        mosquitto.account("hub", "right").encrypt();
        mosquitto.start();
        Files.writeString(folder.resolve("password"), "right");
        var good = encrypted(Optional.empty(), Optional.of(mosquitto.authority()), "localhost");
        works(brokers.open(good, Optional.empty()));

        var other = brokers.open(
                encrypted(Optional.empty(), Optional.of(mosquitto.authority()), "broker.example.vn"), Optional.empty());
        await().until(() -> english(other).contains("names the host"));

        Files.writeString(folder.resolve("none.pem"), "not a certificate");
        var unreadable = brokers.open(
                encrypted(Optional.empty(), Optional.of(folder.resolve("none.pem")), "localhost"), Optional.empty());
        await().until(() -> english(unreadable).contains("etc/keys/none.pem"));
    }

    @Test
    void whatIsHugeNeverArrivesAndHoldsNothingUp() throws Exception {
        mosquitto.start();
        works(receive("cam/#", this::kept));
        var agency = agency();
        say(agency, "cam/1", "x".repeat(MqttMessage.MOST_BYTES + 1));
        say(agency, "cam/1", "small");
        await().until(() -> !came.isEmpty());
        assertThat(came).containsExactly("small");
    }

    @Test
    void whatTheBrokerKeptComesToThoseWhoWantIt() throws Exception {
        mosquitto.start();
        var agency = agency();
        agency.publish(new MqttMessage("cam/1", "old".getBytes(), Optional.empty(), true))
                .toCompletableFuture()
                .join();
        works(receive("cam/#", this::kept));
        say(agency, "cam/1", "new");
        await().until(() -> came.contains("new"));
        assertThat(came).containsExactly("new");

        var status = wants(Retained.ONCE);
        works(status);
        await().until(() -> came.contains("old true cam/1"));
        confirmed("status", 1);
        status.close();
        came.clear();
        works(wants(Retained.ONCE)); // the session is there still
        say(agency, "cam/1", "later");
        await().until(() -> came.contains("later false cam/1"));
        assertThat(came).doesNotContain("old true cam/1");
    }

    @Test
    void whatTheBrokerKeptComesWithEveryConnectionToThoseWhoWantItSo() throws Exception {
        mosquitto.start();
        var agency = agency();
        agency.publish(new MqttMessage("cam/1", "old".getBytes(), Optional.empty(), true))
                .toCompletableFuture()
                .join();
        var status = wants(Retained.ALWAYS);
        await().until(() -> came.contains("old true cam/1"));
        status.close();
        came.clear();
        wants(Retained.ALWAYS);
        await().until(() -> came.contains("old true cam/1"));
    }

    private MqttLink wants(Retained retained) {
        return brokers.open(
                plain("status", Duration.ofHours(1)),
                Optional.of(new MqttSubscription("cam/#", 1, retained, 100, message -> {
                    came.add(message.text() + " " + message.retained() + " " + message.topic());
                    return CompletableFuture.completedFuture(true);
                })));
    }

    @Test
    void aTopicThatIsNotWantedAnyMoreIsConfirmedAndDropped() throws Exception {
        mosquitto.start();
        var former = receive("former/#", this::kept);
        works(former);
        former.close();
        var now = receive("now/#", this::kept);
        works(now);
        var agency = agency();
        say(agency, "former/1", "former");
        say(agency, "now/1", "now");
        await().until(() -> came.contains("now"));
        assertThat(came).containsExactly("now");
    }

    @Test
    void aMessageOrATopicThatIsNotAllowedIsSaidSo() throws Exception {
        Files.writeString(
                folder.resolve("acl"), "topic read allowed/#\ntopic write allowed/#\ntopic write elsewhere\n");
        mosquitto
                .with("acl_file " + folder.resolve("acl"))
                .with("max_packet_size 10000")
                .start();
        var agency = agency();
        say(agency, "allowed/1", "x");
        assertThatThrownBy(() -> say(agency, "forbidden/1", "x"))
                .hasCauseInstanceOf(Refused.class)
                .hasMessageContaining("forbidden/1");
        isTheMessage(() -> say(agency, "allowed/1", "x".repeat(20_000)));
        isTheMessage(() -> say(agency, "allowed/#", "x"));
        say(agency, "allowed/1", "y");
    }

    private static void isTheMessage(ThrowingCallable said) {
        assertThatThrownBy(said).cause().isInstanceOfSatisfying(MqttNotTaken.class, refusal -> assertThat(refusal.why())
                .isEqualTo(MqttNotTaken.Why.MESSAGE));
    }

    @Test
    void aBrokerThatGrantsLessThanTheRouteAsksForIsSaidToUntilItGrantsIt() throws Exception {
        mosquitto.with("max_qos 0").start();
        var link = receive("cam/#", this::kept);
        await().untilAsserted(() -> assertThat(english(link))
                .contains("grants QoS 0 for the topic “cam/#”", "asks for QoS 1", "lost", "set qos = 0"));
        var content = brokers.open(
                plain("content", Duration.ZERO),
                Optional.of(new MqttSubscription("cam/#", 0, Retained.NEVER, 100, this::kept)));
        assertThat(content.connected()).succeedsWithin(Duration.ofMinutes(1));
        assertThat(content.problem()).isEmpty();

        mosquitto.stop(false);
        mosquitto.with("max_qos 2").start();
        works(link);
    }

    @Test
    void oneThatConfirmsNothingIsSentNothing() throws Exception {
        mosquitto.with("max_qos 0").start();
        var link = brokers.open(plain("hub", Duration.ZERO), Optional.empty());
        assertThat(link.connected()).succeedsWithin(Duration.ofMinutes(1));
        assertThatThrownBy(() -> say(link, "cam/1", "x"))
                .hasCauseInstanceOf(Refused.class)
                .hasMessageContaining("takes QoS 0 alone");
        assertThat(english(link)).contains("takes QoS 0 alone");
        assertThat(logged("Received PUBLISH")).isZero();

        mosquitto.stop(false);
        mosquitto.with("max_qos 2").start();
        works(link);
    }

    @Test
    void whoWantsToSendMayWaitForTheConnectionThatIsMadeAndLearnsWhyThereIsNone() throws Exception {
        mosquitto.start();
        var link = brokers.open(plain("hub", Duration.ZERO), Optional.empty());
        assertThat(link.connected()).succeedsWithin(Duration.ofMinutes(1));
        say(link, "cam/1", "x");
        mosquitto.stop(false);
        await().until(() -> link.problem().isPresent());
        await().until(() -> link.connected().toCompletableFuture().isCompletedExceptionally());
        assertThat(link.connected())
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withCauseInstanceOf(Unreachable.class);
        link.close();
        assertThat(link.connected()).isCompletedExceptionally();
    }

    @Test
    void twoWithTheSameNameAreToldOfIt() throws Exception {
        mosquitto.start();
        var first = brokers.open(plain("hub", Duration.ZERO), Optional.empty());
        works(first);
        var second = brokers.open(plain("hub", Duration.ZERO), Optional.empty());
        await().until(() -> english(first).contains("client.id “hub”"));
        second.close();
        works(first);
    }

    @Test
    void manyLinksHaveFewThreadsAndNoneWhenTheyAreGone() throws Exception {
        mosquitto.start();
        for (var n = 0; n < 30; n++) {
            works(brokers.open(
                    plain("hub-" + n, Duration.ofHours(1)),
                    Optional.of(new MqttSubscription("cam/" + n, 1, Retained.NEVER, 100, this::kept))));
        }
        var agency = agency();
        for (var n = 0; n < 30; n++) {
            say(agency, "cam/" + n, "to " + n);
        }
        await().until(() -> came.size() == 30);
        assertThat(threads()).hasSizeLessThanOrEqualTo(9);
        brokers.close();
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("mqtt") && !name.contains("mosquitto"))
                .toList();
    }

    @Test
    void ofWhatWantsNoConfirmationOnlySoMuchWaits() throws Exception {
        mosquitto.start();
        var link = brokers.open(
                plain("hub", Duration.ZERO),
                Optional.of(new MqttSubscription("cam/#", 0, Retained.NEVER, 10, message -> {
                    came.add(message.text());
                    return new CompletableFuture<>(); // never
                })));
        works(link);
        var agency = agency();
        for (var n = 0; n < 50; n++) {
            say(agency, "cam/1", Integer.toString(n));
        }
        await().until(() -> link.dropped() == 40);
        assertThat(came).hasSize(10);
    }

    @Test
    void anAddressThatIsNotAllowedIsNotCalled() throws Exception {
        mosquitto.start();
        var guarded = new Brokers(
                (host, port) -> {
                    throw new Refused(Refused.Why.NETWORK, new Text("không được phép", "not allowed"));
                },
                SHORT);
        var link = guarded.open(plain("hub", Duration.ZERO), Optional.empty());
        await().until(() -> english(link).equals("not allowed"));
        guarded.close();
        assertThat(Files.readString(mosquitto.log())).doesNotContain("as hub");
    }

    @Test
    void pausesDoubleAndEnd() {
        var usual = new Pauses(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                () -> 0.5);
        assertThat(usual.after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(usual.after(4)).isEqualTo(Duration.ofSeconds(8));
        assertThat(usual.after(1_000_000)).isEqualTo(Duration.ofMinutes(1));
    }
}
