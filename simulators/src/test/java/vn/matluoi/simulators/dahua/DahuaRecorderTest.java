package vn.matluoi.simulators.dahua;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.control.DahuaControl;
import vn.matluoi.simulators.login.Digest;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/** The recorder as a client sees it that knows nothing of the hub. */
@Timeout(60)
class DahuaRecorderTest {

    private final String password = "pass-" + System.nanoTime();
    private final MovableClock clock = new MovableClock(); // 08:02:03 in Viet Nam
    private final HttpClient http = HttpClient.newHttpClient();
    private DahuaRecorder recorder;
    private DahuaControl control;

    @BeforeEach
    void start() throws Exception {
        var settings = RecorderSettings.of("d1", "UBND xã", "admin").withChannels(8, 1, 1, 0);
        recorder = new DahuaRecorder(settings, password, Clip.builtIn(), clock);
        control = new DahuaControl(0, List.of(recorder));
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
        recorder.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(recorder.address() + path)).timeout(Duration.ofSeconds(10));
    }

    private HttpRequest signed(String path, String secret) throws Exception {
        var challenge = http.send(request(path).build(), BodyHandlers.discarding())
                .headers()
                .firstValue("WWW-Authenticate")
                .orElseThrow();
        return request(path)
                .header("Authorization", Digest.authorization(challenge, "admin", secret, "GET", path, 1, "c0ffee"))
                .build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(signed(path, password), BodyHandlers.ofString());
    }

    private String control(String path, String body) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + control.port() + path);
        var request = body.isEmpty()
                ? HttpRequest.newBuilder(uri)
                : HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }

    @Test
    void speaksInKeysAndValues() throws Exception {
        assertThat(get("/cgi-bin/magicBox.cgi?action=getSystemInfo").body())
                .contains("deviceType=31\r\n", "serialNumber=" + recorder.serial());
        assertThat(get("/cgi-bin/configManager.cgi?action=getConfig&name=ChannelTitle")
                        .body()
                        .lines())
                .as("every slot, the unused one, too")
                .hasSize(8);
        assertThat(get("/cgi-bin/global.cgi?action=getCurrentTime").body()).isEqualTo("result=2026-03-02 08:02:03\r\n");
        var unknown = get("/cgi-bin/configManager.cgi?action=getConfig&name=Nothing");
        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(unknown.body()).contains("Authority:check failure.");
    }

    @Test
    void locksItselfAfterFiveWrongPasswords() throws Exception {
        var path = "/cgi-bin/magicBox.cgi?action=getDeviceType";
        for (int i = 0; i < 4; i++) {
            var wrong = http.send(signed(path, "wrong"), BodyHandlers.ofString());
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).contains("Invalid Authority!");
        }
        var locked = http.send(signed(path, "wrong"), BodyHandlers.ofString());
        assertThat(locked.statusCode()).isEqualTo(403);
        assertThat(locked.body()).contains("268632081", "\"RmLock\":1800");
        clock.pass(Duration.ofMinutes(31));
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void tellsEventsThatItsControlServerIsGiven() throws Exception {
        var path = "/cgi-bin/eventManager.cgi?action=attach&codes=%5BAll%5D&heartbeat=1";
        var stream = http.send(signed(path, password), BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type"))
                .contains("multipart/x-mixed-replace; boundary=myboundary");
        await().until(() -> recorder.eventStreams() == 1);
        control(
                "/event",
                "{\"code\":\"VideoMotion\",\"action\":\"Start\",\"n\":3,\"data\":\"{\\n \\\"UTC\\\":1\\n}\"}");
        try (InputStream in = stream.body()) {
            assertThat(until(in, "}"))
                    .contains("--myboundary\r\nContent-Type: text/plain\r\nContent-Length:")
                    .contains("\r\n\r\nCode=VideoMotion;action=Start;index=2;data={\n \"UTC\":1\n}");
            assertThat(until(in, "Heartbeat")).contains("Content-Length:9\r\n\r\nHeartbeat");
        }
        assertThat(control("/state", "")).contains("\"eventStreams\":1").doesNotContain(password);
    }

    private static String until(InputStream in, String end) throws Exception {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            read.append((char) in.read());
        }
        return read.toString();
    }

    @Test
    void hasFewSearchesAndShortPages() throws Exception {
        var find = "/cgi-bin/mediaFileFind.cgi?action=";
        var object = get(find + "factory.create").body().strip().substring("result=".length());
        var condition = find + "findFile&object=" + object
                + "&condition.StartTime=2026-03-01%2008:00:00&condition.EndTime=2026-03-02%2008:00:00&condition.Channel=";
        assertThat(get(condition + "0").statusCode()).as("counts from 1 here").isEqualTo(400);
        assertThat(get(condition + "8").statusCode()).as("no camera").isEqualTo(400);
        assertThat(get(condition + "1&condition.Types%5B0%5D=jpg").statusCode()).isEqualTo(400);
        assertThat(get(condition + "1").body()).isEqualTo("OK\r\n");
        var next = find + "findNextFile&count=100&object=" + object;
        var first = get(next).body();
        assertThat(first).startsWith("found=7").contains("items[0].Channel=0", "items[6].EndTime=2026-03-01 15:00:00");
        int pages = 1;
        while (!get(next).body().startsWith("found=0")) {
            pages++;
        }
        assertThat(pages).isEqualTo(4);
        for (int i = 1; i < FileFind.MOST; i++) {
            assertThat(get(find + "factory.create").statusCode()).isEqualTo(200);
        }
        assertThat(get(find + "factory.create").statusCode()).isEqualTo(400);
        get(find + "destroy&object=" + object);
        assertThat(get(find + "factory.create").statusCode()).isEqualTo(200);

        var path = first.lines()
                .filter(l -> l.startsWith("items[0].FilePath="))
                .findFirst()
                .orElseThrow()
                .substring("items[0].FilePath=".length());
        var encoded = path.replace("[", "%5B").replace("]", "%5D").replace("@", "%40");
        var file = http.send(signed("/cgi-bin/RPC_Loadfile" + encoded, password), BodyHandlers.ofByteArray())
                .body();
        assertThat(first).contains("items[0].Length=" + file.length);
        assertThat(new String(file, 0, 4, US_ASCII)).isEqualTo("DHAV");
        assertThat(new String(file, file.length - 8, 4, US_ASCII)).isEqualTo("dhav");
    }

    @Test
    void quirksAreSwitchedByName() throws Exception {
        assertThat(control("/quirk", "{\"quirk\":\"dahuaErrorWith200\"}"))
                .contains("\"quirks\":[\"dahuaErrorWith200\"]");
        var set = get("/cgi-bin/global.cgi?action=setCurrentTime&time=2026-03-02%2009:00:00");
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(set.body()).isEqualTo("Error\r\n");
        assertThat(control("/quirk", "{\"quirk\":\"dahuaErrorWith200\",\"on\":false}"))
                .contains("\"quirks\":[]");
        assertThat(control("/quirk", "{\"quirk\":\"other\"}")).contains("quirk is one of dahuaCutJson");
    }

    @Test
    void onvifChildrenGiveNoPictureWhereFirmwareIsSo() throws Exception {
        var path = "/cgi-bin/snapshot.cgi?channel=5";
        assertThat(get(path).statusCode()).isEqualTo(200);
        recorder.set(Quirk.ONVIF_CHILD, true);
        assertThat(get(path).statusCode()).isEqualTo(400);
        assertThat(get("/cgi-bin/snapshot.cgi?channel=1").statusCode()).isEqualTo(200);
    }
}
