package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A residential area's gate tells its cameras and events by itself, with a key of its source. */
class WebhookTest {

    private static final String SOURCE = "khu-do-thi";
    private static final Pattern SCRIPT = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final String FILE = "vn.matluoi.route-cong-an-ninh.cfg";

    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        admin = SharedHub.administrator();
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-webhook
                        source = %s
                        name = Khu đô thị
                        area = %s
                        profile = residential
                        """
                                .formatted(SOURCE, SharedHub.LONG_AN));
        await().atMost(Duration.ofSeconds(60)).until(() -> route().contains("\"started\""));
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(Duration.ofSeconds(30)).until(() -> route().isEmpty());
        admin.delete("/api/v1/sources/" + SOURCE);
    }

    private static String route() {
        return route("cong-an-ninh");
    }

    private static String route(String name) {
        for (var route : admin.get("/api/v1/routes").json().path("items")) {
            if (route.path("name").asText().equals(name)) {
                return route.toString();
            }
        }
        return "";
    }

    @Test
    void whatTheGateTellsIsKeptAndItsKeyOpensNothingElse() {
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", SOURCE, "label", "cổng", "days", 1)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var gate = SharedHub.get().client().with(made.json().path("key").asText());

        var told = gate.post(
                "/api/v1/events",
                "[{\"camera\": \"CONG-1\", \"type\": \"motion\", \"phase\": \"active\"},"
                        + " {\"type\": \"Barrier.Opened\", \"lane\": 2}]");
        assertThat(told.status()).as(told.text()).isEqualTo(202);
        assertThat(told.json().path("kept").asInt()).isEqualTo(2);
        var events = admin.get("/api/v1/events?source=" + SOURCE).text();
        assertThat(events).contains("Barrier.Opened", "\"lane\\\":2", "CONG-1");
        assertThat(gate.get("/api/v1/events").status()).isEqualTo(403);
        assertThat(gate.get("/api/v1/cameras").status()).isEqualTo(403);
        assertThat(gate.post("/api/v1/events?source=nguon-khac", "{\"type\": \"motion\"}")
                        .status())
                .isEqualTo(403);

        assertThat(admin.post("/api/v1/routes/cong-an-ninh/stop", "").status()).isEqualTo(200);
        var closed = gate.post("/api/v1/events", "{\"type\": \"motion\"}");
        assertThat(closed.status()).isEqualTo(503);
        assertThat(closed.text()).contains("route.closed");
        assertThat(admin.post("/api/v1/routes/cong-an-ninh/start", "").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        gate.post("/api/v1/events", "{\"type\": \"motion\"}").status() == 202);

        var id = made.json().path("about").path("id").asText();
        assertThat(admin.get("/api/v1/keys?source=" + SOURCE).text())
                .contains(id, "lastUsed")
                .doesNotContain(made.json().path("key").asText());
        assertThat(admin.delete("/api/v1/keys/" + id).status()).isEqualTo(204);
        assertThat(gate.post("/api/v1/events", "{\"type\": \"motion\"}").status())
                .isEqualTo(401);
    }

    private static Client gate() {
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", SOURCE, "label", "cổng", "days", 1)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return SharedHub.get().client().with(made.json().path("key").asText());
    }

    @Test
    void aListIsReadByTheProfileOfItsRouteAndByNoOther() {
        var sheet = "Mã camera;Tên camera\nCONG-1;Cổng chính\n".getBytes(StandardCharsets.UTF_8);
        var address = "/api/v1/imports?source=" + SOURCE + "&dryRun=true";
        var gate = gate();

        var refused = gate.send("POST", address + "&profile=generic", "text/csv", sheet);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("rule").asText()).isEqualTo("route.says-otherwise");
        var fault = refused.json().path("errors").path(0);
        assertThat(fault.path("field").asText()).isEqualTo("profile");
        assertThat(fault.path("message").asText()).contains("residential", FILE);

        assertThat(gate.send("POST", address, "text/csv", sheet).status()).isEqualTo(200);
        assertThat(gate.send("POST", address + "&profile=residential", "text/csv", sheet)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anEventOfAClockIn1970OrIn2100IsKeptWithTheHubsOwnTimeBesideIt() {
        var begun = Instant.now();
        var told = gate().post(
                        "/api/v1/events",
                        "[{\"type\": \"Gate.Old\", \"time\": \"1970-01-01T00:00:07Z\"},"
                                + " {\"type\": \"Gate.New\", \"time\": \"2100-12-31T23:59:59Z\"}]");
        assertThat(told.status()).as(told.text()).isEqualTo(202);
        assertThat(told.json().path("kept").asInt()).isEqualTo(2);

        var times = new HashMap<String, String>();
        for (var event :
                admin.get("/api/v1/events?newest=true&source=" + SOURCE).json().path("items")) {
            var topic = event.path("topic").asText();
            if (topic.startsWith("Gate.")) {
                times.put(topic, event.path("deviceTime").asText());
                assertThat(Instant.parse(event.path("at").asText()))
                        .isBetween(begun.minusSeconds(60), Instant.now().plusSeconds(60));
            }
        }
        assertThat(times)
                .containsEntry("Gate.Old", "1970-01-01T00:00:07Z")
                .containsEntry("Gate.New", "2100-12-31T23:59:59Z");
    }

    @Test
    void whatIsMalformedIsKeptAsItCameAndShownWithItsRoute() {
        var wrong = "[{\"type\": \"motion\"}, {\"camera\": \"CONG-1\", \"wording\": \"chưa khai loại\"}]";
        var refused = gate().post("/api/v1/events", wrong);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText())
                .contains("[1].type", "cong-an-ninh", "hub:dead-letter-replay");

        var letters = "/api/v1/routes/cong-an-ninh/dead-letters";
        var letter = admin.get(letters).json().path("items").path(0);
        assertThat(letter.path("name").asText()).isEqualTo("POST /api/v1/events");
        assertThat(refused.json().path("detail").asText())
                .contains(" " + letter.path("id").asText() + " ");
        var one = letters + "/" + letter.path("id").asText();
        assertThat(admin.get(one + "/raw").text()).isEqualTo(wrong);
        var replayed = admin.post(one + "/replay", "");
        assertThat(replayed.status()).as(replayed.text()).isEqualTo(400);
        assertThat(admin.get(one).json().path("replays").asInt()).isEqualTo(1);
        assertThat(admin.delete(one).status()).isEqualTo(204);
    }

    @Test
    void aSignedDeliveryThatComesAgainIsNotKeptAgain() throws Exception {
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", SOURCE, "label", "ký", "days", 1)));
        var key = made.json().path("key").asText();
        var gate = SharedHub.get().client().with(key);
        var body = "[{\"type\": \"Gate.Signed\"}, {\"type\": \"Gate.Signed\"}]";
        assertThat(signed(gate, key, body).json().path("kept").asInt()).isEqualTo(2);
        var again = signed(gate, key, body);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("repeated").asBoolean()).isTrue();
        assertThat(again.json().path("kept").asInt()).isZero();
        var kept = 0;
        for (var event :
                admin.get("/api/v1/events?newest=true&source=" + SOURCE).json().path("items")) {
            kept += event.path("topic").asText().equals("Gate.Signed") ? 1 : 0;
        }
        assertThat(kept).isEqualTo(2);
    }

    @Test
    void aSignedListThatComesAgainIsTheImportThatItWas() throws Exception {
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", SOURCE, "label", "ký bảng", "days", 1)));
        var key = made.json().path("key").asText();
        var gate = SharedHub.get().client().with(key);
        var address = "/api/v1/imports?source=" + SOURCE;
        var list = "Mã camera;Tên camera;Văn bản đồng ý\nCONG-7;Cổng phụ;Số 7/VB-BQL, Ban quản lý ký\n";
        var forged = signed(gate, key + "x", address, "text/csv", list);
        assertThat(forged.status()).as(forged.text()).isEqualTo(401);

        var taken = signed(gate, key, address, "text/csv", list);
        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(taken.json().at("/counts/created").asInt()).as(taken.text()).isEqualTo(1);
        var again = signed(gate, key, address, "text/csv", list);
        assertThat(again.json().path("id").asLong())
                .isPositive()
                .isEqualTo(taken.json().path("id").asLong());
    }

    @Test
    void whereSignaturesAreDemandedWhatIsNotSignedIsRefusedByEveryDoor() throws Exception {
        var source = "khu-co-ky";
        var file = "vn.matluoi.route-cong-co-ky.cfg";
        SharedHub.get()
                .configure(
                        file,
                        """
                        template = source-webhook
                        source = %s
                        area = %s
                        profile = residential
                        signature = required
                        """
                                .formatted(source, SharedHub.LONG_AN));
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> route("cong-co-ky").contains("\"started\""));
            var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", source, "label", "ký", "days", 1)));
            var key = made.json().path("key").asText();
            var gate = SharedHub.get().client().with(key);
            var event = "{\"type\": \"Gate.Demanded\"}";
            var imports = "/api/v1/imports?source=" + source;
            var list = "Mã camera;Tên camera;Văn bản đồng ý\nKY-1;Cổng có ký;Số 8/VB-BQL, Ban quản lý ký\n";
            var status =
                    """
                    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
                    <ReportStatus xmlns="urn:matluoi:agency:v1"><Source>%s</Source>
                    <Status><Camera>KY-1</Camera><Working>false</Working></Status></ReportStatus></s:Body></s:Envelope>"""
                            .formatted(source);
            for (var refused : List.of(
                    gate.post("/api/v1/events", event),
                    gate.post("/api/v1/events", "<html>"),
                    gate.send("POST", imports, "text/csv", list.getBytes(StandardCharsets.UTF_8)))) {
                assertThat(refused.status()).as(refused.text()).isEqualTo(401);
                assertThat(refused.json().path("rule").asText()).isEqualTo("webhook.unsigned");
                assertThat(refused.json().path("detail").asText()).contains("cong-co-ky", "signature = required");
            }
            var soap = gate.send(
                    "POST", "/soap/agency", "text/xml; charset=utf-8", status.getBytes(StandardCharsets.UTF_8));
            assertThat(soap.text()).contains("webhook.unsigned", "chữ ký", "signature = required");

            var taken = signed(gate, key, imports, "text/csv", list);
            assertThat(taken.json().at("/counts/created").asInt())
                    .as(taken.text())
                    .isEqualTo(1);
            assertThat(signed(gate, key, event).status()).isEqualTo(202);
            soap = signed(gate, key, "/soap/agency", "text/xml; charset=utf-8", status);
            assertThat(soap.status()).as(soap.text()).isEqualTo(200);
            assertThat(soap.text()).contains("Kept>1<");
            soap = signed(gate, key, "/soap/agency", "text/xml; charset=utf-8", status);
            assertThat(soap.text()).contains("Kept>0<", "Repeated>true<");
            assertThat(admin.get("/api/v1/routes/cong-co-ky/dead-letters")
                            .json()
                            .path("items"))
                    .as("what is not signed is not kept")
                    .isEmpty();
            var forged = signed(gate, key + "x", "/soap/agency", "text/xml; charset=utf-8", status);
            assertThat(forged.status()).isEqualTo(401);
            assertThat(forged.text()).contains("webhook.signature");
        } finally {
            Files.deleteIfExists(SharedHub.get().etc().resolve(file));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> route("cong-co-ky").isEmpty());
            admin.delete("/api/v1/sources/" + source);
        }
    }

    /** The page's own lines, with the hub's certificate as the guide has people read it. */
    @Test
    void aProgramSignsAsThePageShows(@TempDir Path folder) throws Exception {
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", SOURCE, "label", "openssl", "days", 1)));
        var key = made.json().path("key").asText();
        var list = "Mã camera;Tên camera;Văn bản đồng ý\nOPENSSL-1;Cổng bắc;Số 9/VB-BQL, Ban quản lý ký\n";
        Files.writeString(folder.resolve("camera.csv"), list);
        var pages = Map.of("docs/guide/install.md", "s_client", "camel-routes/source-webhook/README.md", "dgst");
        var script = new StringBuilder("set -e\n");
        for (var page : new TreeMap<>(pages).descendingMap().entrySet()) {
            var lines = SCRIPT.matcher(Files.readString(Project.ROOT.resolve(page.getKey())))
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.contains(page.getValue()))
                    .toList();
            assertThat(lines).as(page.getKey()).hasSize(1);
            script.append(lines.get(0));
        }
        var hub = SharedHub.get().base().getAuthority();
        var ran = Commands.run(
                List.of("bash", "-c", script.toString().replace("hub:8443", hub).replace("127.0.0.1:8443", hub)),
                Map.of("KEY", key),
                folder,
                60);
        assertThat(ran.out()).as(ran.everything()).containsPattern("\"created\"\\s*:\\s*1\\b");
    }

    private static Answer signed(Client gate, String key, String body) throws Exception {
        return signed(gate, key, "/api/v1/events", "application/json", body);
    }

    private static Answer signed(Client gate, String key, String address, String type, String body) throws Exception {
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = Base64.getEncoder()
                .encodeToString(mac.doFinal(("lan-1." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8)));
        return gate.send(
                "POST",
                address,
                type,
                body.getBytes(StandardCharsets.UTF_8),
                "webhook-id",
                "lan-1",
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1," + signature);
    }
}
