package vn.matluoi.forward.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkException.Away;
import vn.matluoi.api.forward.SinkException.Failing;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.forward.SinkException.Rejected;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.simulators.hostile.HeaderCorpus;

class WebhookSinkTest {

    private static final String HANGS_UP = "–";

    /** Headers of what is sent: the sink's own, and those of HTTP itself. */
    private static final List<String> SET = List.of(
            "Accept",
            "Connection",
            "Content-length",
            "Content-type",
            "Host",
            "User-agent",
            "Webhook-id",
            "Webhook-signature",
            "Webhook-timestamp");

    private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** What came. */
    private record Message(Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    @TempDir
    Path etc;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Message> came = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<String> answer = body -> "204";
    private HttpServer receiver;

    @BeforeEach
    void start() throws Exception {
        System.setProperty("karaf.etc", etc.toString());
        Files.writeString(Files.createDirectories(etc.resolve("keys")).resolve("hook"), KEY);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        receiver.createContext("/hook", this::take);
        receiver.start();
        camel.addRoutes(
                new WebhookSink(ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow()));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        receiver.stop(0);
        System.clearProperty("karaf.etc");
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        came.add(new Message(Map.copyOf(exchange.getRequestHeaders()), body));
        var said = answer.apply(body).split(" ");
        if (said[0].equals(HANGS_UP)) {
            exchange.close();
            return;
        }
        if (said.length > 1) {
            exchange.getResponseHeaders().add(said[1], said[2]);
        }
        exchange.sendResponseHeaders(Integer.parseInt(said[0]), -1);
        exchange.close();
    }

    private void route(String mode) throws Exception {
        TemplatedRouteBuilder.builder(camel, WebhookSink.NAME)
                .routeId("so-khcn")
                .parameter("routeName", "so-khcn")
                .parameter(
                        "url",
                        "http://127.0.0.1:%d/hook?a=1"
                                .formatted(receiver.getAddress().getPort()))
                .parameter("content", "events")
                .parameter("legal.basis", "Quyết định 1")
                .parameter("secret.file", "hook")
                .parameter("plain", "true")
                .parameter("mode", mode)
                .add();
    }

    private static List<Delivery> deliveries(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> new Delivery(
                        n,
                        "e-" + n,
                        "urn:x",
                        "vn.matluoi.event.motion",
                        "nvr",
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH,
                        "{\"id\":\"e-%d\"}".formatted(n).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** With every header by which others would steer it. */
    private Exception send(int count) {
        return camel.createProducerTemplate()
                .send("direct:so-khcn", exchange -> {
                    HeaderCorpus.names().forEach(name -> exchange.getMessage().setHeader(name, HeaderCorpus.VALUE));
                    exchange.getMessage().setBody(deliveries(count));
                })
                .getException();
    }

    @Test
    void aBatchIsOneSignedMessageWithANameOfItsOwn() throws Exception {
        route("batched");
        assertThat(send(3)).isNull();
        assertThat(came).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("[{\"id\":\"e-1\"},{\"id\":\"e-2\"},{\"id\":\"e-3\"}]");
            assertThat(message.header("Content-type")).isEqualTo("application/cloudevents-batch+json");
            assertThat(message.header("Webhook-id")).isEqualTo("e-1..e-3");
            var timestamp = Long.parseLong(message.header("Webhook-timestamp"));
            assertThat(message.header("Webhook-signature"))
                    .isEqualTo(Signature.with(KEY)
                            .orElseThrow()
                            .headers(
                                    "e-1..e-3",
                                    Instant.ofEpochSecond(timestamp),
                                    message.body().getBytes(StandardCharsets.UTF_8))
                            .get("webhook-signature"));
            assertThat(message.headers().keySet()).containsExactlyInAnyOrderElementsOf(SET);
            assertThat(message.headers().values()).doesNotContain(List.of(HeaderCorpus.VALUE));
        });
    }

    @Test
    void oneByOneEachIsAMessageAndWhatWasConfirmedIsSaid() throws Exception {
        route("structured");
        answer = body -> body.contains("e-3") ? "500" : "200";
        assertThat(send(5)).isInstanceOfSatisfying(Failing.class, failing -> assertThat(failing.confirmed())
                .isEqualTo(2));
        assertThat(came).extracting(message -> message.header("Webhook-id")).containsExactly("e-1", "e-2", "e-3");
        assertThat(came.get(0).header("Content-type")).isEqualTo("application/cloudevents+json");
        answer = body -> body.contains("e-4") ? "422" : "200";
        assertThat(send(5)).isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(rejected.index())
                .hasValue(3));
    }

