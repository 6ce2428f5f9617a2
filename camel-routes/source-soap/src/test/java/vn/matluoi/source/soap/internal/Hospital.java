package vn.matluoi.source.soap.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agency's SOAP service on loopback that answers what it is told to, one answer after the other, and the last again and again. */
final class Hospital implements AutoCloseable {

    /** Writes the body of an answer. */
    interface Body {
        void write(OutputStream out) throws IOException;
    }

    /** @param length 0 for one that is not said */
    private record Answer(int status, String type, long length, Body body) {}

    /** What was asked. */
    record Asked(String place, String contentType, String action, String authorization, String body) {}

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for the next
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ConcurrentLinkedDeque<Answer> answers = new ConcurrentLinkedDeque<>();

    Hospital() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/ws/cameras";
    }

    /** A page with what stands in {@code GetCamerasResponse}. */
    static String page(String content) {
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>\
                <h:GetCamerasResponse xmlns:h="urn:his" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">%s\
                </h:GetCamerasResponse></soap:Body></soap:Envelope>"""
                .formatted(content);
    }

    static String camera(String code, String name) {
        return "<h:Camera><h:MaCamera>%s</h:MaCamera><h:TenCamera>%s</h:TenCamera></h:Camera>".formatted(code, name);
    }

    void says(String... contents) {
        for (var content : contents) {
            says(200, "text/xml; charset=utf-8", page(content));
        }
    }

    void says(int status, String type, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        says(status, type, bytes.length, out -> out.write(bytes));
    }

    void says(int status, String type, long length, Body body) {
        answers.add(new Answer(status, type, length, body));
    }

    void saysWhatItIsAsked() {
        says(
                200,
                "text/xml",
                0,
                out -> out.write(asked.get(asked.size() - 1).body().getBytes(StandardCharsets.UTF_8)));
    }

    void forgets() {
        answers.clear();
        asked.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var head = exchange.getRequestHeaders();
        asked.add(new Asked(
                exchange.getRequestURI().toString(),
                head.getFirst("Content-Type"),
                head.getFirst("SOAPAction"),
                head.getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        var answer = answers.size() > 1 ? answers.poll() : answers.peek();
        exchange.getResponseHeaders().add("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Date", "Thu, 01 Jan 1970 00:00:00 GMT");
        if (answer.status() == 401) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Digest realm=\"his\", nonce=\"abc\", qop=\"auth\"");
        }
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
