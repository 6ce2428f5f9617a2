package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of openapi.json, called by nobody and by a viewer of another area. Made from the description, so no
 * operation that is added can be forgotten.
 */
class AuthorisationTest {

    private static final String VIEWER = "viewer-of-long-an";
    private static final String PASSWORD = "kênh rạch miền tây 27694";

    private static SimulatedRecorder recorder;
    private static Client admin;
    private static String foreignCamera;

    @BeforeAll
    static void aCameraInOneAreaAndAViewerOfAnother() throws Exception {
        admin = SharedHub.administrator();
        recorder = SimulatedRecorder.start("--channels", "2", "--offline", "0");
        var source = SharedHub.source("nvr-foreign", recorder).put("area", SharedHub.TAN_CHAU);
        var added = admin.post("/api/v1/sources", source.toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(30))
                .until(() -> admin.get("/api/v1/cameras?source=nvr-foreign")
                                .json()
                                .get("total")
                                .asInt()
                        == 2);
        foreignCamera = admin.get("/api/v1/cameras?source=nvr-foreign")
                .json()
                .at("/items/0/id")
                .asText();
        var unit = admin.put(
                "/api/v1/units/foreign-unit",
                SharedHub.json(Map.of("name", "UBND xã Tân Châu", "area", SharedHub.TAN_CHAU, "from", "2025-07-01")));
        assertThat(unit.status()).as(unit.text()).isBetween(200, 204);
        SharedHub.viewer(VIEWER, PASSWORD, SharedHub.LONG_AN);
    }

    @AfterAll
    static void cleanUp() {
        admin.delete("/api/v1/accounts/" + VIEWER);
        admin.delete("/api/v1/sources/nvr-foreign");
        recorder.close();
    }

    @Test
    void onlyLoggingInNeedsNoLogInAndOnlyTheOwnSessionIsChangedWithoutARight() {
        assertThat(operations().stream().filter(Operation::open))
                .extracting(Operation::toString)
                .containsExactly("POST /session");
        assertThat(operations().stream().filter(operation -> !operation.method().equals("GET")))
                .filteredOn(operation -> !List.of("area", "source", "province").contains(operation.reach()))
                .extracting(Operation::toString)
                .containsExactlyInAnyOrder("POST /session", "DELETE /session", "PUT /session/password");
    }

