package vn.matluoi.source.rest.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An agency's system on loopback that answers what it is told to. */
final class Agency implements AutoCloseable {

    /** What is answered. */
    record Answer(int status, String type, String body) {}

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();

    Agency() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void says(String place, String json) {
        answers.put(place, new Answer(200, "application/json", json));
    }

    void says(String place, int status, String type, String body) {
        answers.put(place, new Answer(status, type, body));
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var place = exchange.getRequestURI().toString();
        synchronized (this) {
            asked.add(place);
        }
        var answer = answers.getOrDefault(place, new Answer(404, "text/plain", "not here"));
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        if (answer.status() == 401) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Digest realm=\"vms\", nonce=\"abc\", qop=\"auth\"");
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
