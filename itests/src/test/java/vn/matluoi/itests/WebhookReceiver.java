package vn.matluoi.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks that believes only what is signed, written apart from the hub. */
final class WebhookReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final String key;
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private final List<String> forged = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean down;
    private volatile String poison = "";
    private volatile int silentAfter = Integer.MAX_VALUE;

    WebhookReceiver(String key) throws IOException {
        this.key = key;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/hook", this::take);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    /** Answers 503 to all. */
    void down(boolean wanted) {
        down = wanted;
    }

    /** Answers 500 to whatever holds the event of that id; to nothing, if it is empty. */
    void failsOver(String id) {
        poison = id;
    }

    /** Takes so many, and then no longer says so, until it is released. */
    void silentAfter(int count) {
        silentAfter = count;
    }

    void release() {
        silentAfter = Integer.MAX_VALUE;
        released.countDown();
    }

    /** @return what came with a good signature, repeats included */
    List<JsonNode> taken() {
        return taken;
    }

    /** @return the ids of messages whose signature was wrong */
    List<String> forged() {
        return forged;
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var id = exchange.getRequestHeaders().getFirst("webhook-id");
        var status = 503;
        if (!down) {
            if (isSigned(exchange, id, body)) {
                status = keep(JSON.readTree(body)) ? 204 : 500;
            } else {
                forged.add(String.valueOf(id));
                status = 401;
            }
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    /** @return whether it was taken */
    private boolean keep(JsonNode told) {
        var events = new ArrayList<JsonNode>();
        if (told.isArray()) {
            told.forEach(events::add);
        } else {
            events.add(told);
        }
        if (events.stream().anyMatch(event -> event.path("id").asText().equals(poison))) {
            return false;
        }
        taken.addAll(events);
        if (taken.size() >= silentAfter) {
            await();
        }
        return true;
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSigned(HttpExchange exchange, String id, byte[] body) {
        try {
            var timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var signed = id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8);
            var signature =
                    "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            return signature.equals(exchange.getRequestHeaders().getFirst("webhook-signature"))
                    && Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) < 300;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
