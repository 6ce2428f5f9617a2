package vn.matluoi.forward.amqp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.forward.amqp.internal.support.Artemis;
import vn.matluoi.simulators.hostile.HeaderCorpus;

/** A node of a real Artemis, and of a peer that answers as it is told to. */
class NodeTest {

    private static final Duration SHORT = Duration.ofMillis(700); // for those who do not answer
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final DeviceNetworks open = InetSocketAddress::new;

    @Test
    void aBrokerIsToldInOrderAsCloudEvents() throws Exception {
        try (var artemis = new Artemis(folder.resolve("artemis"))) {
            var node = node(Map.of("url", "amqp://127.0.0.1:" + artemis.port()), LONG);
            node.send(IntStream.range(0, 300).mapToObj(NodeTest::delivery).toList());
            node.end();
            var read = artemis.read("matluoi.events", 300);
            assertThat(read)
                    .isEqualTo(IntStream.range(0, 300)
                            .mapToObj(i ->
                                    "application/cloudevents+json; charset=UTF-8 events-%d {\"n\": %d}".formatted(i, i))
                            .toList());
        }
    }

    @Test
    void noHeaderOfAMessageOfTheRouteLeavesWithIt() throws Exception {
        try (var artemis = new Artemis(folder.resolve("artemis"));
                var camel = new DefaultCamelContext()) {
            camel.addRoutes(new AmqpSink(open));
            camel.start();
            TemplatedRouteBuilder.builder(camel, AmqpSink.NAME)
                    .routeId("so")
                    .parameter("routeName", "so")
                    .parameter("url", "amqp://127.0.0.1:" + artemis.port())
                    .parameter("address", "matluoi.events")
                    .parameter("plain", "true")
                    .parameter("content", "events")
                    .parameter("legal.basis", "Quyết định 1")
                    .add();
            Map<String, Object> headers =
                    HeaderCorpus.names().stream().collect(Collectors.toMap(name -> name, name -> HeaderCorpus.VALUE));
            camel.createProducerTemplate().sendBodyAndHeaders("direct:so", List.of(delivery(1)), headers);
            assertThat(artemis.readBesides("matluoi.events")).isEmpty();
        }
    }

    @Test
    void anEncryptedBrokerIsProvedByItsCertificateBeforeAPasswordLeaves() throws Exception {
        try (var artemis = Artemis.encrypted(folder.resolve("artemis"), "hub", "right-one")) {
            var url = "amqps://127.0.0.1:" + artemis.port();
            var right = key("right", "right-one");
            var node = node(
                    Map.of("url", url, "username", "hub", "secret.file", right, "certificate", artemis.fingerprint()),
                    LONG);
            node.send(List.of(delivery(1)));
            node.end();
            assertThat(artemis.read("matluoi.events", 1)).hasSize(1);

            var wrong = node(
                    Map.of(
                            "url",
                            url,
                            "username",
                            "hub",
                            "secret.file",
                            key("wrong", "wrong-one"),
                            "certificate",
                            artemis.fingerprint()),
                    LONG);
            var refused = catchThrowableOfType(SinkException.Refused.class, () -> wrong.send(List.of(delivery(1))));
            assertThat(refused.mend()).contains(folder.resolve("wrong"));
            assertThat(refused.text().vi()).contains("etc/keys/wrong").doesNotContain("wrong-one");

            var another = node(
                    Map.of("url", url, "username", "hub", "secret.file", right, "certificate", "0".repeat(64)), LONG);
            var pinned = catchThrowableOfType(SinkException.Refused.class, () -> another.send(List.of(delivery(1))));
            assertThat(pinned.text().vi()).contains("chứng thư", artemis.fingerprint());
        }
    }

