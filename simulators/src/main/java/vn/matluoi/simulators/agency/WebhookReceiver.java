package vn.matluoi.simulators.agency;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A department's system on loopback that is told events: it takes messages whose signature is right and fresh (Standard Webhooks 1.0.0), writes
 * each body as a line of a file, and refuses the others with 401. Any thread.
 */
public final class WebhookReceiver implements AutoCloseable {

    /** Where messages go. */
    public static final String PATH = "/su-kien";

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final HttpServer server;
    private final byte[] key;
    private final Path file;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param port 0 for any free one
     * @param key what messages are signed with: {@code whsec_} and Base64
     * @param file to which bodies are added, a line each
     */
    public WebhookReceiver(int port, String key, Path file) throws IOException {
        this.key = Base64.getDecoder().decode(key.substring("whsec_".length()));
        this.file = file;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        server.createContext(PATH, this::answer);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
    }

    /** How many messages were taken. */
    public long taken() {
        return taken.get();
    }

    /** How many were not. */
    public long refused() {
        return refused.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
            if (isSigned(exchange, body)) {
                keep(body);
                taken.incrementAndGet();
                exchange.sendResponseHeaders(204, -1);
            } else {
                refused.incrementAndGet();
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    private synchronized void keep(byte[] body) throws IOException {
        byte[] line = Arrays.copyOf(body, body.length + 1);
        line[body.length] = '\n';
        Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String id = header(exchange, "webhook-id");
        String timestamp = header(exchange, "webhook-timestamp");
        if (!timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now());
        byte[] expected = Signature.of(key, id, timestamp, body).getBytes(StandardCharsets.UTF_8);
        return age.abs().compareTo(FRESH) <= 0
                && Arrays.stream(header(exchange, "webhook-signature").split(" "))
                        .anyMatch(one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), expected));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
