package vn.matluoi.simulators.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.control.ProxyControl;

class FaultProxyTest {

    private static final byte[] SAID = "0123456789".repeat(10).getBytes(StandardCharsets.US_ASCII);

    private ServerSocket server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        Thread says = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream().write(SAID);
                } catch (IOException e) {
                    // the next one, or closed
                }
            }
        });
        says.setDaemon(true);
        says.start();
        proxy = through(7);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void passesEverythingWhenNothingIsWrong() throws IOException {
        assertThat(heard()).isEqualTo(SAID);
        assertThat(proxy.accepted()).isEqualTo(1);
        assertThat(proxy.bytes()).isEqualTo(SAID.length);
    }

    @Test
    void cutsInOrderAfterSoManyBytes() throws IOException {
        proxy.set(new Wrong(Wrong.Kind.CUT, 13, 0));
        assertThat(new String(heard(), StandardCharsets.US_ASCII)).isEqualTo("0123456789012");
    }

    @Test
    void resets() {
        proxy.set(new Wrong(Wrong.Kind.RESET, 0, 0));
        assertThatThrownBy(this::heard).isInstanceOf(SocketException.class);
    }

    @Test
    void holdsItsTongueAndTheConnection() throws IOException {
        proxy.set(new Wrong(Wrong.Kind.SILENT, 20, 0));
        try (Socket client = asked(proxy)) {
            client.setSoTimeout(300);
            assertThat(client.getInputStream().readNBytes(20)).hasSize(20);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void isLateByTheDelay() throws IOException {
        proxy.set(new Wrong(Wrong.Kind.DELAY, 0, 300));
        long began = System.nanoTime();
        assertThat(heard()).isEqualTo(SAID);
        assertThat(System.nanoTime() - began).isGreaterThan(290_000_000L);
    }

    @Test
    void letsSoManyBytesThroughASecond() throws IOException {
        proxy.set(new Wrong(Wrong.Kind.RATE, 0, 200));
        long began = System.nanoTime();
        assertThat(heard()).isEqualTo(SAID);
        assertThat(System.nanoTime() - began).isGreaterThan(400_000_000L);
    }

    @Test
    void throwsInTheSameGarbageForTheSameSeed() throws IOException {
        proxy.set(new Wrong(Wrong.Kind.GARBAGE, 5, 0));
        byte[] first = heard();
        assertThat(first).hasSize(SAID.length + 64).startsWith("01234".getBytes(StandardCharsets.US_ASCII));
        try (FaultProxy again = through(7);
                FaultProxy other = through(8)) {
            again.set(proxy.wrong());
            other.set(proxy.wrong());
            assertThat(heard(again)).isEqualTo(first);
            assertThat(heard(other)).isNotEqualTo(first);
        }
    }

    @Test
    void floodsUntilNobodyReads() throws IOException {
        proxy.set(new Wrong(Wrong.Kind.FLOOD, 0, 0));
        try (Socket client = asked(proxy)) {
            assertThat(client.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
        }
    }

    @Test
    void isToldWhatToDoOverHttp() throws Exception {
        try (ProxyControl control = new ProxyControl(0, proxy)) {
            URI base = URI.create("http://127.0.0.1:" + control.port());
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest fault = HttpRequest.newBuilder(base.resolve("/fault"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"cut\",\"after\":3}"))
                    .build();
            assertThat(http.send(fault, BodyHandlers.ofString()).body()).contains("\"kind\":\"cut\",\"after\":3");
            assertThat(heard()).hasSize(3);
            HttpRequest unknown = HttpRequest.newBuilder(base.resolve("/fault"))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"rust\"}"))
                    .build();
            assertThat(http.send(unknown, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
        }
    }

    private FaultProxy through(long seed) throws IOException {
        return new FaultProxy(0, new InetSocketAddress("127.0.0.1", server.getLocalPort()), seed);
    }

    private byte[] heard() throws IOException {
        return heard(proxy);
    }

    private static byte[] heard(FaultProxy from) throws IOException {
        try (Socket client = asked(from)) {
            return client.getInputStream().readAllBytes();
        }
    }

    private static Socket asked(FaultProxy of) throws IOException {
        Socket client = new Socket("127.0.0.1", of.port());
        client.setSoTimeout(60_000);
        client.getOutputStream().write('?');
        return client;
    }
}