    @Test
    void whatIsRejectedIsNamedByItsPlaceAndWhatCameBeforeIsConfirmed() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer().respond().withSettled(true).withState().accepted();
            peer.expectTransfer()
                    .respond()
                    .withSettled(true)
                    .withState()
                    .rejected("amqp:decode-error", "không đọc được");
            peer.expectTransfer().respond().withSettled(true).withState().accepted();
            peer.start();
            var problem = catchThrowableOfType(SinkException.Rejected.class, () -> patient(peer)
                    .send(List.of(delivery("a", 1), delivery("b", 2), delivery("c", 3))));
            assertThat(problem.index()).hasValue(1);
            assertThat(problem.text().vi()).contains("amqp:decode-error, không đọc được");
        }
    }

    @Test
    void aLinkThatABrokerEndsOverTheSizeOfAMessageLeavesThoseItAcceptedConfirmed() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer().respond().withSettled(true).withState().accepted();
            peer.expectTransfer();
            peer.expectTransfer();
            peer.remoteDetach()
                    .withClosed(true)
                    .withErrorCondition("amqp:link:message-size-exceeded", "at most 10 bytes")
                    .queue();
            peer.expectDetach().optional();
            peer.expectEnd().optional();
            peer.expectClose().optional();
            peer.start();
            var problem = catchThrowableOfType(SinkException.Rejected.class, () -> patient(peer)
                    .send(List.of(delivery("a", 1), delivery("b", 2), delivery("c", 3))));
            assertThat(problem.confirmed()).isEqualTo(1);
            assertThat(problem.index()).as("which of the two is not said").isEmpty();
            assertThat(problem.text().vi()).contains("max-message-size");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp:internal-error", "failed"})
    void aBrokerThatFailsOverAMessageIsToldFromOneThatWillNeverTakeIt(String condition) throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer().respond().withSettled(true).withState().accepted();
            peer.expectTransfer().respond().withSettled(true).withState().rejected(condition, "journal");
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Failing.class, () -> patient(peer).send(List.of(delivery("a", 1), delivery("b", 2))));
            assertThat(problem.confirmed()).isEqualTo(1);
            assertThat(problem.text().en()).contains(condition, "journal");
        }
    }

    @Test
    void aBrokerThatTriedAMessageAndFailedIsFailing() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer().respond().withSettled(true).withState().accepted();
            peer.expectTransfer().respond().withSettled(true).withState().modified(true);
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Failing.class, () -> patient(peer).send(List.of(delivery("a", 1), delivery("b", 2))));
            assertThat(problem.confirmed()).isEqualTo(1);
        }
    }

    @Test
    void aMessageThatTheAccountMayNotSendIsNoBadMessage() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer()
                    .respond()
                    .withSettled(true)
                    .withState()
                    .rejected("amqp:unauthorized-access", "no right");
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Refused.class, () -> patient(peer).send(List.of(delivery(1))));
            assertThat(problem.text().vi()).contains("matluoi.events", "cấp quyền");
        }
    }

    @Test
    void aBrokerWithoutRoomIsTriedAgain() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer()
                    .respond()
                    .withSettled(true)
                    .withState()
                    .rejected("amqp:resource-limit-exceeded", "full");
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Away.class, () -> node(peer).send(List.of(delivery(1))));
            assertThat(problem.text().en()).contains("amqp:resource-limit-exceeded");
        }
    }

    @Test
    void whatIsReleasedIsSentAgain() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer().respond().withSettled(true).withState().accepted();
            peer.expectTransfer().respond().withSettled(true).withState().released();
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Away.class, () -> node(peer).send(List.of(delivery(1), delivery(2))));
            assertThat(problem).as("it did not look at it").isExactlyInstanceOf(SinkException.Away.class);
            assertThat(problem.confirmed()).isEqualTo(1);
        }
    }

    @Test
    void nothingOfASourceOvertakesWhatABrokerReleases() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer().respond().withSettled(true).withState().accepted();
            peer.expectTransfer().respond().withSettled(true).withState().released();
            peer.expectDetach().optional();
            peer.expectEnd().optional();
            peer.expectClose().respond();
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Away.class, () -> node(peer).send(List.of(delivery(1), delivery(2), delivery(3))));
            assertThat(problem.confirmed()).isEqualTo(1);
            peer.waitForScriptToComplete(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatABrokerTookWithoutSayingSoIsSentAgain() throws Exception {
        try (var peer = peer()) {
            peer.remoteFlow().withLinkCredit(10).queue();
            peer.expectTransfer();
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Away.class, () -> node(peer).send(List.of(delivery(1))));
            assertThat(problem.confirmed()).isZero();
        }
    }

    @Test
    void aBrokerThatGivesNoCreditIsNotWaitedForForEver() throws Exception {
        try (var peer = peer()) {
            peer.start();
            catchThrowableOfType(SinkException.Away.class, () -> node(peer).send(List.of(delivery(1))));
        }
    }

    @Test
    void aNodeThatIsNotThereWaitsForAPerson() throws Exception {
        try (var peer = new ProtonTestServer()) {
            begin(peer);
            peer.expectAttach().ofSender().reject(true, "amqp:not-found", "no such queue");
            peer.expectDetach().optional();
            peer.start();
            var problem = catchThrowableOfType(
                    SinkException.Refused.class, () -> patient(peer).send(List.of(delivery(1))));
            assertThat(problem.text().vi()).contains("matluoi.events", "amqp:not-found");
        }
    }

    @Test
    void whatTheHubMayNotReachIsNotCalled() {
        DeviceNetworks none = (host, port) -> {
            throw new DeviceException.Refused(
                    DeviceException.Refused.Why.NETWORK, new Text("không được phép", "not allowed"));
        };
        var node = new Node(settings(Map.of("url", "amqp://10.1.2.3")), none, SHORT);
        var problem = catchThrowableOfType(SinkException.Away.class, () -> node.send(List.of(delivery(1))));
        assertThat(problem.text().en()).isEqualTo("not allowed");
    }

    private static ProtonTestServer peer() {
        var peer = new ProtonTestServer();
        begin(peer);
        peer.expectAttach().ofSender().respond();
        return peer;
    }

    private static void begin(ProtonTestServer peer) {
        peer.expectSASLAnonymousConnect();
        peer.expectOpen().respond();
        peer.expectBegin().respond();
    }

    private Node node(ProtonTestServer peer) {
        return node(peer, SHORT);
    }

    private Node patient(ProtonTestServer peer) {
        return node(peer, LONG);
    }

    private Node node(ProtonTestServer peer, Duration patience) {
        return node(Map.of("url", "amqp://127.0.0.1:" + peer.getServerURI().getPort()), patience);
    }

    private Node node(Map<String, String> parameters, Duration patience) {
        return new Node(settings(parameters), open, patience);
    }

    private NodeSettings settings(Map<String, String> parameters) {
        var all = new HashMap<>(parameters);
        all.put("address", "matluoi.events");
        return NodeSettings.of(all::get, folder);
    }

    private String key(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        return name;
    }

    private static Delivery delivery(int number) {
        return delivery("dau-ghi", number);
    }

    private static Delivery delivery(String key, int number) {
        return new Delivery(
                number,
                "events-" + number,
                "urn:matluoi:test:events",
                "vn.matluoi.event.motion",
                key,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                "{\"n\": %d}".formatted(number).getBytes(StandardCharsets.UTF_8));
    }
}
