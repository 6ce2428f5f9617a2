package vn.matluoi.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Calls of an operation as its description allows and forbids them: values that fit, that lie on a bound or beyond, of
 * another type, missing, surplus or hostile; in path, query, headers and body.
 */
final class RandomCalls {

    /** Stands wherever the description takes a secret: no answer may hold it. */
    static final String SECRET = "bí mật 7391 không ai được thấy";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "\u0000",
            "a\r\nX-Injected: 1",
            "../../../etc/passwd",
            "..;/",
            "' OR '1'='1' --",
            "\"; DROP TABLE cameras; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://127.0.0.1:1/x}",
            "#{7*7}",
            "%00%2e%2e%2f",
            "\ud800",
            "\u202e\ufeff\u0301",
            "😀".repeat(60),
            "-1",
            "NaN",
            "null",
            "9".repeat(400),
            "Ắ".repeat(1000));

    private static final List<String> NO_JSON = List.of(
            "",
            "{",
            "[]",
            "null",
            "\"x\"",
            "{\"a\":1}{\"a\":2}",
            "{\"name\":\"a\",\"name\":\"b\"}",
            "[".repeat(5000),
            "{\"a\":".repeat(2000) + "1" + "}".repeat(2000),
            "{\"name\":" + "9".repeat(5000) + "}",
            "{\"name\":1e999999999}",
            "\ufeff{}",
            "<?xml version=\"1.0\"?><a/>");

    private final JsonNode description;
    private final Map<String, List<String>> known;

    /**
     * @param description the hub's own
     * @param known by the name of a parameter or property: values that mean something to this hub
     */
    RandomCalls(JsonNode description, Map<String, List<String>> known) {
        this.description = description;
        this.known = known;
    }

    /**
     * What is sent.
     *
     * @param path with its query
     * @param straight whether the path leads to its operation and nowhere else
     */
    record Call(String method, String path, boolean straight, String contentType, byte[] body, List<String> headers) {

        /** The web server refuses its first line, and may hang up while the rest still comes. */
        boolean isUnreadable() {
            return path.length() > 7000 || path.contains("%00");
        }

        @Override
        public String toString() {
            var text = new String(body, StandardCharsets.UTF_8);
            return "%s %s %s %s %s"
                    .formatted(
                            method,
                            path.length() > 2000 ? path.substring(0, 2000) + "…" : path,
                            headers,
                            contentType,
                            text.length() > 2000 ? text.substring(0, 2000) + "…" : text);
        }
    }

    private record Body(String type, byte[] bytes) {}

    private record Address(String text, boolean straight) {}

    Arbitrary<Call> of(Operation operation) {
        return Combinators.combine(path(operation), query(operation), headers(operation), body(operation))
                .as((path, query, headers, body) -> new Call(
                        operation.method(),
                        "/api/v1" + path.text() + query,
                        path.straight(),
                        body.type(),
                        body.bytes(),
                        headers));
    }

    private Arbitrary<Address> path(Operation operation) {
        Arbitrary<Address> path = Arbitraries.just(new Address(operation.path(), true));
        for (var parameter : operation.parameters("path")) {
            var name = parameter.get("name").asText();
            path = Combinators.combine(path, text(name, parameter.get("schema")))
                    .as((sofar, value) -> {
                        var usual = value.matches("[A-Za-z0-9-]{1,60}");
                        return new Address(
                                sofar.text().replace("{" + name + "}", usual ? value : encoded(value + "~")),
                                sofar.straight() && usual);
                    });
        }
        return path;
    }

    private Arbitrary<String> query(Operation operation) {
        Arbitrary<List<String>> all = Arbitraries.just(List.of());
        for (var parameter : operation.parameters("query")) {
            var name = parameter.get("name").asText();
            var one = text(name, parameter.get("schema")).map(value -> encoded(name) + "=" + encoded(value));
            all = with(all, one.injectNull(parameter.path("required").asBoolean() ? 0.05 : 0.6));
        }
        var surplus = Arbitraries.of("surplus=1", "limit=1&limit=2", "=", "&&", "%ff=%fe")
                .injectNull(0.9);
        return with(all, surplus).map(parts -> parts.isEmpty() ? "" : "?" + String.join("&", parts));
    }

    private Arbitrary<List<String>> headers(Operation operation) {
        Arbitrary<List<String>> all = Arbitraries.just(List.of());
        for (var parameter : operation.parameters("header")) {
            var one = text(parameter.get("name").asText(), parameter.get("schema"))
                    .filter(value -> value.matches("[\\x20-\\x7e]*"))
                    .map(value -> parameter.get("name").asText() + "\n" + value);
            all = with(all, one.injectNull(0.5));
        }
        all = with(
                all,
                Arbitraries.of("Accept\ntext/html", "Accept\n;q=x", "Accept-Language\nen;q=2,*")
                        .injectNull(0.9));
        return all.map(lines -> lines.stream()
                .flatMap(line -> List.of(line.split("\n", 2)).stream())
                .toList());
    }

    private Arbitrary<Body> body(Operation operation) {
        var types = operation.contentTypes();
        if (types.isEmpty()) {
            return Arbitraries.frequencyOf(
                    Tuple.of(9, Arbitraries.just(new Body("", new byte[0]))),
                    Tuple.of(1, Arbitraries.just(new Body("application/json", "{}".getBytes(StandardCharsets.UTF_8)))));
        }
        return Arbitraries.of(types).flatMap(type -> {
            var usual = type.contains("json")
                    ? json("", operation.bodySchema(type), 0).map(JsonNode::toString)
                    : type.startsWith("multipart") ? sheets().map(RandomCalls::multipart) : sheets();
            var sent = type.startsWith("multipart") ? type + "; boundary=mep" : type;
            return Arbitraries.frequencyOf(
                    Tuple.of(12, usual.map(text -> new Body(sent, text.getBytes(StandardCharsets.UTF_8)))),
                    Tuple.of(
                            2,
                            Arbitraries.of(NO_JSON).map(text -> new Body(sent, text.getBytes(StandardCharsets.UTF_8)))),
                    Tuple.of(
                            1,
                            Arbitraries.bytes()
                                    .array(byte[].class)
                                    .ofMaxSize(300)
                                    .map(bytes -> new Body(sent, bytes))),
                    Tuple.of(1, usual.map(text -> new Body("text/html", text.getBytes(StandardCharsets.UTF_8)))),
                    Tuple.of(1, usual.map(text -> new Body("no type;;=", text.getBytes(StandardCharsets.UTF_8)))));
        });
    }

    private static Arbitrary<String> sheets() {
        return Arbitraries.of(
                "Tên camera,Mã xã,Vĩ độ,Kinh độ\nCổng chợ,27694,10.53,106.41\n",
                "Tên camera,Mã xã\nA,\"1\nB",
                "x",
                "Tên camera;Mã xã\n\u0000;=1+1\n",
                "PK\u0003\u0004");
    }

    private static String multipart(String sheet) {
        return "--mep\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + sheet
                + "\r\n--mep--\r\n";
    }

    /** A value as text, for a path, a query or a header. */
    private Arbitrary<String> text(String name, JsonNode schema) {
        return Arbitraries.frequencyOf(
                Tuple.of(24, fitting(name, schema)),
                Tuple.of(2, bounds(schema)),
                Tuple.of(2, Arbitraries.of(HOSTILE)),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
    }

    private Arbitrary<String> fitting(String name, JsonNode schema) {
        if (known.containsKey(name)) {
            return Arbitraries.of(known.get(name));
        }
        if (schema.path("format").asText().equals("password")) {
            return Arbitraries.just(SECRET);
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> Arbitraries.of("true", "false");
            case "integer" -> Arbitraries.longs().between(0, 300).map(String::valueOf);
            default ->
                schema.path("pattern").asText().matches("\\^\\([a-z|-]+\\)\\$")
                        ? Arbitraries.of(schema.get("pattern")
                                .asText()
                                .replaceAll("[^a-z|-]", "")
                                .split("\\|"))
                        : Arbitraries.of("a", "Camera cổng xã", "2025-07-01", "27694", "security");
        };
    }

    private static Arbitrary<String> bounds(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "boolean" -> Arbitraries.of("TRUE", "1", "yes");
            case "integer" ->
                Arbitraries.of(
                        schema.path("minimum").asText(),
                        schema.path("maximum").asText(),
                        "-1",
                        "9223372036854775808",
                        "1e3",
                        "0x10",
                        "1.5");
            default ->
                Arbitraries.of(0, 1).map(more -> "a"
                        .repeat(Math.min(5000, schema.path("maxLength").asInt() + more)));
        };
    }

    private Arbitrary<JsonNode> json(String name, JsonNode schema, int depth) {
        var resolved = Operation.resolved(description, schema);
        return Arbitraries.frequencyOf(
                Tuple.of(24, fittingJson(name, resolved, depth)), Tuple.of(1, otherJson(resolved)));
    }

    private Arbitrary<JsonNode> fittingJson(String name, JsonNode schema, int depth) {
        var nodes = JsonNodeFactory.instance;
        switch (schema.path("type").asText()) {
            case "object" -> {
                return object(schema, depth);
            }
            case "array" -> {
                return json(name, schema.path("items"), depth + 1)
                        .list()
                        .ofMaxSize(3)
                        .map(items -> nodes.arrayNode().addAll(items));
            }
            case "boolean" -> {
                return Arbitraries.of(true, false).map(nodes::booleanNode);
            }
            case "integer" -> {
                return Arbitraries.longs().between(0, 300).map(nodes::numberNode);
            }
            case "number" -> {
                return Arbitraries.doubles().between(-1.5, 1.5).map(nodes::numberNode);
            }
            default -> {
                return Arbitraries.frequencyOf(Tuple.of(12, fitting(name, schema)), Tuple.of(1, text(name, schema)))
                        .map(nodes::textNode);
            }
        }
    }

    private Arbitrary<JsonNode> object(JsonNode schema, int depth) {
        var required = new ArrayList<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        Arbitrary<JsonNode> made = Arbitraries.create(JSON::createObjectNode);
        for (var fields = schema.path("properties").fields(); fields.hasNext(); ) {
            var field = fields.next();
            var value = json(field.getKey(), field.getValue(), depth + 1)
                    .injectNull(required.contains(field.getKey()) ? 0.03 : 0.4);
            made = Combinators.combine(made, value).as((object, given) -> put(object, field.getKey(), given));
        }
        var surplus = Arbitraries.of(HOSTILE).map(text -> (JsonNode) JsonNodeFactory.instance.textNode(text));
        return Combinators.combine(made, surplus.injectNull(0.95)).as((object, given) -> put(object, "surplus", given));
    }

    private static JsonNode put(JsonNode object, String name, JsonNode value) {
        var copy = object.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy();
        return value == null ? copy : copy.set(name, value);
    }

    private Arbitrary<JsonNode> otherJson(JsonNode schema) {
        var nodes = JsonNodeFactory.instance;
        return Arbitraries.of(
                nodes.nullNode(),
                nodes.numberNode(-1.5e300),
                nodes.booleanNode(true),
                nodes.arrayNode().add(nodes.objectNode()),
                nodes.objectNode().put("rtsp.port", "x").putNull("y"),
                nodes.textNode("a".repeat(schema.path("maxLength").asInt(100) + 1)));
    }

    private static Arbitrary<List<String>> with(Arbitrary<List<String>> all, Arbitrary<String> one) {
        return Combinators.combine(all, one).as((sofar, more) -> {
            if (more == null) {
                return sofar;
            }
            var longer = new ArrayList<>(sofar);
            longer.add(more);
            return Collections.unmodifiableList(longer);
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
