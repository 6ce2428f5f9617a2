package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A source by file: what is wrong in it is named and changes nothing, over a restart too. */
@Tag("own-hub")
class SourceFileTest {

    private static final String FILE = "vn.matluoi.source-nvr-file.cfg";

    private static RunningHub hub;
    private static SimulatedRecorder recorder;
    private static Client admin;

    @BeforeAll
    static void start() throws Exception {
        recorder = SimulatedRecorder.start("--channels", "4", "--offline", "0");
        hub = RunningHub.prepared("source-file");
        hub.configure("vn.matluoi.devices.cfg", SharedHub.devices());
        hub.configure(
                FILE,
                "name = Đầu ghi theo tệp\ndriver = hikvision\naddress = %s\nusername = admin\nsecret = %s\narea = %s\nrtsp.port = %d\n"
                        .formatted(recorder.address(), recorder.password(), SharedHub.LONG_AN, recorder.rtsp()));
        hub.start();
        admin = hub.administrator();
    }

    @AfterAll
    static void stop() {
        hub.close();
        recorder.close();
    }

    @Test
    void aBadEditIsNamedAndTheLastGoodStateStays() throws Exception {
        awaitOnline();
        assertThat(file()).as("the secret is in the vault").doesNotContain("secret", recorder.password());

        hub.configure(FILE, file().replace(SharedHub.LONG_AN, "99999").replaceAll("rtsp.port = .*", "rtsp.port = 0"));
        await().atMost(Duration.ofSeconds(30)).until(() -> hub.log().contains(FILE + " is refused"));
        assertTheLastGoodStateStays();

        hub.stop();
        hub.start();
        awaitOnline();
        assertTheLastGoodStateStays();

        hub.configure(
                FILE,
                file().replace("99999", SharedHub.TAN_CHAU)
                        .replaceAll("rtsp.port = .*", "rtsp.port = " + recorder.rtsp()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> source().at("/area").asText().equals(SharedHub.TAN_CHAU));
        assertThat(hub.shellSays("hub:source-info nvr-file")).doesNotContain("refused");
    }

    private static void assertTheLastGoodStateStays() throws Exception {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(hub.shellSays("hub:source-list"))
                .contains("! etc/" + FILE, "area", "99999", "rtsp.port"));
        assertThat(hub.shellSays("hub:source-info nvr-file"))
                .contains("refused", FILE, "area", "99999", "rtsp.port", "online");
        assertThat(source().at("/area").asText()).isEqualTo(SharedHub.LONG_AN);
        assertThat(source().at("/state/state").asText()).isEqualToIgnoringCase("online");
    }

    private static void awaitOnline() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> source().at("/state/state").asText().equalsIgnoreCase("online"));
    }

    private static com.fasterxml.jackson.databind.JsonNode source() {
        return admin.get("/api/v1/sources/nvr-file").json();
    }

    private static String file() throws IOException {
        return Files.readString(hub.etc().resolve(FILE));
    }
}
