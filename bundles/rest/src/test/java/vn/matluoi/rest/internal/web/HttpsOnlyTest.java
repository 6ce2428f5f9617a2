package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpsOnlyTest {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new HttpsOnly(8443));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String ask(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", connector.getLocalPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void sendsEverythingToHttpsAndSaysNothingOfItself() throws IOException {
        var answer = ask("POST /api/v1/session?a=b HTTP/1.1\r\nHost: hub.example:8181\r\nContent-Length: 0\r\n"
                + "Connection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 308")
                .contains("Location: https://hub.example:8443/api/v1/session?a=b\r\n")
                .doesNotContain("Server:")
                .doesNotContain("Jetty");
    }

    @Test
    void doesNotCarryAnOddHostOn() throws IOException {
        var answer = ask("GET / HTTP/1.1\r\nHost: evil\"><script>\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Location");
    }

    @Test
    void keepsAnAddressOfVersion6InBrackets() throws IOException {
        assertThat(ask("GET /x HTTP/1.1\r\nHost: [::1]:8181\r\nConnection: close\r\n\r\n"))
                .contains("Location: https://[::1]:8443/x\r\n");
    }
}
