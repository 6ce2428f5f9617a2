package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused before their body is there. */
class UnreadBodyTest {

    private static final String JSON = "Content-Type: application/json";
    private static final String SECOND = "GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n";

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi(new FakeHub());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({"/api/v2/sources, 404", "/nothing, 405", "/api/v1/sources, 401"})
    void theClientIsToldThatNothingBehindItIsRead(String path, String status) throws IOException {
        try (var socket = connected()) {
            send(socket, post(path, 40_000_000) + "x");
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 " + status).contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void aBodyThatIsThereCostsNoConnection() throws IOException {
        try (var socket = connected()) {
            send(socket, post("/api/v1/sources", 2) + "{}" + SECOND);
            socket.shutdownOutput();
            var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answers)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("HTTP/1.1 200 ")
                    .doesNotContain("Connection: close");
        }
    }

    private static Socket connected() throws IOException {
        var socket = new Socket("127.0.0.1", api.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String post(String path, int length) {
        return "POST %s HTTP/1.1\r\nHost: hub\r\n%s\r\nContent-Length: %d\r\n\r\n".formatted(path, JSON, length);
    }
}
