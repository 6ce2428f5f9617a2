package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Places of a device for servers that it sends to, as real ones write them. */
class AlarmHostsTest extends OnADevice {

    private static final URI HUB = URI.create("http://10.1.2.3:8480/push/r1/secret");
    private static final Pattern ONE =
            Pattern.compile("(?s)<HttpHostNotification[ >].*?<id>(\\d+)</id>.*?</HttpHostNotification>");

    private static final String ODD =
            """
            <HttpHostNotification version="1.0" xmlns="urn:psialliance-org"><id>1</id><url/><protocolType>HTTP</protocolType>
            <parameterFormatType>JSON</parameterFormatType><addressingFormatType>hostname</addressingFormatType><hostName></hostName>
            <portNo>80</portNo><httpAuthenticationMethod>none</httpAuthenticationMethod>
            <Extensions xmlns="http://www.hikvision.com/ver20/XMLSchema"><intervalBetweenEvents>0</intervalBetweenEvents></Extensions>
            </HttpHostNotification>
            """;

    private AlarmHosts hosts() throws Exception {
        return new AlarmHosts(new Isapi(Targets.http().connect(Targets.at(server.address(), "hub", secret))), HUB);
    }

    /** Each place by itself, and all in a list. */
    private void has(String list) {
        recorder.on(AlarmHosts.PATH, Answer.xml(list));
        ONE.matcher(list).results().forEach(one -> recorder.on(AlarmHosts.PATH + "/" + one.group(1), one.group()));
    }

    private static String list(String... places) {
        return "<HttpHostNotificationList>" + String.join("", places) + "</HttpHostNotificationList>";
    }

    @Test
    void changesOnlyWhatItHasToInTheDevicesOwnDocument() throws Exception {
        has(list(ODD));
        var taken = hosts().take();
        assertThat(taken.id()).isEqualTo("1");
        assertThat(taken.free().orElseThrow()).endsWith(ODD.strip());
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0))
                .startsWith("PUT " + AlarmHosts.PATH + "/1 ")
                .contains(
                        "<HttpHostNotification version=\"1.0\" xmlns=\"urn:psialliance-org\">",
                        "<url>/push/r1/secret</url>",
                        "<parameterFormatType>XML</parameterFormatType>",
                        "<addressingFormatType>ipaddress</addressingFormatType>",
                        "<ipAddress>10.1.2.3</ipAddress>",
                        "<portNo>8480</portNo>",
                        "<intervalBetweenEvents>0</intervalBetweenEvents>")
                .doesNotContain("hostName");
    }

    @Test
    void leavesPlacesOfOtherProtocolsAlone() throws Exception {
        has(list(ODD.replace("HTTP<", "EHome<")));
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> hosts().take());
        assertThat(sent).isEmpty();
    }

    @Test
    void takesBackWhatItsSourceLeftThereAndNotWhatAnotherDid() throws Exception {
        var left = new HostDocument(ODD).to(URI.create("http://10.1.2.3:8480/push/r1/before"));
        has(list(new HostDocument(ODD)
                .to(URI.create("http://10.1.2.3:8480/push/r10/its"))
                .text()));
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> hosts().take());
        has(list(left.text()));
        assertThat(hosts().take().free().orElseThrow()).contains("<ipAddress>0.0.0.0<", "<url>/<", "<portNo>80<");
    }

    @Test
    void refusesADocumentThatDoesNotEnd() throws Exception {
        has(list(ODD));
        recorder.on(AlarmHosts.PATH + "/1", "<HttpHostNotification>" + "<url ".repeat(1_000_000));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> hosts().take());
    }

    @Test
    void aDeviceWithoutPlacesSaysSo() throws Exception {
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> hosts().take());
    }

    @Test
    void findsTheFreePlaceOfRealDevicesAndLeavesTheOneThatIsTaken() throws Exception {
        var folder = CapturedDevice.folder("hikvision/maciej-or+hikvision_next");
        assumeTrue(folder.isPresent(), "no captures beside the project");
        for (var device : List.of("DS-2CD2443G0-IW", "DS-7608NXI-I2", "iDS-7204HUHI-M1")) {
            has(captured(folder.get().resolve(device)));
            assertThatExceptionOfType(Busy.class).as(device).isThrownBy(() -> hosts().take());
        }
        assertThat(sent).isEmpty();
        has(captured(folder.get().resolve("DS-2CD2386G2-IU")));
        assertThat(hosts().take().id()).isEqualTo("2");
        assertThat(sent.get(0))
                .startsWith("PUT " + AlarmHosts.PATH + "/2 ")
                .contains("xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"", "<httpBroken>false</httpBroken>");
    }

    private static String captured(java.nio.file.Path device) throws IOException {
        var text = Files.readString(device.resolve("Event_notification_httpHosts.xml"));
        return text.substring(text.indexOf("<HttpHostNotificationList"));
    }
}
