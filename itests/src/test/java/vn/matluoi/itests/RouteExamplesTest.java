package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the templates of routes show as examples is what they take. */
class RouteExamplesTest {

    /** Parameters that stand instead of another, and not beside it. */
    private static final Map<String, String> INSTEAD = Map.of(
            "at", "every.seconds",
            "page", "next",
            "query.file", "query",
            "key.file", "secret.file",
            "ca.file", "certificate",
            "report", "keep");

    private static final List<Path> FILES = new ArrayList<>();
    private static Client admin;

    @BeforeAll
    static void open() {
        admin = SharedHub.administrator();
        var unit = admin.put(
                "/api/v1/units/ubnd-xa-tan-an",
                SharedHub.json(Map.of("name", "UBND xã Tân An", "area", SharedHub.LONG_AN)));
        assertThat(unit.status()).as(unit.text()).isLessThan(300);
    }

    @AfterAll
    static void close() throws IOException {
        for (var file : FILES) {
            Files.delete(file);
        }
    }

    static Stream<JsonNode> templates() {
        return stream(
                SharedHub.administrator().get("/api/v1/route-templates").json().path("items"));
    }

    /** One value is spoilt each time, so that no route is made: it alone is refused. */
    @ParameterizedTest
    @MethodSource("templates")
    void theExamplesOfATemplateAreAcceptedByItsCheck(JsonNode template) throws IOException {
        var examples = new TreeMap<String, String>();
        for (var parameter : template.path("parameters")) {
            examples.put(
                    parameter.path("name").asText(), parameter.path("example").asText());
        }
        lay(examples);
        var spoilt = examples.containsKey("legal.basis") ? "legal.basis" : "area";
        for (var settings : together(examples)) {
            settings.put(spoilt, "?");
            var refused = admin.post(
                    "/api/v1/routes",
                    SharedHub.json(Map.of(
                            "name", "vi-du", "template", template.path("name").asText(), "parameters", settings)));
            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
            assertThat(stream(refused.json().path("errors"))
                            .map(error -> error.path("field").asText()))
                    .as(refused.text())
                    .containsExactly(spoilt);
        }
    }

    @Test
    void aCatalogueForAnotherRegistryCannotBeThinnedOut() {
        assertThat(names("forward-registry")).contains("content", "areas").doesNotContain("types", "personal");
    }

    @Test
    void aBrokerCannotPromiseToNameEveryCamera() {
        assertThat(names("source-mqtt")).contains("source", "area").doesNotContain("complete");
    }

    private static List<String> names(String template) {
        return templates()
                .filter(one -> one.path("name").asText().equals(template))
                .flatMap(one -> stream(one.path("parameters")))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    /** @return the examples that go together, and those with each that stands instead of another */
    private static List<Map<String, String>> together(Map<String, String> examples) {
        var others = new TreeMap<>(INSTEAD);
        others.keySet().retainAll(examples.keySet());
        others.values().retainAll(examples.keySet());
        var usual = new TreeMap<>(examples);
        usual.keySet().removeAll(others.keySet());
        var all = new ArrayList<Map<String, String>>(List.of(new TreeMap<>(usual)));
        others.forEach((other, replaced) -> {
            var settings = new TreeMap<>(usual);
            settings.remove(replaced);
            settings.put(other, examples.get(other));
            all.add(settings);
        });
        return all;
    }

    /** Lays the files that the examples name, where there are none. */
    private static void lay(Map<String, String> examples) throws IOException {
        var etc = SharedHub.get().etc();
        for (var one : examples.entrySet()) {
            switch (one.getKey()) {
                case "query.file" ->
                    lay(etc.resolve("queries/" + one.getValue() + ".sql"), "SELECT ten AS ten_camera FROM camera");
                case "body.file" ->
                    lay(
                            etc.resolve("soap/" + one.getValue()),
                            """
                            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>{security}</s:Header>
                            <s:Body><GetCameras>{next}</GetCameras></s:Body></s:Envelope>
                            """);
                case "ca.file" ->
                    lay(
                            etc.resolve("keys/" + one.getValue()),
                            "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
                case "secret.file", "key.file" ->
                    lay(etc.resolve("keys/" + one.getValue()), UUID.randomUUID().toString());
                default -> {} // it names no file
            }
        }
    }

    private static void lay(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            FILES.add(Files.writeString(file, text));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static Stream<JsonNode> stream(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false);
    }
}
