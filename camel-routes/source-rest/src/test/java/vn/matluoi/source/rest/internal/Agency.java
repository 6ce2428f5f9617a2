package vn.matluoi.source.rest.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An agency's system on loopback that answers what it is told to. */
final class Agency implements AutoCloseable {

    /** Writes the body of an answer. */
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** @param length 0 for one that is not said, -1 for no body */
    private record Answer(int status, String type, long length, Body body) {}

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for the next
    }

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new ArrayList<>();
    private volatile Function<String, Answer> elsewhere = place -> answer(404, "text/plain", "not here");

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
        says(place, 200, "application/json", json);
    }

    void says(String place, int status, String type, String body) {
        answers.put(place, answer(status, type, body));
    }

    void says(String place, long length, Body body) {
        answers.put(place, new Answer(200, "application/json", length, body));
    }

    /** Answers 500 the next time it is asked for that. */
    void failsOnce(String place) {
        failing.add(place);
    }

    /** Answers whatever nothing else is said of. */
    void saysElsewhere(UnaryOperator<String> json) {
        elsewhere = place -> answer(200, "application/json", json.apply(place));
    }

    void says(String place, String type, byte[] body) {
        answers.put(place, answer(200, type, body));
    }

    private static Answer answer(int status, String type, String body) {
        return answer(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(int status, String type, byte[] bytes) {
        return new Answer(status, type, bytes.length == 0 ? -1 : bytes.length, out -> out.write(bytes));
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var place = exchange.getRequestURI().toString();
        synchronized (this) {
            asked.add(place);
        }
        var known = answers.containsKey(place) ? answers.get(place) : elsewhere.apply(place);
        var answer = failing.remove(place) ? answer(500, "text/plain", "sorry") : known;
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        if (answer.status() == 401) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Digest realm=\"vms\", nonce=\"abc\", qop=\"auth\"");
        }
        exchange.getResponseHeaders().set("Date", "Thu, 01 Jan 1970 00:00:00 GMT");
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), answer.length());
            answer.body().write(exchange.getResponseBody());
        } catch (IOException gone) {
            // whoever asked had enough
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
