package vn.matluoi.forward.registry.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.ChecksumTree;

/** A registry by another maker: keeps what it is told by the documented interface, and sums it up by itself. */
final class OtherRegistry implements AutoCloseable {

    static final String KEY = "mls_0123456789";

    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Map<String, String>> cameras = new TreeMap<>();
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Set<String> refused = new HashSet<>();
    final Set<String> failsOver = new HashSet<>();
    volatile String key = KEY;
    volatile int fails;
    volatile boolean breaksOff;
    /** Whether it takes in what it is told without ever answering. */
    volatile boolean silent;

    volatile int waiting;
    String stream = "";
    long sequence;

    private final HttpServer server;

    OtherRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/api/v1/upstream/tay-ninh", this::serve);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var path = exchange.getRequestURI().toString().substring("/api/v1/upstream/tay-ninh".length());
        if (!("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, Map.of());
        } else if (fails > 0) {
            answer(exchange, fails, Map.of());
        } else if (path.isEmpty()) {
            answer(
                    exchange,
                    200,
                    Map.of("stream", stream, "sequence", sequence, "cameras", cameras.size(), "waiting", waiting));
        } else if (path.startsWith("/checksums")) {
            asked.add(path);
            var text = JSON.writeValueAsBytes(sums(exchange.getRequestURI().getQuery()));
            if (breaksOff && path.contains("area=80")) {
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text, 0, text.length / 2);
                exchange.close();
                return;
            }
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        } else {
            take(exchange, JSON.readTree(body));
        }
    }

    private Map<String, Object> sums(String query) {
        var area = Optional.of(query)
                .filter(text -> text.contains("area="))
                .map(text -> new AreaCode(text.replaceAll(".*area=(\\d+).*", "$1")));
        var own = new HashMap<AreaCode, Checksum>();
        cameras.forEach(
                (id, values) -> own.merge(new AreaCode(values.get("area")), Checksum.of(id, values), Checksum::and));
        var tree = new ChecksumTree(own, World.areas());
        var sums = new HashMap<String, Object>();
        sums.put("count", tree.of(area).count());
        sums.put("digest", tree.of(area).digest());
        sums.put(
                "areas",
                tree.below(area).entrySet().stream()
                        .map(one -> Map.of(
                                "area",
                                one.getKey().value(),
                                "count",
                                one.getValue().count(),
                                "digest",
                                one.getValue().digest()))
                        .toList());
        sums.put(
                "cameras",
                area.isEmpty()
                        ? List.of()
                        : cameras.entrySet().stream()
                                .filter(one -> one.getValue()
                                        .get("area")
                                        .equals(area.get().value()))
                                .map(one -> Map.of(
                                        "id",
                                        one.getKey(),
                                        "digest",
                                        Checksum.of(one.getKey(), one.getValue())
                                                .digest()))
                                .collect(Collectors.toList()));
        return sums;
    }

    private void take(HttpExchange exchange, JsonNode body) throws IOException {
        bodies.add(body);
        for (var camera : body.get("cameras")) {
            if (failsOver.contains(camera.get("id").asText())) {
                answer(exchange, 500, Map.of());
                return;
            }
        }
        if (body.has("after")
                && !(body.get("stream").asText().equals(stream)
                        && (body.get("after").asLong() == sequence
                                || body.get("sequence").asLong() == sequence))) {
            answer(exchange, 409, Map.of());
            return;
        }
        var outcomes = new CopyOnWriteArrayList<Map<String, String>>();
        for (var camera : body.get("cameras")) {
            var id = camera.get("id").asText();
            told.add(id);
            if (refused.contains(id)) {
                outcomes.add(Map.of("id", id, "outcome", "rejected", "why", "không có xã này"));
                continue;
            }
            if (camera.has("values")) {
                var values = new HashMap<String, String>();
                camera.get("values")
                        .fields()
                        .forEachRemaining(value ->
                                values.put(value.getKey(), value.getValue().asText()));
                cameras.put(id, values);
            } else {
                cameras.remove(id);
            }
            outcomes.add(Map.of("id", id, "outcome", "updated"));
        }
        if (body.has("sequence")) {
            stream = body.get("stream").asText();
            sequence = body.get("sequence").asLong();
        }
        if (!silent) {
            answer(exchange, 200, Map.of("sequence", sequence, "cameras", outcomes));
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) {
        try {
            var text = JSON.writeValueAsBytes(body);
            exchange.sendResponseHeaders(status, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
