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
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two real hubs: what the catalogue of one holds, and what changes in it, is in the other's. */
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
        imported("Cổng A,UP-1\nCổng B,UP-2\nCổng C,UP-3\n");
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
                        """
                        template = forward-registry
                        content = changes
                        legal.basis = Quyết định 3/QĐ-UBND
                        url = %s
                        certificate = %s
                        sender = tay-ninh
                        secret.file = trung-tam
                        link.seconds = 1
                        """
                                .formatted(center.base(), fingerprint()));
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
        var report = here.send(
                "POST",
                "/api/v1/imports?profile=generic&source=" + SHEET,
                "text/csv",
                ("Tên camera,Mã camera\n" + rows).getBytes(StandardCharsets.UTF_8));
        assertThat(report.status()).as(report.text()).isEqualTo(201);
    }

    private static String cameras() {
        return there.get("/api/v1/cameras?limit=200&source=upper-tay-ninh").text();
    }

    @Test
    void theCatalogueIsComparedFirstAndThenEachChangeIsThereWithinTwoSeconds() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(cameras()).contains("Cổng A", "Cổng B", "Cổng C"));
        imported("Cổng D,UP-4\n");
        await().atMost(PATIENCE).until(() -> cameras().contains("Cổng D"));

        var began = System.nanoTime();
        imported("Cổng A đổi tên,UP-1\n");
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> cameras()
                .contains("Cổng A đổi tên"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));

        var sums = "/checksums?area=" + SharedHub.LONG_AN;
        var told = there.get("/api/v1/upstream/tay-ninh" + sums).json();
        assertThat(told.path("count").asInt())
                .isEqualTo(here.get("/api/v1" + sums).json().path("count").asInt());
        assertThat(here.get("/health/ready").text()).contains("trung-tam");

        center.kill();
        imported("Cổng B đổi tên,UP-2\n");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(here.get("/api/v1/sinks").text()).contains("waiting"));
        center.start();
        await().atMost(PATIENCE).until(() -> cameras().contains("Cổng B đổi tên"));
        assertThat(there.get("/api/v1/audit/verification").json().get("intact").asBoolean())
                .isTrue();
    }
}
