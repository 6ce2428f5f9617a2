package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.ws.rs.HttpMethod;
import org.junit.jupiter.api.Test;
import vn.matluoi.rest.internal.guard.AnyCaller;
import vn.matluoi.rest.internal.guard.Anyone;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.openapi.Describe;
import vn.matluoi.rest.internal.openapi.Doc;
import vn.matluoi.rest.internal.openapi.Operations;

/** What holds for every operation, those to come included. */
class EveryOperationTest {

    private static final List<String> VERBS = List.of("get", "put", "post", "delete");

    private static Stream<Method> operations() {
        return Operations.CLASSES.stream()
                .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
                .filter(method -> Arrays.stream(method.getAnnotations())
                        .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class)));
    }

    private static JsonNode description() throws IOException {
        try (var made = Describe.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(made);
        }
    }

    @Test
    void saysExactlyOnceWhoMayCallIt() {
        assertThat(operations()).hasSizeGreaterThan(30).allSatisfy(method -> {
            var says = Stream.of(Needs.class, AnyCaller.class, Anyone.class)
                    .filter(method::isAnnotationPresent)
                    .count();
            assertThat(says).as(method.toString()).isEqualTo(1);
            assertThat(method.isAnnotationPresent(Doc.class))
                    .as(method.toString())
                    .isTrue();
        });
        assertThat(operations().filter(method -> method.isAnnotationPresent(Anyone.class)))
                .extracting(Method::getName)
                .containsExactly("logIn");
    }

    @Test
    void isRefusedToStrangersAndWhatIsTheProvincesToOperators() throws IOException {
        var hub = new FakeHub();
        try (var api = new RunningApi(hub)) {
            description().path("paths").fields().forEachRemaining(path -> {
                for (var verb : VERBS) {
                    var operation = path.getValue().path(verb);
                    if (operation.isMissingNode()
                            || "logIn".equals(operation.path("operationId").asText())) {
                        continue;
                    }
                    var address = path.getKey()
                                    .replace("/imports/{id}", "/imports/1")
                                    .replace("{id}", FakeHub.FAR.value())
                                    .replaceAll("\\{.*?}", "01")
                            + window(operation);
                    var media = operation.path("requestBody").path("content").fieldNames();
                    var type = media.hasNext() ? media.next() : "application/json";
                    var name = verb + " " + address;
                    var body = verb.equals("get") || verb.equals("delete") ? null : body(operation);
                    var stranger =
                            api.call(verb.toUpperCase(Locale.ROOT), "/api/v1" + address, body, "Content-Type", type);
                    assertThat(stranger.status()).as(name).isEqualTo(401);
                    var operator = api.call(
                            verb.toUpperCase(Locale.ROOT),
                            "/api/v1" + address,
                            body,
                            "Content-Type",
                            type,
                            "Authorization",
                            RunningApi.basic("hoa"));
                    switch (operation.path("x-matluoi-reach").asText()) {
                        case "province", "source" ->
                            assertThat(operator.status()).as(name).isEqualTo(403);
                        case "area" -> assertThat(operator.status()).as(name).isEqualTo(404);
                        default -> assertThat(operator.status()).as(name).isNotIn(401, 403);
                    }
                }
            });
        }
    }

    /** Something that can be read: what is wrong is told before what is not there. */
    private static byte[] body(JsonNode operation) {
        var json =
                switch (operation.path("operationId").asText()) {
                    case "orderPtz" -> "{\"action\":\"stop\"}";
                    case "openPlayback" -> "{\"from\":\"2026-11-22T00:00:00Z\",\"to\":\"2026-11-22T01:00:00Z\"}";
                    default -> "{}";
                };
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** A window of time, for an operation that does not look at anything without one. */
    private static String window(JsonNode operation) {
        var needed = operation.path("parameters").findValuesAsText("name").containsAll(List.of("from", "to"));
        return needed ? "?from=2026-11-22T00:00:00Z&to=2026-11-23T00:00:00Z" : "";
    }

    @Test
    void isDescribedWithBoundsForEveryValue() throws IOException {
        var description = description();
        assertThat(description.path("openapi").asText()).startsWith("3.0");
        walk("", description);
        description
                .path("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.has("security")).isTrue();
                    assertThat(operation.path("responses").has("default")).isTrue();
                    assertThat(operation.path("x-matluoi-action").asText()).isNotEmpty();
                }));
    }

    private static void walk(String where, JsonNode node) {
        var type = node.path("type").asText();
        if (node.has("$ref")) {
            assertThat(node.path("$ref").asText()).startsWith("#/components/");
        }
        if (type.equals("string")) {
            assertThat(node.has("maxLength")).as(where).isTrue();
        } else if (type.equals("array")) {
            assertThat(node.has("maxItems")).as(where).isTrue();
        } else if (type.equals("integer") || type.equals("number")) {
            assertThat(node.has("maximum") && node.has("minimum")).as(where).isTrue();
        } else if (type.equals("object")) {
            assertThat(node.has("additionalProperties")).as(where).isTrue();
        }
        node.fields().forEachRemaining(field -> walk(where + "/" + field.getKey(), field.getValue()));
        if (node.isArray()) {
            node.forEach(item -> walk(where + "[]", item));
        }
    }

    @Test
    void isServedToWhoeverIsLoggedIn() {
        var hub = new FakeHub();
        try (var api = new RunningApi(hub)) {
            var served = api.get("lan", "/openapi.json");
            assertThat(served.status()).isEqualTo(200);
            assertThat(served.header("Content-Type")).startsWith("application/json");
            assertThat(served.json().path("paths").has("/cameras/{id}/live")).isTrue();
        }
    }
}
