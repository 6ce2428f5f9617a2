package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.rtsp.Clip;

/** A simulated camera that sends what happens to the hub. */
class NotificationsTest {

    private final String secret = UUID.randomUUID().toString();
    private final OnvifSite site;
    private final OnvifDevice device;
    private final Taken told = new Taken();
    private Optional<DeviceSession> session = Optional.empty();

    NotificationsTest() throws IOException {
        site = OnvifSite.start(Clip.builtIn());
        device = site.add(OnvifSettings.camera("o1", "Cổng chợ", "hub"), secret);
    }

    @AfterEach
    void switchOff() throws IOException {
        session.ifPresent(DeviceSession::close);
        device.close();
        site.close();
    }

    private Target target() {
        return Targets.at(URI.create("http://127.0.0.1:" + device.port()), "hub", secret);
    }

    private Optional<Events> events(DeviceHttp http, Target target) throws DeviceException {
        session = Optional.of(new OnvifDriver(http).open(target));
        return session.get().facet(Events.class);
    }

    private Optional<Events> events(Target target) throws DeviceException {
        return events(Targets.http(), target);
    }

    private void motion(boolean on) {
        device.happen(new Event(
                "tns1:VideoSource/MotionAlarm",
                "Source",
                "VideoSource_1",
                "State",
                String.valueOf(on),
                "Changed",
                Instant.now()));
    }

    private long asked(String operation) {
        return device.requests().getOrDefault(operation, 0L);
    }

    @Test
    void tellsWhatADeviceWithoutPullPointSends() throws Exception {
        device.set(Mode.NO_PULL_POINT, true);
        motion(false);
        var subscription = events(target()).orElseThrow().subscribe(told);
        motion(true);
        await().until(() -> told.events.size() == 2);
        assertThat(told.events).extracting(CameraEvent::phase).containsExactly(Phase.INACTIVE, Phase.ACTIVE);
        assertThat(told.events.get(1).type()).isEqualTo(Type.MOTION);
        assertThat(told.events.get(1).channel()).contains(new ChannelId("VideoSource_1"));
        subscription.close();
        await().until(() -> device.subscriptions() == 0);
        assertThat(asked("tev:CreatePullPointSubscription")).isZero();
    }

    @Test
    void hasADeviceSendWhereAPersonWantsItSo() throws Exception {
        events(Targets.with(target(), "events", "push")).orElseThrow().subscribe(told);
        assertThat(asked("wsnt:Subscribe")).isPositive();
        assertThat(asked("tev:PullMessages")).isZero();
    }

    @Test
    void prefersThePullPoint() throws Exception {
        events(target()).orElseThrow().subscribe(told);
        assertThat(asked("wsnt:Subscribe")).isZero();
    }

    @Test
    void isRenewedAndToldOnAfterwards() throws Exception {
        device.set(Mode.SHORT_SUBSCRIPTIONS, true);
        events(Targets.with(target(), "events", "push")).orElseThrow().subscribe(told);
        await().atMost(Duration.ofSeconds(20)).until(() -> asked("wsnt:Renew") > 0);
        motion(true);
        await().until(() -> told.events.size() == 1);
        assertThat(told.ended).isEmpty();
    }

    @Test
    void passesOverWhatIsNoNotification() throws Exception {
        events(Targets.with(target(), "events", "push")).orElseThrow().subscribe(told);
        device.send("<Notify><NotificationMessage>".getBytes(UTF_8));
        device.send("nothing".getBytes(UTF_8));
        device.send(new byte[0]);
        motion(true);
        await().until(() -> told.events.size() == 1);
        assertThat(told.ended).isEmpty();
    }

    @Test
    void aHubThatTakesNothingInSaysWhatToSet() throws Exception {
        var events = events(Targets.deafHttp(), Targets.with(target(), "events", "push"))
                .orElseThrow();
        assertThatExceptionOfType(Busy.class)
                .isThrownBy(() -> events.subscribe(told))
                .withMessageContaining("etc/vn.matluoi.push.cfg");
        session.get().close();
        device.set(Mode.NO_PULL_POINT, true);
        var other = events(Targets.deafHttp(), target()).orElseThrow();
        assertThatExceptionOfType(Busy.class)
                .isThrownBy(() -> other.subscribe(told))
                .withMessageContaining("etc/vn.matluoi.push.cfg");
    }

    /** Time is the test's. One device gives a month, another writes the end in local time. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-12-22T03:00:00Z", "2026-11-22T10:10:00Z", "2026-11-22T03:10:00Z"})
    void isRenewedAsOftenAsItWasAskedForWhateverTheDeviceGives(String until) throws Exception {
        var times = "<wsnt:CurrentTime>2026-11-22T03:00:00Z</wsnt:CurrentTime><wsnt:TerminationTime>" + until
                + "</wsnt:TerminationTime>";
        var camera = SoapDevice.camera()
                .on(
                        "Subscribe",
                        "<wsnt:SubscriptionReference><wsa:Address>http://192.0.2.1/s</wsa:Address></wsnt:SubscriptionReference>"
                                + times)
                .on("Renew", times);
        var http = new FakeHttp(camera);
        http.takesIn();
        events(http, Targets.with(Targets.at(URI.create("http://192.0.2.1"), "", ""), "events", "push"))
                .orElseThrow()
                .subscribe(told);
        for (int i = 1; i <= 2; i++) {
            http.pass(Duration.ofSeconds(480));
            http.answer(1);
            assertThat(camera.asked("Renew")).hasSize(i);
        }
    }

    @Test
    void givesBackWhatTheDeviceGaveAfterTheEnd() throws Exception {
        var camera = SoapDevice.camera().on("Unsubscribe", "");
        var http = new FakeHttp(camera);
        http.takesIn();
        var events = events(http, Targets.with(Targets.at(URI.create("http://192.0.2.1"), "", ""), "events", "push"))
                .orElseThrow();
        camera.on("Subscribe", request -> {
            http.sink().ended(new DeviceException.Unreachable(Text.same("moved")));
            return SoapDevice.found(
                    "Subscribe",
                    "<wsnt:SubscriptionReference><wsa:Address>http://192.0.2.1/s</wsa:Address></wsnt:SubscriptionReference>");
        });
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> events.subscribe(told));
        http.answer(1);
        assertThat(camera.asked("Unsubscribe")).hasSize(1);
        assertThat(told.ended).hasSize(1);
    }

    @Test
    void refusesAnOptionItDoesNotKnow() throws Exception {
        var events = events(Targets.with(target(), "events", "stream")).orElseThrow();
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> events.subscribe(told))
                .withMessageContaining("pull, push");
    }
}
