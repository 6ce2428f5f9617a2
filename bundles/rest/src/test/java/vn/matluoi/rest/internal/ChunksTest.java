package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in chunks: the last thing that is read of a connection. */
class ChunksTest {

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

    @Test
    void aConnectionCarriesManyRequestsWithoutChunks() throws IOException {
        assertThat(statuses(exchange(SECOND + SECOND))).containsExactly("200", "200");
        assertThat(statuses(exchange(post("/api/v1/session", "Content-Length: 2") + "{}" + SECOND)))
                .containsExactly("400", "200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/session", "/api/v1/sources", "/api/v1/nothing", "/health/live", "/nothing", "/"})
    void nothingIsReadBehindABodyInChunks(String path) throws IOException {
        for (var chunks :
                List.of("2\r\n{}\r\n0\r\n\r\n", "2;a=\"\r\n{}\r\n0\r\n\r\n", "2;\n{}0\r\n\r\n", "2\n{}\n0\n\n")) {
            var answer = exchange(post(path, "Transfer-Encoding: chunked") + chunks + SECOND);
            assertThat(statuses(answer)).as(answer).hasSize(1);
            assertThat(answer).contains("Connection: close\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1\r\n{}\r\n0\r\n\r\n",
                "0x2\r\n{}\r\n0\r\n\r\n",
                "10000000000000002\r\n{}\r\n0\r\n\r\n",
                "2\r{}"
            })
    void chunksThatCannotBeMadeOutAreTheSendersFault(String chunks) throws IOException {
        var answer = exchange(post("/api/v1/session", "Transfer-Encoding: chunked") + chunks + SECOND);
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"body.broken\"");
        assertThat(statuses(answer)).hasSize(1);
    }

    private static String post(String path, String length) {
        return "POST %s HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n%s\r\n\r\n".formatted(path, length);
    }

    private static List<String> statuses(String answers) {
        return Pattern.compile("HTTP/1\\.1 (\\d{3}) ")
                .matcher(answers)
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    /** @return all that comes back on a connection that carries these bytes and then ends */
    private static String exchange(String bytes) throws IOException {
        try (var socket = new Socket("127.0.0.1", api.port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
