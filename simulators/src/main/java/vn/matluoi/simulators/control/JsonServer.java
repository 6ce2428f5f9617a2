package vn.matluoi.simulators.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** HTTP on loopback that answers with JSON: 200, or 400 and what was wrong with the request. */
final class JsonServer implements AutoCloseable {

    private static final int MAX_BODY = 64 * 1024;

    private final HttpServer server;

    /** What is answered; any value {@link Json#write} knows. */
    @FunctionalInterface
    interface Answers {

        /** @throws IllegalArgumentException saying what was wrong */
        Object answer(String method, String path, String body);
    }

    /** @param port 0 for any free one */
    JsonServer(int port, Answers answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        server.createContext("/", exchange -> handle(exchange, answers));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void handle(HttpExchange exchange, Answers answers) throws IOException {
        int status = 200;
        Object answer;
        try (exchange) {
            try {
                answer = answers.answer(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        new String(exchange.getRequestBody().readNBytes(MAX_BODY), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                status = 400;
                answer = Map.of("error", String.valueOf(e.getMessage()));
            }
            byte[] body = (Json.write(answer) + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
