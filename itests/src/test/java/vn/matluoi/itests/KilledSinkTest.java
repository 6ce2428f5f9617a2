package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Killed while it tells a receiver what changed, a hub goes on where it was: nothing is lost, and what comes twice bears the same id. */
@Tag("own-hub")
@Timeout(300)
class KilledSinkTest {

    private static final int ROWS = 120;
    private static final int TAKEN_BEFORE = 50;
    private static final String KEY = "một khóa đủ dài cho kiểm thử";

    @Test
    void aReceiverIsToldAllByAHubThatWasKilledBeforeItHeardTheAnswer() throws Exception {
        try (var receiver = new WebhookReceiver(KEY);
                var hub = RunningHub.prepared("killed-sink")) {
            hub.configure("vn.matluoi.devices.cfg", SharedHub.devices());
            var key = Files.createDirectories(hub.etc().resolve("keys")).resolve("forward-test");
            Files.writeString(key, KEY);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            hub.configure(
                    "vn.matluoi.route-so.cfg",
                    """
                    template = forward-webhook
                    content = changes
                    begin = first
                    legal.basis = Quyết định 1/QĐ-UBND
                    url = %s
                    plain = true
                    secret.file = forward-test
                    mode = structured
                    """
                            .formatted(receiver.address()));
            var admin = hub.start().administrator();
            receiver.silentAfter(TAKEN_BEFORE);
            var source =
                    SharedHub.json(Map.of("id", "xa", "name", "Xã", "area", SharedHub.TAN_CHAU, "sector", "security"));
            assertThat(admin.post("/api/v1/sources", source).status()).isEqualTo(201);
            var report = admin.send(
                    "POST",
                    "/api/v1/imports?profile=commune&source=xa",
                    "text/csv",
                    sheet().getBytes(StandardCharsets.UTF_8));
            assertThat(report.status()).as(report.text()).isEqualTo(201);
            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.taken().size() == TAKEN_BEFORE);
            hub.kill();
            receiver.release();

            hub.start();
            var ledger = told(hub.administrator());
            assertThat(ledger).hasSize(ROWS);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(ids(receiver)).containsAll(ledger));
            assertThat(receiver.taken()).hasSizeGreaterThan(ROWS);
            assertThat(new LinkedHashSet<>(ids(receiver)))
                    .as("each for the first time in order, and nothing else")
                    .containsExactlyElementsOf(ledger);
            assertThat(receiver.forged()).isEmpty();
        }
    }

    private static String sheet() {
        var sheet = new StringBuilder("Tên camera,Mã camera\n");
        for (var n = 1; n <= ROWS; n++) {
            sheet.append("Camera %d,K-%d\n".formatted(n, n));
        }
        return sheet.toString();
    }

    /** @return the ids of what a receiver must be told, by the change feed */
    private static List<String> told(Client admin) {
        var ids = new ArrayList<String>();
        for (var change : admin.get("/api/v1/changes?after=0&limit=1000").json().get("items")) {
            if (change.get("kind").asText().startsWith("camera.")) {
                ids.add("c-" + change.get("sequence").asLong());
            }
        }
        return ids;
    }

    private static List<String> ids(WebhookReceiver receiver) {
        return receiver.taken().stream().map(event -> event.get("id").asText()).toList();
    }
}
