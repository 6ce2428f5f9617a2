package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.ChannelFacet.Downloads;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Credentials;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** What a device can do beyond showing pictures, as it is asked to do it over the wire. */
class AbilitiesTest extends OnADevice {

    @Test
    void offersNothingTheDeviceDoesNotHave() throws DeviceException {
        for (var facet :
                List.of(Ptz.class, PtzPosition.class, Presets.class, Tours.class, Recordings.class, Downloads.class)) {
            assertThat(session().facet(FIVE, facet)).as(facet.getSimpleName()).isEmpty();
        }
        assertThat(session().facet(Clock.class)).isEmpty();
        assertThat(session().facet(Credentials.class)).isEmpty();
    }

    @Test
    void saysWhichChannelsRecordAndOffersFootageOfThem() throws DeviceException {
        recording();
        assertThat(session().facet(Health.class).orElseThrow().health().recording())
                .isEqualTo(Map.of(FIVE, true, new ChannelId("6"), false));
        assertThat(session().facet(new ChannelId("4"), Recordings.class)).isEmpty();
    }

    @Test
    void setsTheClockInTheDevicesOwnDocument() throws DeviceException {
        recording();
        var clock = session().facet(Clock.class).orElseThrow();
        assertThat(clock.offset()).isEqualTo(Duration.ofMinutes(5));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> clock.set(NOW)); // it says OK and does nothing
        var changed = "<Time><timeMode>manual</timeMode><localTime>2026-11-22T10:00:00+08:00</localTime></Time>";
        var before = "<Time><timeMode>NTP</timeMode><localTime>2026-11-22T10:05:00+08:00</localTime></Time>";
        assertThat(put()).as("it follows its server as before").containsExactly(changed, before);
        recorder.on(HikvisionClock.PATH, "<Time><localTime>2026-11-22T10:00:00</localTime></Time>");
        clock.set(NOW);
        assertThat(put()).hasSize(3);
    }

    private List<String> put() {
        return sent.stream()
                .map(s -> s.replaceFirst("(?s)^PUT .*?(?=<Time>)", ""))
                .toList();
    }

    @Test
    void aClockThatIsNotSeenToBeSetFollowsItsServerAgain() throws DeviceException {
        recording();
        var clock = session().facet(Clock.class).orElseThrow();
        toPut = IsapiRecorder.refusal(503, 2, "deviceBusy");
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> clock.set(NOW));
        assertThat(put()).hasSize(2).last().asString().contains("<timeMode>NTP<", "10:05:00");
    }

    @Test
    void nobodyPutsTheTimeBackOfAClockThatFollowedNoServer() throws DeviceException {
        recording()
                .on(
                        HikvisionClock.PATH,
                        "<Time><timeMode>manual</timeMode><localTime>2026-11-22T10:05:00</localTime></Time>");
        var clock = session().facet(Clock.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> clock.set(NOW));
        assertThat(put()).hasSize(1);
    }

    /** By name or by address; an account without the right, or a device without the list, leaves only the mode. */
    @Test
    void saysWhichTimeServerItFollows() throws DeviceException {
        recording();
        var clock = session().facet(Clock.class).orElseThrow();
        assertThat(clock.follows()).contains("NTP");
        var servers =
                "<NTPServerList><NTPServer><id>1</id><addressingFormatType>hostname</addressingFormatType><hostName>time.tayninh.example</hostName><portNo>123</portNo></NTPServer><NTPServer><id>2</id><ipAddress>10.8.0.1</ipAddress></NTPServer></NTPServerList>";
        recorder.on(HikvisionClock.SERVERS, servers);
        assertThat(clock.follows()).contains("time.tayninh.example");
        recorder.on(
                HikvisionClock.SERVERS,
                servers.replaceAll("<hostName>.*?</hostName>", "<ipAddress>10.8.0.9</ipAddress>"));
        assertThat(clock.follows()).contains("10.8.0.9");
        var both = servers.replace("</hostName>", "</hostName><ipAddress>10.8.0.9</ipAddress>");
        recorder.on(HikvisionClock.SERVERS, both);
        assertThat(clock.follows()).contains("time.tayninh.example");
        recorder.on(HikvisionClock.SERVERS, both.replace(">hostname<", ">ipaddress<"));
        assertThat(clock.follows()).as("the name is a left-over").contains("10.8.0.9");
        recorder.on(HikvisionClock.SERVERS, IsapiRecorder.refusal(403, 4, "lowPrivilege"));
        assertThat(clock.follows()).contains("NTP");
        recorder.on(HikvisionClock.SERVERS, servers)
                .on(
                        HikvisionClock.PATH,
                        "<Time><timeMode>manual</timeMode><localTime>2026-11-22T10:00:00</localTime></Time>");
        assertThat(clock.follows()).isEmpty();
    }

    private static String trigger(String channel, String method) {
        return "<EventTrigger><id>VMD-%s</id><eventType>VMD</eventType><dynVideoInputChannelID>%s</dynVideoInputChannelID><EventTriggerNotificationList><EventTriggerNotification><notificationMethod>%s</notificationMethod></EventTriggerNotification></EventTriggerNotificationList></EventTrigger>"
                .formatted(channel, channel, method);
    }

    @Test
    void saysWhichChannelsDoNotNotifyTheCenter() throws DeviceException {
        recorder.on(
                Wiring.PATH,
                "<EventNotification><EventTriggerList>" + trigger("3", "record") + trigger("5", "email")
                        + trigger("5", "center") + trigger("34", "record") + trigger("16", "record")
                        + trigger("99", "record") + "</EventTriggerList></EventNotification>");
        var health = session().facet(Health.class).orElseThrow();
        assertThat(health.health().faults())
                .containsExactly(
                        "kênh 2, 3: chưa bật 'Thông báo cho trung tâm giám sát', sẽ không báo sự kiện / channel 2, 3: 'Notify Surveillance Center' is off, no event is reported");
        int asked = (int)
                server.asked().stream().filter(a -> a.endsWith(Wiring.PATH)).count();
        health.health();
        assertThat(server.asked().stream().filter(a -> a.endsWith(Wiring.PATH))).hasSize(asked);
        assertThat(health.health().firmware()).contains("V4.30.097 build 240401");
        assertThat(health.health().roundTrip()).isPresent();
    }

    @Test
    void saysSinceWhenTheDeviceRuns() throws DeviceException {
        recorder.on(
                HikvisionHealth.STATUS,
                "<DeviceStatus version=\"2.0\"><deviceUpTime>93784</deviceUpTime><CPUList/></DeviceStatus>");
        assertThat(session().facet(Health.class).orElseThrow().health().uptime())
                .contains(Duration.ofSeconds(93_784));

        recorder.on(HikvisionHealth.STATUS, IsapiRecorder.refusal(403, 4, "lowPrivilege"));
        assertThat(session().facet(Health.class).orElseThrow().health().uptime())
                .isEmpty();
    }

    @Test
    void anAccountWithFewRightsStillTellsItsDisks() throws DeviceException {
        recorder.on(Tracks.PATH, IsapiRecorder.refusal(403, 4, "lowPrivilege"))
                .on(Wiring.PATH, IsapiRecorder.refusal(403, 4, "lowPrivilege"))
                .on(
                        HikvisionHealth.STORAGE,
                        "<storage><hddList><hdd><id>1</id><status>ok</status></hdd></hddList></storage>");
        var report = session().facet(Health.class).orElseThrow().health();
        assertThat(report.disks()).hasSize(1);
        assertThat(report.faults()).isEmpty();
        assertThat(report.recording()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"triggers_cam.xml", "triggers_ptz.xml"})
    void readsTheTriggersOfRealCameras(String file) throws Exception {
        var folder = CapturedDevice.folder("hikvision/CornerBit+HikSink");
        assumeTrue(folder.isPresent(), "no captures beside the project");
        var triggers = Files.readString(folder.get().resolve(file)).strip();
        recorder.on(Wiring.PATH, Answer.xml(triggers));
        assertThat(session().facet(Health.class).orElseThrow().health().faults())
                .isEmpty();
        recorder.on(Wiring.PATH, Answer.xml(triggers.replace(">center<", ">email<")));
        try (var fresh = new HikvisionDriver(Targets.http()).open(Targets.at(server.address(), "hub", secret))) {
            fresh.channels();
            assertThat(fresh.facet(Health.class).orElseThrow().health().faults())
                    .singleElement()
                    .asString()
                    .startsWith("kênh 1: ");
        }
    }

    @Test
    void aClockThatMakesNoSenseIsNoClock() throws DeviceException {
        recorder.on(HikvisionClock.PATH, "<Time><localTime>soon</localTime></Time>");
        var clock = session().facet(Clock.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(clock::offset);
    }

    @Test
    void a503OrRubbishForTriggersMeansNotThere() throws DeviceException {
        recorder.on(Wiring.PATH, Answer.of(200, "text/html", "<html><body>"));
        assertThat(session().facet(Health.class).orElseThrow().health().faults())
                .isEmpty();
        session.get().close();
        session = Optional.empty();
        recorder.on(Wiring.PATH, IsapiRecorder.refusal(503, 2, "deviceBusy"));
        assertThat(session().facet(Health.class).orElseThrow().health().faults())
                .isEmpty();
    }
}
