package vn.matluoi.simulators.agency;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Lists cameras on loopback page by page, in whatever form. It can be slow, and fail now and then, as such systems do. Any thread. */
final class PageServer implements AutoCloseable {

    /** How questions and answers are written. */
    interface Form {

        /** The number of the page that is asked for, from 1. */
        int page(HttpExchange exchange) throws IOException;

        /** Some of the cameras of which there are so many. */
        String list(HttpExchange exchange, List<Map<String, Object>> some, int total);

        /** That something went wrong within. */
        String failure(HttpExchange exchange);

        String contentType(HttpExchange exchange);
    }

    private final HttpServer server;
    private final String path;
    private final List<Map<String, Object>> cameras;
    private final int pageSize;
    private final Form form;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int failEvery;
    private volatile int slowMillis;

    /** @param port 0 for any free one */
    PageServer(int port, String path, List<Map<String, Object>> cameras, int pageSize, Form form) throws IOException {
        this.path = path;
        this.cameras = List.copyOf(cameras);
        this.pageSize = pageSize;
        this.form = form;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 64);
        server.createContext(path, this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    int asked() {
        return asked.get();
    }

    void failEvery(int questions) {
        failEvery = questions;
    }

    void slow(int millis) {
        slowMillis = millis;
    }

    private void answer(HttpExchange exchange) throws IOException {
        int number = asked.incrementAndGet();
        int status = 200;
        String body;
        if (failEvery > 0 && number % failEvery == 0) {
            status = 500;
            body = form.failure(exchange);
        } else {
            int from = Math.min(cameras.size(), (Math.max(1, form.page(exchange)) - 1) * pageSize);
            body = form.list(
                    exchange, cameras.subList(from, Math.min(cameras.size(), from + pageSize)), cameras.size());
        }
        try (exchange) {
            Thread.sleep(slowMillis);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", form.contentType(exchange));
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
