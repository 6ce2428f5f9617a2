package vn.matluoi.simulators.agency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.simulators.tls.PemCertificate;

/** Against a hub that is no more than its door. */
class WebhookSenderTest {

    private static final String KEY = "mls_thu";

    private record Delivery(String path, String key, String id, String timestamp, String signature, String body) {}

    @TempDir
    Path dir;

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile int answer = 202;
    private HttpsServer hub;
    private WebhookSender sender;

    @BeforeEach
    void open() throws Exception {
        PemCertificate own = PemCertificate.kept(dir, "hub");
        hub = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        hub.setHttpsConfigurator(new HttpsConfigurator(own.context()));
        hub.createContext("/", this::take);
        hub.start();
        sender = new WebhookSender(
                URI.create("https://127.0.0.1:" + hub.getAddress().getPort()),
                dir.resolve("key"),
                own.certificate(),
                "kdc",
                WebhookSender.cameras("25516", 1, 5401, List.of("Cổng", "Bãi xe")));
        sender.begin(Duration.ofMillis(10), Duration.ofMillis(10));
    }

    @AfterEach
    void close() {
        sender.close();
        hub.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            deliveries.add(new Delivery(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private List<Delivery> to(String path) {
        return deliveries.stream().filter(one -> one.path().startsWith(path)).toList();
    }

    @Test
    void handsItsListInOnceAndThenTellsEventsAllSigned() throws Exception {
        Files.writeString(dir.resolve("key"), KEY + "\n");
        await().until(() -> to("/api/v1/events").size() >= 2);
        assertThat(to("/api/v1/imports")).singleElement().satisfies(list -> {
            assertThat(list.key()).isEqualTo("Bearer " + KEY);
            assertThat(list.path()).contains("profile=residential", "source=kdc");
            assertThat(list.body())
                    .contains("\"Văn bản đồng ý\"", "\"Cổng\"", "\"Bãi xe\"", "\"Số 02/VBĐY-KDC", "CAM-25516-05401");
            assertThat(list.signature()).isEqualTo(signature(list));
        });
        Delivery event = to("/api/v1/events").get(0);
        assertThat(event.body()).contains("\"camera\":\"CAM-25516-05401\"", "\"type\":\"motion\"");
        assertThat(event.signature()).isEqualTo(signature(event));
    }

    private static String signature(Delivery of) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = of.id() + "." + of.timestamp() + "." + of.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 404}) // 404: the hub is starting
    void sendsAgainWhatADoorThatIsShutDidNotTake(int status) throws Exception {
        answer = status;
        Files.writeString(dir.resolve("key"), KEY);
        await().until(() -> to("/api/v1/imports").size() >= 2);
        assertThat(to("/api/v1/imports"))
                .extracting(Delivery::id)
                .containsOnly(deliveries.get(0).id());
        assertThat(to("/api/v1/events")).isEmpty();
        answer = 201;
        await().until(() -> !to("/api/v1/events").isEmpty());
    }

    @Test
    void aKeyThatIsRefusedIsOfferedOnceAndAnotherIsTried() throws Exception {
        answer = 401;
        Files.writeString(dir.resolve("key"), "mls_sai");
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(10)).until(() -> deliveries.size() == 1);
        answer = 201;
        Files.writeString(dir.resolve("key"), KEY);
        await().until(() -> !to("/api/v1/events").isEmpty());
        assertThat(deliveries.get(1).key()).isEqualTo("Bearer " + KEY);
    }
}
