package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.Quirk;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/** The journal of events as the real web server and the real shell give it; and what comes to it by the door for devices that send. */
@Timeout(90)
class EventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void theJournalIsReadAndHealthy() throws Exception {
        var events = SharedHub.administrator().get("/api/v1/events?newest=true&limit=5");
        assertThat(events.status()).as(events.text()).isEqualTo(200);
        assertThat(events.json().has("items")).isTrue();
        assertThat(events.json().get("next").asText()).matches("[0-9]+");
        assertThat(SharedHub.get().shellSays("hub:events --limit 5")).contains("sequence");
        var ready = SharedHub.get().client().get("/health/ready");
        assertThat(ready.json().get("checks").findValuesAsText("name")).contains("events");
    }

    @Test
    void aStreamBeatsEndsByItselfAndGoesOnWhereItWas() throws Exception {
        var began = System.nanoTime();
        var told = follow();
        var took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(told.get(0)).isEqualTo("retry: 1000");
        assertThat(told).as("a comment after 15 s, or an event").anyMatch(line -> line.matches(":|data: .*"));
        assertThat(took).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
        var last = told.stream().filter(line -> line.startsWith("id: ")).reduce("", (one, next) -> next);
        assertThat(follow("Last-Event-ID", last.substring("id: ".length()))).contains(last);
    }

    /** @return all lines until the hub ends it */
    private static List<String> follow(String... headers) throws Exception {
        var answer = SharedHub.administrator().open("/api/v1/events/stream", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    @Test
    void whatARecorderWithoutAnAlarmStreamSendsStandsInTheJournal() throws Exception {
        var secret = UUID.randomUUID().toString();
        try (var recorder = new HikvisionRecorder(
                RecorderSettings.of("pushes", "Đầu ghi tự gửi", "admin").withChannels(4, 0, 0, 0),
                secret,
                Clip.builtIn())) {
            recorder.setQuirk(Quirk.NO_ALERT_STREAM, true);
            try (var source = new Source("pushes-hikvision", "hikvision", recorder.address(), secret)) {
                await("the hub's address among its alarm servers")
                        .atMost(PATIENCE)
                        .until(() -> recorder.alarmServers().taken() == 1);
                recorder.raise(1, "VMD", "human", "", Duration.ofSeconds(1));
                source.tells("person_seen");
            }
            await("the place it had among them is free again")
                    .atMost(PATIENCE)
                    .until(() -> recorder.alarmServers().taken() == 0);
        }
    }

    @Test
    void whatAnOnvifDeviceWithoutPullPointsSendsStandsInTheJournal() throws Exception {
        var secret = UUID.randomUUID().toString();
        SharedHub.get().shellSays("hub:driver-install onvif");
        try (var site = OnvifSite.start(Clip.builtIn())) {
            var device = site.add(OnvifSettings.camera("pushes", "Camera tự gửi", "admin"), secret);
            device.set(Mode.NO_PULL_POINT, true);
            try (var source = new Source("pushes-onvif", "onvif", "http://127.0.0.1:" + device.port(), secret)) {
                await("the hub's subscription").atMost(PATIENCE).until(() -> device.subscriptions() == 1);
                device.happen(new Event(
                        "tns1:VideoSource/MotionAlarm",
                        "Source",
                        "VideoSource_1",
                        "State",
                        "true",
                        "Changed",
                        Instant.now()));
                source.tells("motion");
            }
            await("the end of the subscription").atMost(PATIENCE).until(() -> device.subscriptions() == 0);
        } finally {
            SharedHub.get().shell("hub:driver-uninstall onvif");
        }
    }

    /** A source of the shared hub while it is needed. */
    private static final class Source implements AutoCloseable {

        private final Client admin = SharedHub.administrator();
        private final String id;

        Source(String id, String driver, String address, String secret) {
            this.id = id;
            var added = admin.post(
                    "/api/v1/sources",
                    SharedHub.source(id, driver, address, secret).toString());
            assertThat(added.status()).as(added.text()).isEqualTo(201);
        }

        void tells(String type) {
            await("an event of " + id).atMost(PATIENCE).untilAsserted(() -> {
                var told = admin.get("/api/v1/events?newest=true&source=" + id);
                assertThat(told.status()).as(told.text()).isEqualTo(200);
                assertThat(told.json().get("items").findValuesAsText("type"))
                        .as(told.text())
                        .contains(type);
            });
        }

        @Override
        public void close() {
            admin.delete("/api/v1/sources/" + id);
        }
    }
}
