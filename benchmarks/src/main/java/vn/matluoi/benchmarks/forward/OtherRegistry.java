package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A registry by another maker, of one province: keeps the checksums of what it is told, as the README of {@code forward-registry} says
 * how they are made, and counts what is said on the line.
 */
final class OtherRegistry implements AutoCloseable {

    static final String SENDER = "tay-ninh";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/api/v1/upstream/" + SENDER;
    private static final int DIGEST = 32;

    private final String key;
    private final String province;
    private final Taking taking;
    private final AtomicLong forged = new AtomicLong();
    private final HttpServer server;
    private final TreeMap<String, TreeMap<String, byte[]>> areas =
            new TreeMap<>(); // area, id: checksum; as all below, guarded by this
    private final TreeMap<String, String> places = new TreeMap<>(); // id: area
    private final Set<String> told = new HashSet<>();
    private String stream = "";
    private long sequence;
    private Line line = new Line(0, 0, 0);

    /**
     * What was said.
     *
     * @param requests to this registry
     * @param in bytes of their bodies
     * @param out bytes of the answers' bodies
     */
    record Line(long requests, long in, long out) {

        private Line and(long received, long sent) {
            return new Line(requests + 1, in + received, out + sent);
        }
    }

    /** What becomes of what it is told before it confirms. */
    interface Taking {
        /**
         * @param cameras as they stand in the message
         * @return whether the sender is answered; if not, it is cut off, as if the answer were lost
         */
        boolean take(JsonNode cameras) throws IOException;
    }

    /** @param province under which all areas are that cameras are told of */
    OtherRegistry(String key, String province) throws IOException {
        this(key, province, cameras -> true);
    }

    OtherRegistry(String key, String province, Taking taking) throws IOException {
        this.key = key;
        this.taking = taking;
        this.province = province;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(ROOT, this::serve);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @return how many calls came without its key */
    long forged() {
        return forged.get();
    }

    synchronized int size() {
        return places.size();
    }

    synchronized Line line() {
        return line;
    }

    /** @return the cameras that were told of since the last {@link #forget} */
    synchronized Set<String> told() {
        return Set.copyOf(told);
    }

    synchronized int howManyTold() {
        return told.size();
    }

    /** Counts anew what is said. */
    synchronized void forget() {
        told.clear();
        line = new Line(0, 0, 0);
    }

    /** @return some cameras of which this registry now knows something else */
    synchronized Set<String> spoil(int howMany, Random random) {
        List<String> all = List.copyOf(places.keySet());
        Set<String> spoiled = new HashSet<>();
        while (spoiled.size() < howMany) {
            String id = all.get(random.nextInt(all.size()));
            if (spoiled.add(id)) {
                random.nextBytes(areas.get(places.get(id)).get(id));
            }
        }
        return spoiled;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath().substring(ROOT.length());
        int status = 200;
        byte[] answer = new byte[0];
        synchronized (this) {
            if (!("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                forged.incrementAndGet();
                status = 401;
            } else if (path.isEmpty()) {
                answer = JSON.writeValueAsBytes(standing());
            } else if (path.equals("/checksums")) {
                answer = JSON.writeValueAsBytes(sums(exchange.getRequestURI().getQuery()));
            } else {
                JsonNode told = JSON.readTree(body);
                if (!follows(told)) {
                    status = 409;
                } else if (taking.take(told.path("cameras"))) {
                    answer = JSON.writeValueAsBytes(take(told));
                } else {
                    take(told);
                    exchange.close();
                    return;
                }
            }
            line = line.and(body.length, answer.length);
        }
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private ObjectNode standing() {
        return JSON.createObjectNode()
                .put("stream", stream)
                .put("sequence", sequence)
                .put("cameras", places.size());
    }

    private ObjectNode sums(String query) {
        String area = asked(query, "area");
        String after = asked(query, "after");
        int limit = Integer.parseInt(asked(query, "limit"));
        ObjectNode sums = sum(JSON.createObjectNode(), inside(area));
        ArrayNode below = sums.putArray("areas");
        if (area.isEmpty() && !areas.isEmpty()) {
            sum(below.addObject().put("area", province), inside(province));
        } else if (area.equals(province)) {
            areas.keySet().stream()
                    .filter(code -> !code.equals(province))
                    .forEach(code -> sum(below.addObject().put("area", code), code::equals));
        }
        ArrayNode cameras = sums.putArray("cameras");
        for (var camera :
                areas.getOrDefault(area, new TreeMap<>()).tailMap(after, false).entrySet()) {
            if (cameras.size() == limit) {
                sums.put("next", cameras.get(limit - 1).get("id").asText());
                break;
            }
            cameras.addObject().put("id", camera.getKey()).put("digest", hex(camera.getValue()));
        }
        return sums;
    }

    private Predicate<String> inside(String area) {
        return area.isEmpty() || area.equals(province) ? any -> true : area::equals;
    }

    private ObjectNode sum(ObjectNode into, Predicate<String> which) {
        byte[] all = new byte[DIGEST];
        long count = 0;
        for (var area : areas.entrySet()) {
            if (which.test(area.getKey())) {
                for (byte[] one : area.getValue().values()) {
                    for (int i = 0; i < DIGEST; i++) {
                        all[i] ^= one[i];
                    }
                    count++;
                }
            }
        }
        return into.put("count", count).put("digest", hex(all));
    }

    /** The message after the last, or that once more. */
    private boolean follows(JsonNode body) {
        return !body.has("after")
                || body.path("stream").asText().equals(stream)
                        && (body.path("after").asLong() == sequence
                                || body.path("sequence").asLong() == sequence);
    }

    private ObjectNode take(JsonNode body) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode outcomes = answer.putArray("cameras");
        for (JsonNode camera : body.path("cameras")) {
            String id = camera.path("id").asText();
            told.add(id);
            String before = places.remove(id);
            if (before != null) {
                areas.get(before).remove(id);
            }
            if (camera.has("values")) {
                String area = camera.path("values").path("area").asText();
                places.put(id, area);
                areas.computeIfAbsent(area, none -> new TreeMap<>()).put(id, digest(id, camera.get("values")));
            }
            outcomes.addObject().put("id", id).put("outcome", before == null ? "created" : "updated");
        }
        if (body.has("sequence")) {
            stream = body.path("stream").asText();
            sequence = body.path("sequence").asLong();
        }
        return answer.put("sequence", sequence);
    }

    private static byte[] digest(String id, JsonNode values) {
        TreeMap<String, String> sorted = new TreeMap<>();
        values.fields()
                .forEachRemaining(one -> sorted.put(one.getKey(), one.getValue().asText()));
        StringBuilder text = new StringBuilder(id).append('\n');
        sorted.forEach((name, value) -> {
            if (!value.isBlank()) {
                text.append(name)
                        .append('=')
                        .append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                        .append('\n');
            }
        });
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String asked(String query, String name) {
        for (String one : String.valueOf(query).split("&")) {
            if (one.startsWith(name + '=')) {
                return one.substring(name.length() + 1);
            }
        }
        return "";
    }
}
