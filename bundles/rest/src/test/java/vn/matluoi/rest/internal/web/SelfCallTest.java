package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.rest.internal.problem.Problem;

class SelfCallTest {

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;
    private SelfCall call;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        var api = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/session");
        call = new SelfCall(() -> api);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answers(int status, String type) {
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }

    @Test
    void oneCallTellsThatTheApiAnswers() {
        answers(401, Problem.MEDIA_TYPE);

        assertThat(call.warmUp().result().healthy()).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void oneCallTellsThatTheWebServerDoesNotKnowTheApi() {
        answers(404, "text/html");

        assertThat(call.warmUp().isUnknown()).isTrue();
        assertThat(calls).hasValue(1);
    }

    @Test
    void aWebServerThatDoesNotAnswerYetIsNeither() {
        server.createContext("/", HttpExchange::close);

        assertThat(call.warmUp().isNone()).isTrue();
        assertThat(call.warmUp().result().healthy()).isFalse();
    }
}
