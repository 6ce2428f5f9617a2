package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two real hubs: what the catalogue of one holds, and what changes in it, is in the other's; by the file of the guide. */
@Timeout(300)
class UpperRegistryTest {

    private static final String SHEET = "upper-sheet";
    private static final String ROUTE = "vn.matluoi.route-trung-tam.cfg";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RunningHub center;
    private static Client there;
    private static Client here;

    @BeforeAll
    static void open() throws Exception {
        here = SharedHub.administrator();
        center = RunningHub.prepared("center");
        there = center.start().administrator();
        var sheet =
                SharedHub.json(Map.of("id", SHEET, "name", "Bảng kê", "area", SharedHub.LONG_AN, "sector", "security"));
        assertThat(here.post("/api/v1/sources", sheet).status()).isEqualTo(201);
        imported("Cổng thử A,UP-1\nCổng thử B,UP-2\nCổng thử C,UP-3\n");
        var key = there.post(
                        "/api/v1/keys",
                        SharedHub.json(Map.of("source", "upper-tay-ninh", "label", "trạm Tây Ninh", "days", 1)))
                .json()
                .path("key")
                .asText();
        var file = SharedHub.get().etc().resolve("keys/trung-tam");
        Files.writeString(file, key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        SharedHub.get()
                .configure(
                        ROUTE,
                        Guide.file("forward.md", ROUTE)
                                        .replace(
                                                "https://trung-tam.example.vn:8443",
                                                center.base().toString())
                                        .replace(Guide.FINGERPRINT, fingerprint())
                                + "link.seconds = 1\n"); // that the center is away is to be seen soon
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(ROUTE));
        await().atMost(PATIENCE).until(() -> !here.get("/api/v1/sinks").text().contains("trung-tam"));
        here.delete("/api/v1/sources/" + SHEET);
        center.close();
        Files.deleteIfExists(SharedHub.get().etc().resolve("keys/trung-tam"));
    }

    private static String fingerprint() throws IOException, GeneralSecurityException {
        try (var socket = (SSLSocket) Client.tls()
                .getSocketFactory()
                .createSocket("127.0.0.1", center.base().getPort())) {
            socket.startHandshake();
            var shown = socket.getSession().getPeerCertificates()[0].getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(shown));
        }
    }

    private static void imported(String rows) {
        imported("Tên camera,Mã camera\n", rows);
    }

    private static void secret(String rows) {
        imported("Tên camera,Mã camera,Bí mật nhà nước\n", rows);
    }

    private static void imported(String headings, String rows) {
        var report = here.send(
                "POST",
                "/api/v1/imports?profile=generic&source=" + SHEET,
                "text/csv",
                (headings + rows).getBytes(StandardCharsets.UTF_8));
        assertThat(report.status()).as(report.text()).isEqualTo(201);
    }

    private static String cameras() {
        return there.get("/api/v1/cameras?limit=200&q=cong+thu&source=upper-tay-ninh")
                .text();
    }

    @Test
    void theCatalogueIsComparedFirstAndThenEachChangeIsThereWithinTwoSeconds() throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cameras()).contains("Cổng thử A", "Cổng thử B", "Cổng thử C"));
        imported("Cổng thử D,UP-4\n");
        await().atMost(PATIENCE).until(() -> cameras().contains("Cổng thử D"));

        var began = System.nanoTime();
        imported("Cổng thử A đổi tên,UP-1\n");
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> cameras()
                .contains("Cổng thử A đổi tên"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

        var sums = "/checksums?area=" + SharedHub.LONG_AN;
        var told = there.get("/api/v1/upstream/tay-ninh" + sums).json();
        assertThat(told.path("count").asInt())
                .isEqualTo(here.get("/api/v1" + sums).json().path("count").asInt());
        assertThat(here.get("/health/ready").text()).contains("trung-tam");

        center.kill();
        imported("Cổng thử B đổi tên,UP-2\n");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(here.get("/api/v1/sinks").text()).contains("waiting"));
        center.start();
        await().atMost(PATIENCE).until(() -> cameras().contains("Cổng thử B đổi tên"));
        assertThat(there.get("/api/v1/audit/verification").json().get("intact").asBoolean())
                .isTrue();
    }

    @Test
    void whatIsWithdrawnAtOnceWaitsForAPersonOverThere() throws Exception {
        imported("Cổng thử X,UP-7\nCổng thử Y,UP-8\nCổng thử Z,UP-9\n");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(cameras()).contains("Cổng thử X", "Cổng thử Y", "Cổng thử Z"));
        bounds("0", "2");

        secret("Cổng thử X,UP-7,có\nCổng thử Y,UP-8,có\nCổng thử Z,UP-9,có\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(there.get("/api/v1/upstream/tay-ninh")
                        .json()
                        .path("waiting")
                        .asInt())
                .isEqualTo(3));

        var waits =
                there.get("/api/v1/imports?state=waiting&source=upper-tay-ninh").json();
        assertThat(waits.at("/items/0/counts/missing").asInt()).isEqualTo(3);
        assertThat(center.shellSays("hub:import-list --waiting")).contains("upper-tay-ninh");
        assertThat(missing()).isZero();
        var again = there.post(
                "/api/v1/upstream/tay-ninh/changes",
                SharedHub.json(Map.of("stream", "comparing", "cameras", List.of(Map.of("id", idOf("Cổng thử X"))))));
        assertThat(again.json().at("/cameras/0/outcome").asText())
                .as(again.text())
                .isEqualTo("waiting");
        assertThat(again.json().at("/cameras/0/why").asText()).contains("chấp nhận");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(here.get("/health/ready").text()).contains("chờ người duyệt việc rút 3 camera"));

        center.shellSays("hub:import-release " + waits.at("/items/0/id").asLong());
        assertThat(missing()).isEqualTo(3);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(here.get("/health/ready").text()).doesNotContain("chờ người duyệt"));
        bounds("20", "10");
    }

    private static String idOf(String name) {
        for (var camera :
                here.get("/api/v1/cameras?limit=200&source=" + SHEET).json().path("items")) {
            if (camera.toString().contains(name)) {
                return camera.path("id").asText();
            }
        }
        throw new AssertionError("no camera " + name);
    }

    /** What the center lets the registry withdraw. */
    private static void bounds(String percent, String least) {
        var settings = there.get("/api/v1/sources/upper-tay-ninh").json();
        var put = there.put(
                "/api/v1/sources/upper-tay-ninh",
                SharedHub.json(Map.of(
                        "name",
                        settings.path("name").asText(),
                        "area",
                        settings.path("area").asText(),
                        "options",
                        Map.of("missing.percent", percent, "missing.least", least))));
        assertThat(put.status()).as(put.text()).isLessThan(300);
    }

    private static long missing() {
        return there.get("/api/v1/changes?limit=1000").json().findValuesAsText("kind").stream()
                .filter("camera.missing"::equals)
                .count();
    }
}
