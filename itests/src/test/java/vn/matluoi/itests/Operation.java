package vn.matluoi.itests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One operation of openapi.json. */
record Operation(String method, String path, JsonNode description) {

    private static final List<String> METHODS = List.of("get", "post", "put", "delete", "patch");

    /** @return every operation of a description */
    static List<Operation> all(JsonNode description) {
        var operations = new ArrayList<Operation>();
        description.get("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new Operation(method.getKey().toUpperCase(), path.getKey(), method.getValue()));
                    }
                }));
        return operations;
    }

    /** Needs no log-in. */
    boolean open() {
        var security = description.get("security");
        return security != null && security.isEmpty();
    }

    /** Answers without an end. */
    boolean streams() {
        return description.at("/responses/200/content").has("text/event-stream");
    }

    String reach() {
        return description.path("x-matluoi-reach").asText();
    }

    /** @param in {@code path, query} or {@code header} */
    List<JsonNode> parameters(String in) {
        var found = new ArrayList<JsonNode>();
        description.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals(in)) {
                found.add(parameter);
            }
        });
        return found;
    }

    /** @return the media types of the body; empty if it takes none */
    List<String> contentTypes() {
        var types = new ArrayList<String>();
        description.at("/requestBody/content").fieldNames().forEachRemaining(types::add);
        return types;
    }

    JsonNode bodySchema(String contentType) {
        return description.path("requestBody").path("content").path(contentType).path("schema");
    }

    /** @return what a node of a description means, a reference followed */
    static JsonNode resolved(JsonNode whole, JsonNode node) {
        return node.has("$ref") ? whole.at(node.get("$ref").asText().substring(1)) : node;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
