package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An administrator enters a route by REST, sees it, mends it, hands in what it could not take, and removes it. */
class RoutesByRestTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROUTES = "/api/v1/routes";
    private static final String FILE = "vn.matluoi.route-bv-rest.cfg";

    private static volatile String answer = "{\"danh_sach\": [%s]}";
    private static HttpServer hospital;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        hospital = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        hospital.createContext("/api/cameras", exchange -> {
            var camera =
                    "{\"ma_camera\": \"BVR-1\", \"ten_camera\": \"Kho thuốc\", \"vi_do\": 10.4177, \"kinh_do\": 106.3391}";
            var body = answer.formatted(camera).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        hospital.start();
        admin = SharedHub.administrator();
    }

    @AfterAll
    static void close() throws IOException {
        hospital.stop(0);
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        admin.delete(ROUTES + "/bv-rest");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.get(ROUTES + "/bv-rest").status() == 404);
        admin.delete("/api/v1/sources/bv-rest");
    }

    @Test
    void aRouteIsEnteredMendedFedFromItsLettersAndRemoved() throws Exception {
        var refused = admin.post(ROUTES, body("bv-rest", "source-rset", Map.of("url", "ftp://x")));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("source-file", "source-rest");
        refused = admin.post(ROUTES, body("bv-rest", "source-rest", Map.of("url", "ftp://x", "colour", "red")));
        assertThat(errors(refused)).contains("colour", "source", "area");

        var made = admin.post(ROUTES, body("bv-rest", "source-rest", settings("")));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(admin.post(ROUTES, body("bv-rest", "source-rest", settings("")))
                        .status())
                .isEqualTo(409);

        // its list stands elsewhere: kept with the reason, and counted as a failure
        var letters = ROUTES + "/bv-rest/dead-letters";
        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.get(letters).json().path("total").asInt() == 1);
        var letter = admin.get(letters).json().path("items").get(0);
        assertThat(letter.path("rule").asText()).isEqualTo("rest.no-list");
        assertThat(admin.get(letters + "/" + letter.path("id").asLong() + "/raw")
                        .text())
                .contains("Kho thuốc");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> route().path("failures").asInt() > 0);
        assertThat(route().path("problem").asText()).contains("không có danh sách");
        assertThat(SharedHub.get().shellSays("hub:dead-letter-list bv-rest")).contains("rest.no-list");

        answer = "<html>%s";
        var mended = admin.put(ROUTES + "/bv-rest", body(null, "source-rest", settings("/danh_sach")));
        assertThat(mended.status()).as(mended.text()).isEqualTo(200);
        var replay = admin.post(letters + "/" + letter.path("id").asLong() + "/replay", "");
        assertThat(replay.status()).as(replay.text()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30)).until(() -> cameras() == 1);

        // the same again changes nothing and is not recorded
        var records = changes();
        assertThat(admin.put(ROUTES + "/bv-rest", body(null, "source-rest", settings("/danh_sach")))
                        .status())
                .isEqualTo(200);
        assertThat(changes()).isEqualTo(records).containsSubsequence("route.create", "route.update");

        // a file of its name waits
        SharedHub.get().configure(FILE, "template = source-rest\nurl = http://127.0.0.1:1/\nsource = x\narea = 80\n");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> route().path("problem").asText().contains(FILE));
        Files.delete(SharedHub.get().etc().resolve(FILE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !route().path("problem").asText().contains(FILE));

        assertThat(admin.post(ROUTES + "/bv-rest/stop", "")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("stopped");
        assertThat(SharedHub.get().shellSays("hub:route-info bv-rest"))
                .contains("/danh_sach")
                .contains("STOPPED");
        assertThat(admin.delete(ROUTES + "/bv-rest").status()).isEqualTo(204);
        assertThat(admin.get(ROUTES + "/bv-rest").status()).isEqualTo(404);
    }

    @Test
    void everyTemplateOfTheHubKeepsTheRulesOfRoutesAndExplainsItsParameters() throws Exception {
        var templates = admin.get("/api/v1/route-templates").json().path("items");
        assertThat(stream(templates).map(one -> one.path("name").asText())).containsAll(shipped());
        for (var template : stream(templates).toList()) {
            var name = template.path("name").asText();
            assertThat(template.path("problem").isMissingNode()
                            || template.path("problem").isNull())
                    .as(template.path("problem").asText())
                    .isTrue();
            assertThat(template.path("description").asText()).as(name).matches(".*[À-ỹ].*");
            for (var parameter : template.path("parameters")) {
                assertThat(parameter.path("description").asText())
                        .as(name + "." + parameter.path("name").asText())
                        .matches(".*[À-ỹ].*");
                assertThat(parameter.path("descriptionEn").asText())
                        .as(name + "." + parameter.path("name").asText())
                        .isNotBlank();
                assertThat(parameter.path("example").asText())
                        .as("an example of %s.%s", name, parameter.path("name").asText())
                        .isNotBlank();
                assertThat(parameter.path("name").asText()).doesNotMatch("(.*\\.)?(password|secret|token|passphrase)");
            }
        }
        assertThat(Files.readString(SharedHub.get().data().resolve("data/log/karaf.log")))
                .as("rules of style are broken only in the log")
                .doesNotContain(": route.group:")
                .doesNotContain(": route.description:");
    }

    /** What people enter becomes part of no address that it could steer. */
    @Test
    void aFolderCannotSayMoreThanWhichFolder() throws Exception {
        var hostile = "/srv/in?fileName=x&move=../out";
        var refused = admin.post(
                ROUTES,
                body("bv-bad", "source-file", Map.of("folder", hostile, "source", "x", "area", SharedHub.LONG_AN)));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(errors(refused)).contains("folder");
        refused = admin.post(
                ROUTES,
                body(
                        "bv-bad",
                        "source-file",
                        Map.of("folder", "/srv/{{env:HOME}}", "source", "x", "area", SharedHub.LONG_AN)));
        assertThat(errors(refused)).contains("folder");
    }

    private static List<String> shipped() throws IOException {
        try (var folders = Files.list(Project.ROOT.resolve("camel-routes"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.matches("(source|forward)-.*"))
                    .filter(name -> Files.exists(Project.ROOT.resolve("camel-routes/" + name + "/pom.xml")))
                    .toList();
        }
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false);
    }

    private static List<String> errors(Answer answer) {
        return stream(answer.json().path("errors"))
                .map(error -> error.path("field").asText())
                .toList();
    }

    private static List<String> changes() {
        return SharedHub.audited().stream()
                .filter(entry -> entry.path("subject").asText().equals("bv-rest"))
                .map(entry -> entry.path("action").asText())
                .filter(action -> action.startsWith("route."))
                .toList();
    }

    private static JsonNode route() {
        return admin.get(ROUTES + "/bv-rest").json().path("route");
    }

    private static int cameras() {
        return admin.get("/api/v1/cameras?source=bv-rest").json().path("total").asInt();
    }

    private static Map<String, String> settings(String items) {
        return Map.of(
                "url",
                "http://127.0.0.1:" + hospital.getAddress().getPort() + "/api/cameras",
                "items",
                items,
                "source",
                "bv-rest",
                "area",
                SharedHub.LONG_AN,
                "profile",
                "hospital",
                "every.seconds",
                "1");
    }

    private static String body(String name, String template, Map<String, String> parameters) throws IOException {
        var body = JSON.createObjectNode().put("template", template);
        if (name != null) {
            body.put("name", name);
        }
        body.set("parameters", JSON.valueToTree(parameters));
        return JSON.writeValueAsString(body);
    }
}
