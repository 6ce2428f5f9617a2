package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on this machine, which takes what is signed and nothing else. It can be away: then nobody listens. */
public final class Receiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] key;
    private final Taking taking;
    private final ExecutorService workers = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong forged = new AtomicLong();
    private int port;
    private HttpServer server;

    /** What becomes of a message before it is confirmed. */
    public interface Taking {
        /**
         * @param events in the order in which they stand in the message
         * @return whether the sender is answered; if not, it is cut off, as if the answer were lost
         */
        boolean take(Iterable<JsonNode> events) throws IOException;
    }

    /** Begins to listen, on a port that is free. */
    public Receiver(String key, Taking taking) throws IOException {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.taking = taking;
        back();
    }

    public String address() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Who comes finds nobody who listens. */
    public void away() {
        server.stop(0);
    }

    /** Listens again, where it did before. */
    public void back() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(workers);
        server.start();
        port = server.getAddress().getPort();
    }

    /** @return how many messages were signed wrongly */
    public long forged() {
        return forged.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!isSigned(exchange, body)) {
            forged.incrementAndGet();
            exchange.sendResponseHeaders(401, -1);
        } else {
            JsonNode told = JSON.readTree(body);
            if (taking.take(told.isArray() ? told : List.of(told))) {
                exchange.sendResponseHeaders(204, -1);
            }
        }
        exchange.close();
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((exchange.getRequestHeaders().getFirst("webhook-id")
                            + '.'
                            + exchange.getRequestHeaders().getFirst("webhook-timestamp")
                            + '.')
                    .getBytes(StandardCharsets.UTF_8));
            String right = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            String given = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-signature"));
            return MessageDigest.isEqual(
                    right.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
