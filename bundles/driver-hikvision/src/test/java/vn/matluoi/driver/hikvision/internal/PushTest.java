package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.Quirk;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/** The simulated recorder sends its alarms to the hub. */
class PushTest {

    private final String secret = UUID.randomUUID().toString();
    private final HikvisionRecorder recorder;
    private final Told told = new Told();
    private Optional<DeviceSession> session = Optional.empty();

    PushTest() throws IOException {
        recorder = new HikvisionRecorder(RecorderSettings.of("r1", "Trụ sở xã", "hub"), secret, Clip.builtIn());
    }

    private static final class Told implements Events.Sink {
        private final List<CameraEvent> events = new CopyOnWriteArrayList<>();
        private final List<DeviceException> ends = new CopyOnWriteArrayList<>();

        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            events.add(event);
        }

        @Override
        public void ended(DeviceException why) {
            ends.add(why);
        }
    }

    @AfterEach
    void switchOff() throws IOException {
        session.ifPresent(DeviceSession::close);
        recorder.close();
    }

    private Target target() {
        return Targets.at(URI.create(recorder.address()), "hub", secret);
    }

    private Events events(Target target) throws DeviceException {
        var driver = new HikvisionDriver(Targets.http(), InstantSource.system(), Duration.ofMillis(200));
        session.ifPresent(DeviceSession::close);
        session = Optional.of(driver.open(target));
        return session.get().facet(Events.class).orElseThrow();
    }

    private Events.Subscription subscribe() throws DeviceException {
        return events(pushing()).subscribe(told);
    }

    private Target pushing() {
        return Targets.with(target(), "events", "push");
    }

    private List<String> places() {
        return recorder.alarmServers().told();
    }

    @Test
    void tellsBeginAndEndOfWhatTheDeviceSends() throws DeviceException {
        subscribe();
        recorder.raise(5, "VMD", "human", "", Duration.ofMillis(100));
        await().until(() -> told.events.size() == 2);
        assertThat(told.events)
                .allMatch(e -> e.type() == Type.PERSON_SEEN && e.channel().equals(Optional.of(new ChannelId("5"))));
        assertThat(told.events).extracting(CameraEvent::phase).containsExactly(Phase.ACTIVE, Phase.INACTIVE);
        assertThat(recorder.alarmStreams()).isZero();
    }

    @Test
    void plateWithPictures() throws DeviceException {
        recorder.setQuirk(Quirk.ALARM_WITH_PICTURE, true);
        subscribe();
        recorder.raise(2, "ANPR", "", "70A12345", Duration.ofSeconds(1));
        await().until(() -> told.events.size() == 1);
        assertThat(told.events.get(0).type()).isEqualTo(Type.PLATE_READ);
        assertThat(told.events.get(0).payload())
                .startsWith("<EventNotificationAlert")
                .endsWith("</EventNotificationAlert>");
    }

    @Test
    void readsJsonAndTextsThatDoNotEnd() throws DeviceException {
        subscribe();
        push("application/json", "{\"eventType\":\"faceSnap\",\"channelID\":2}");
        push(
                "",
                "\r\n"
                        + "<EventNotificationAlert><channelID>3</channelID><eventType>VMD</eventType><eventState>active</eventState>");
        push("text/html", "<html>no alarm</html>");
        push("multipart/form-data", "");
        await().until(() -> told.events.size() == 2);
        assertThat(told.events).extracting(CameraEvent::type).containsExactly(Type.FACE_SEEN, Type.MOTION);
    }

    private void push(String type, String body) {
        recorder.alarmServers().push(type, body.getBytes(UTF_8));
    }

    @Test
    void neverTakesAPlaceThatSendsElsewhereAndLeavesItWhenItIsTakenLater() throws DeviceException {
        var servers = recorder.alarmServers();
        servers.enter(1, "192.0.2.7", 8123, "/api/hikvision");
        var subscription = subscribe();
        assertThat(places()).hasSize(2).contains("192.0.2.7:8123/api/hikvision");
        servers.enter(2, "192.0.2.8", 80, "/other");
        await().until(() -> told.ends.size() == 1);
        subscription.close();
        session.get().close();
        assertThat(told.ends.get(0)).isInstanceOf(Unreachable.class);
        assertThat(places()).containsExactly("192.0.2.7:8123/api/hikvision", "192.0.2.8:80/other");
    }

    @Test
    void saysThatNoPlaceIsFree() throws DeviceException {
        for (int id = 1; id <= 3; id++) {
            recorder.alarmServers().enter(id, "192.0.2." + id, 80, "/other");
        }
        var events = events(pushing());
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> events.subscribe(told));
        assertThat(places()).hasSize(3).noneMatch(place -> place.contains("/push/"));
    }

    @Test
    void makesAPlaceWhereNoneIsListedAndRemovesIt() throws DeviceException {
        recorder.setQuirk(Quirk.ALARM_SERVERS_UNLISTED, true);
        recorder.alarmServers().setPlaces(1);
        var subscription = subscribe();
        recorder.raise(1, "VMD", "", "", Duration.ofMillis(100));
        await().until(() -> !told.events.isEmpty());
        subscription.close();
        await().until(() -> places().isEmpty());
        assertThat(recorder.requests()).containsKey("DELETE /ISAPI/Event/notification/httpHosts/1");
    }

    @Test
    void takesItsOwnPlaceBackAfterAHubThatWasKilled() throws DeviceException {
        var target = pushing();
        try (var killed = new HikvisionDriver(Targets.http(), InstantSource.system()).open(target)) {
            killed.facet(Events.class).orElseThrow().subscribe(new Told());
            var left = places().get(0);
            events(target).subscribe(told);
            assertThat(places()).hasSize(1).doesNotContain(left);
        }
        assertThat(places()).hasSize(1);
    }

    @Test
    void subscribesAnewAtOnce() throws DeviceException {
        var events = events(pushing());
        for (int i = 0; i < 5; i++) {
            events.subscribe(told).close();
        }
        events.subscribe(told);
        push("application/json", "{\"eventType\":\"VMD\",\"channelID\":2}");
        await().until(() -> told.events.size() == 1);
        assertThat(places()).hasSize(1);
    }

    @Test
    void sendsWhereThereIsNoAlertStream() throws DeviceException {
        recorder.setQuirk(Quirk.NO_ALERT_STREAM, true);
        events(target()).subscribe(told);
        assertThat(places()).hasSize(1);
    }

    @Test
    void prefersTheAlertStream() throws DeviceException {
        events(target()).subscribe(told);
        assertThat(places()).isEmpty();
    }

    @Test
    void alarmServerNotKept() throws DeviceException {
        recorder.setQuirk(Quirk.ALARM_SERVER_NOT_KEPT, true);
        var events = events(pushing());
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> events.subscribe(told));
        await("what may be written otherwise is put back")
                .until(() -> recorder.requests().getOrDefault("PUT /ISAPI/Event/notification/httpHosts/1", 0L) == 2);
    }

    @Test
    void namesTheFileWhereTheHubTakesNothingIn() throws DeviceException {
        var driver = new HikvisionDriver(Targets.deafHttp(), InstantSource.system());
        session = Optional.of(driver.open(pushing()));
        var events = session.get().facet(Events.class).orElseThrow();
        assertThatExceptionOfType(Busy.class)
                .isThrownBy(() -> events.subscribe(told))
                .withMessageContaining("etc/vn.matluoi.push.cfg");
        assertThat(places()).isEmpty();
    }

    @Test
    void namesTheFileWhereThereIsNoStreamAndTriesAgain() throws DeviceException {
        recorder.setQuirk(Quirk.NO_ALERT_STREAM, true);
        var driver = new HikvisionDriver(Targets.deafHttp(), InstantSource.system());
        session = Optional.of(driver.open(target()));
        var events = session.get().facet(Events.class).orElseThrow();
        assertThatExceptionOfType(Busy.class)
                .isThrownBy(() -> events.subscribe(told))
                .withMessageContaining("etc/vn.matluoi.push.cfg");
        assertThat(session.get().facet(Events.class)).isPresent();
    }

    @Test
    void refusesAnOptionItDoesNotKnow() throws DeviceException {
        var events = events(Targets.with(target(), "events", "mqtt"));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> events.subscribe(told))
                .withMessageContaining("stream, push");
    }
}
