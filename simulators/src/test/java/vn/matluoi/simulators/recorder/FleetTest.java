package vn.matluoi.simulators.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.simulators.rtsp.Clip;

@Timeout(60)
class FleetTest {

    private static final String EVENTS = "/ISAPI/Event/notification/alertStream";

    private final String password = UUID.randomUUID().toString();
    private Fleet fleet;

    @BeforeEach
    void start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.1.0.1"))) {
            port = free.getLocalPort();
        }
        fleet = new Fleet(3, 8, port, "admin", password, Clip.builtIn());
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private Client client(int device) {
        return new Client(fleet.address("http", device), "admin", password, HttpClient.newBuilder());
    }

    private BufferedReader events(int device) throws IOException, InterruptedException {
        return new BufferedReader(new InputStreamReader(client(device).stream(EVENTS), StandardCharsets.UTF_8));
    }

    private static String until(BufferedReader events, String word) throws IOException {
        StringBuilder read = new StringBuilder();
        for (String line; (line = events.readLine()) != null; ) {
            read.append(line).append('\n');
            if (line.contains(word)) {
                return read.toString();
            }
        }
        throw new IOException("the stream ended without " + word);
    }

    @Test
    void isManyRecordersThatAreNotTheSame() throws Exception {
        String first = client(0).text("/ISAPI/System/deviceInfo");
        String last = client(2).text("/ISAPI/System/deviceInfo");
        assertThat(first).contains("<serialNumber>").isNotEqualTo(last);
        assertThat(client(1).text("/ISAPI/ContentMgmt/InputProxy/channels").split("<InputProxyChannel>"))
                .hasSize(9);
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        Client wrong = new Client(fleet.address("http", 0), "admin", "wrong", HttpClient.newBuilder());
        assertThat(wrong.get("/ISAPI/System/deviceInfo").statusCode()).isEqualTo(401);
        assertThat(fleet.state(60).wrong()).isEqualTo(1);
    }

    @Test
    void tellsEventsByOneRecorderAfterTheOther() throws Exception {
        try (BufferedReader events = events(1)) {
            assertThat(until(events, "</EventNotificationAlert>")).contains("videoloss", "inactive");
            fleet.tellEvents(100);
            assertThat(until(events, "VMD")).contains("<channelID>1</channelID>");
            assertThat(until(events, "<channelID>2</channelID>")).isNotEmpty();
            assertThat(fleet.state(60).streaming()).isEqualTo(1);
        }
    }

    @Test
    void isGoneWithItsPowerAndBackWithIt() throws Exception {
        try (BufferedReader events = events(0)) {
            until(events, "</EventNotificationAlert>");
            fleet.power(1, false);
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> until(events, "no such word"));
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> client(0).bare("/"));
            assertThat(client(1).get("/ISAPI/System/deviceInfo").statusCode()).isEqualTo(200);
        }
        fleet.power(1, true);
        while (true) {
            try (BufferedReader again = events(0)) {
                assertThat(until(again, "</EventNotificationAlert>")).contains("videoloss");
                return;
            } catch (ConnectException e) {
                Thread.onSpinWait(); // it is asked on another thread
            }
        }
    }
}
