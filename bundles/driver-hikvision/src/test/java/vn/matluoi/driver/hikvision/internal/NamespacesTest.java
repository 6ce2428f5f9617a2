package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.driver.testkit.DeviceServer.Answer;

/** One product line uses six namespaces, and mixes them within one document: names mean the same in all of them, or in none. */
class NamespacesTest extends OnADevice {

    private static final List<String> ALL = List.of(
            "http://www.hikvision.com/ver20/XMLSchema",
            "http://www.isapi.org/ver20/XMLSchema",
            "http://www.hikvision.com/ver10/XMLSchema",
            "urn:psialliance-org",
            "urn:selfextension:psiaext-ver10-xsd",
            "http://www.std-cgi.com/ver20/XMLSchema",
            "");

    static Stream<String> namespaces() {
        return ALL.stream();
    }

    /** The next one for what is within. */
    private static String within(String namespace) {
        return ALL.get((ALL.indexOf(namespace) + 1) % ALL.size());
    }

    private static String xmlns(String namespace) {
        return namespace.isEmpty() ? "" : " version=\"2.0\" xmlns=\"" + namespace + "\"";
    }

    @ParameterizedTest
    @MethodSource("namespaces")
    void readsADeviceWhateverItsNamespacesAre(String namespace) throws DeviceException {
        var own = xmlns(namespace);
        var other = xmlns(within(namespace));
        recorder.on(
                        Description.PATH,
                        "<DeviceInfo%s><deviceName>Cổng</deviceName><model%s>DS-1</model><serialNumber>DS1CCWR1</serialNumber><deviceType>NVR</deviceType></DeviceInfo>"
                                .formatted(own, other))
                .on(
                        HikvisionHealth.STORAGE,
                        "<storage%s><hddList%s size=\"8\"><hdd%s><id>1</id><status>ok</status><capacity>1000</capacity><freeSpace>0</freeSpace></hdd></hddList></storage>"
                                .formatted(own, other, own))
                .on(
                        HikvisionClock.PATH,
                        "<Time%s><timeMode%s>manual</timeMode><localTime>2026-11-22T10:05:00</localTime></Time>"
                                .formatted(own, other))
                .on(
                        StreamTable.PATH,
                        "<StreamingChannelList%1$s><StreamingChannel%2$s><id>501</id><Video%1$s><videoInputChannelID>5</videoInputChannelID><videoCodecType>H.265</videoCodecType><videoResolutionWidth>640</videoResolutionWidth><videoResolutionHeight>360</videoResolutionHeight></Video></StreamingChannel></StreamingChannelList>"
                                .formatted(own, other))
                .on(
                        Wiring.PATH,
                        Answer.of(
                                403,
                                "application/xml",
                                "<ResponseStatus%s><statusCode>4</statusCode><subStatusCode%s>notSupport</subStatusCode></ResponseStatus>"
                                        .formatted(own, other)));
        assertThat(session().facet(Identity.class).orElseThrow().info().model()).isEqualTo("DS-1");
        var health = session().facet(Health.class).orElseThrow().health();
        assertThat(health.disks()).containsExactly(new Disk("1", true, "ok", 1000, 0));
        assertThat(health.faults())
                .as("403 is the normal way to say that it is not there")
                .isEmpty();
        assertThat(session().facet(Clock.class).orElseThrow().offset()).isEqualTo(Duration.ofMinutes(5));
        assertThat(five(Streams.class).streams())
                .singleElement()
                .extracting(Streams.StreamInfo::width)
                .isEqualTo(640);
    }

    @ParameterizedTest
    @MethodSource("namespaces")
    void readsAnAlarmWhateverItsNamespaceIs(String namespace) {
        var plain =
                "<EventNotificationAlert%s><channelID%s>5</channelID><eventType>VMD</eventType></EventNotificationAlert>"
                        .formatted(xmlns(namespace), xmlns(within(namespace)));
        var prefixed =
                "<a:EventNotificationAlert xmlns:a=\"%s\"><a:channelID>5</a:channelID><a:eventType>VMD</a:eventType></a:EventNotificationAlert>"
                        .formatted(namespace);
        for (var alarm : List.of(plain, prefixed)) {
            assertThat(Fields.of(alarm).get("channelID")).contains("5");
            assertThat(Fields.of(alarm).get("eventType")).contains("VMD");
        }
    }
}