    @TestFactory
    List<DynamicTest> nobodyIsLetInAnywhere() {
        var tests = new ArrayList<DynamicTest>();
        for (var operation : operations()) {
            if (operation.open()) {
                continue;
            }
            tests.add(DynamicTest.dynamicTest(operation.toString(), () -> {
                var answer = operation.call(SharedHub.get().client(), Map.of());
                assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            }));
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    @TestFactory
    List<DynamicTest> aViewerOfAnotherAreaSeesAndChangesNothing() {
        var viewer = SharedHub.get().client().as(VIEWER, PASSWORD);
        var tests = new ArrayList<DynamicTest>();
        for (var operation : operations()) {
            if (operation.streams()) {
                continue; // has no end; the same query as its list
            }
            switch (operation.reach()) {
                case "province" -> tests.add(operation.answers(viewer, 403));
                case "area" -> tests.add(operation.answers(viewer, operation.isForOperators() ? 403 : 404));
                case "list" ->
                    tests.add(DynamicTest.dynamicTest(operation.toString(), () -> operation.hidesFrom(viewer)));
                case "source" -> tests.add(operation.answers(viewer, 403));
                case "reference", "self", "anyone" -> {
                    // reads what is the same for all, or its own session: the test above says which
                }
                default -> throw new AssertionError(operation + " does not say how far it reaches");
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    @Test
    void aViewerSeesAndWatchesItsOwnAreaAndLearnsNoAddressOfADevice() throws Exception {
        var viewer = SharedHub.get().client().as(VIEWER, PASSWORD);
        try (var near = SimulatedRecorder.start("--channels", "1", "--offline", "0")) {
            var added = admin.post(
                    "/api/v1/sources", SharedHub.source("nvr-near", near).toString());
            assertThat(added.status()).as(added.text()).isEqualTo(201);
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(30))
                    .until(() -> viewer.get("/api/v1/cameras?source=nvr-near")
                                    .json()
                                    .get("total")
                                    .asInt()
                            == 1);
            var camera = viewer.get("/api/v1/cameras?source=nvr-near").json().at("/items/0");
            var detail = viewer.get("/api/v1/cameras/" + camera.get("id").asText());
            assertThat(detail.status()).isEqualTo(200);
            assertThat(detail.text())
                    .doesNotContain("127.0.0.1")
                    .doesNotContain("http://")
                    .doesNotContain("rtsp://")
                    .doesNotContain(near.password());
            var path = "/api/v1/cameras/" + camera.get("id").asText();
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(30))
                    .until(() -> viewer.get("/api/v1/cameras?source=nvr-near&state=online")
                                    .json()
                                    .get("total")
                                    .asInt()
                            == 1);
            var picture = viewer.get(path + "/snapshot");
            assertThat(picture.status()).as(picture.text()).isEqualTo(200);
            assertThat(picture.header("Content-Type")).isEqualTo("image/jpeg");
            assertThat(picture.bytes()).startsWith((byte) 0xff, (byte) 0xd8, (byte) 0xff);
            var live = viewer.post(path + "/live", "");
            assertThat(live.status()).as(live.text()).isBetween(200, 201);
            assertThat(live.json().get("rtsp").asText())
                    .startsWith("rtsp://127.0.0.1:" + SharedHub.get().rtspPort() + "/");
            assertThat(live.text()).doesNotContain(near.password()).doesNotContain(String.valueOf(near.rtsp()));
            var change = viewer.delete("/api/v1/sources/nvr-near");
            assertThat(change.status()).as(change.text()).isEqualTo(403);
        } finally {
            admin.delete("/api/v1/sources/nvr-near");
        }
    }

    private static List<Operation> operations() {
        var description = SharedHub.administrator().get("/api/v1/openapi.json").json();
        var operations = new ArrayList<Operation>();
        description.get("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(method -> {
                    if (List.of("get", "post", "put", "delete", "patch").contains(method.getKey())) {
                        operations.add(new Operation(method.getKey().toUpperCase(), path.getKey(), method.getValue()));
                    }
                }));
        return operations;
    }

    /** One operation of the description, with what is needed to call it against a foreign area. */
    private record Operation(String method, String path, JsonNode description) {

        /** Needs no log-in: logging in itself, and the description. */
        boolean open() {
            var security = description.get("security");
            return security != null && security.isEmpty();
        }

        /** Answers without an end. */
        boolean streams() {
            return description.at("/responses/200/content").has("text/event-stream");
        }

        /** Answers in lines of CSV, the first of which names the columns. */
        boolean isSheet() {
            return description.at("/responses/200/content").has("text/csv");
        }

        String reach() {
            return description.path("x-matluoi-reach").asText();
        }

        /** What no viewer may, in its own area neither. */
        boolean isForOperators() {
            return List.of("PTZ", "PLAYBACK")
                    .contains(description.path("x-matluoi-action").asText());
        }

        DynamicTest answers(Client client, int status) {
            return DynamicTest.dynamicTest(toString(), () -> {
                var answer = call(client, Map.of());
                assertThat(answer.status()).as(answer.text()).isEqualTo(status);
            });
        }

        /** As it stands, and with every filter that would find what is foreign. */
        void hidesFrom(Client viewer) {
            var all = call(viewer, Map.of());
            assertThat(all.status()).as(all.text()).isEqualTo(200);
            assertThat(all.text())
                    .doesNotContain(foreignCamera)
                    .doesNotContain("nvr-foreign")
                    .doesNotContain("foreign-unit");
            for (var filter : List.of(Map.of("area", SharedHub.TAN_CHAU), Map.of("source", "nvr-foreign"))) {
                if (parameters().containsAll(filter.keySet())) {
                    var answer = call(viewer, filter);
                    if (answer.status() == 200 && isSheet()) {
                        assertThat(answer.text().lines()).as(answer.text()).hasSize(1); // its head
                    } else if (answer.status() == 200) {
                        // sums of what is seen have no items
                        assertThat(answer.json().path(path.equals("/checksums") ? "cameras" : "items"))
                                .as(answer.text())
                                .isEmpty();
                        assertThat(answer.json().path("count").asInt())
                                .as(answer.text())
                                .isZero();
                        assertThat(answer.json().path("total").asInt())
                                .as(answer.text())
                                .isZero();
                    } else {
                        assertThat(answer.status()).as(answer.text()).isIn(403, 404);
                    }
                }
            }
        }

        private List<String> parameters() {
            return description.path("parameters").findValuesAsText("name");
        }

        Answer call(Client client, Map<String, String> filter) {
            var filled = path.replace("{id}", path.startsWith("/cameras") ? foreignCamera : "nvr-foreign")
                    .replace("{code}", path.startsWith("/units") ? "foreign-unit" : SharedHub.TAN_CHAU)
                    .replace("{found}", "1")
                    .replace("{family}", "hikvision")
                    .replace("{name}", "admin")
                    .replace("{sender}", "foreign");
            if (path.startsWith("/imports/") || path.startsWith("/identity/")) {
                filled = path.replace("{id}", "1");
            }
            var query = new StringBuilder();
            filter.forEach((name, value) -> query.append(query.length() == 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(value));
            for (var parameter : description.path("parameters")) {
                if (parameter.path("required").asBoolean()
                        && parameter.path("in").asText().equals("query")) {
                    query.append(query.length() == 0 ? '?' : '&')
                            .append(parameter.get("name").asText())
                            .append('=')
                            .append(parameter.get("name").asText().equals("source") ? "nvr-foreign" : "commune");
                }
            }
            var content = description.at("/requestBody/content");
            var type = content.isMissingNode() ? "" : content.fieldNames().next();
            var body = type.isEmpty() ? "" : type.contains("json") ? "{}" : "x";
            return client.send(
                    method, "/api/v1" + filled + query, type, body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