    @Test
    void eachAnswerSaysWhoseTurnItIs() throws Exception {
        route("batched");
        var verdicts = new ArrayList<String>();
        for (var status : List.of(200, 202, 400, 401, 403, 404, 408, 413, 422, 429, 500, 501, 502, 503, 504, 507)) {
            answer = body -> String.valueOf(status);
            var failure = send(2);
            verdicts.add(
                    status + " " + (failure == null ? "–" : failure.getClass().getSimpleName()));
        }
        assertThat(verdicts)
                .containsExactly(
                        "200 –",
                        "202 –",
                        "400 Rejected",
                        "401 Refused",
                        "403 Refused",
                        "404 Away",
                        "408 Away",
                        "413 Rejected",
                        "422 Rejected",
                        "429 Away",
                        "500 Failing",
                        "501 Failing",
                        "502 Away",
                        "503 Away",
                        "504 Away",
                        "507 Failing");
    }

    @Test
    void aReceiverThatAsksForAPauseIsHeard() throws Exception {
        route("batched");
        answer = body -> "429 Retry-After 120";
        assertThat(send(1)).isInstanceOfSatisfying(Away.class, away -> assertThat(away.retryAfter())
                .contains(Duration.ofMinutes(2)));
    }

    @Test
    void aReceiverThatFailsAndAsksForAPauseIsAway() throws Exception {
        route("batched");
        answer = body -> "500 Retry-After 120";
        assertThat(send(1)).isExactlyInstanceOf(Away.class);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        route("batched");
        answer = body -> "307 Location /hook/elsewhere";
        assertThat(send(1)).isInstanceOf(Away.class);
        assertThat(came).hasSize(1);
    }

    @Test
    void withoutAKeyNothingIsSentAndTheFileIsNamedNotWhatItHolds() throws Exception {
        route("batched");
        Files.writeString(etc.resolve("keys/hook"), "quá ngắn");
        assertThat(send(1)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.mend()).contains(etc.resolve("keys/hook"));
            assertThat(refused.text().vi()).contains("etc/keys/hook").doesNotContain("quá ngắn");
        });
        assertThat(came).isEmpty();
    }

    @Test
    void aReceiverThatIsNotThereIsAwayAndOneThatComesBackIsReached() throws Exception {
        route("batched");
        var port = receiver.getAddress().getPort();
        receiver.stop(0);
        assertThat(send(1)).isInstanceOf(Away.class);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        receiver.createContext("/hook", this::take);
        receiver.start();
        assertThat(send(1)).isNull();
    }

    @Test
    void whatTheReceiverTookWithoutAnsweringComesAgainUnderTheSameName() throws Exception {
        route("batched");
        answer = body -> HANGS_UP;
        var unheard = send(3);
        assertThat(unheard).isExactlyInstanceOf(Away.class);
        assertThat(((Away) unheard).confirmed()).isZero();
        assertThat(came).isNotEmpty();
        var before = came.size();
        answer = body -> "204";
        assertThat(send(3)).isNull();
        assertThat(came).hasSize(before + 1);
        assertThat(came).extracting(message -> message.header("Webhook-id")).containsOnly("e-1..e-3");
        assertThat(came).extracting(Message::body).containsOnly(came.get(0).body());
    }

    @Test
    void oneByOneWhatTheReceiverTookWithoutAnsweringComesAgainAndNothingBeforeIt() throws Exception {
        route("structured");
        answer = body -> body.contains("e-2") ? HANGS_UP : "204";
        var unheard = send(3);
        assertThat(unheard).isExactlyInstanceOf(Away.class);
        assertThat(((Away) unheard).confirmed()).isEqualTo(1);
        assertThat(came).extracting(message -> message.header("Webhook-id")).doesNotContain("e-3");
    }

    @Test
    void aFailureOfTheRouteIsTheSinksOwn() throws Exception {
        route("batched");
        answer = body -> "500";
        assertThat(send(1)).isInstanceOf(SinkException.class);
    }
}
