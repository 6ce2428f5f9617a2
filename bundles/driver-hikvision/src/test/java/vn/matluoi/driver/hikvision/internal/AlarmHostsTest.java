package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
    void neverTakesWhatSendsToAnAddressOfVersion6OrToAName() throws Exception {
        var nobody = ODD.replace("<hostName></hostName>", "<ipAddress>0.0.0.0</ipAddress><hostName></hostName>");
        for (var others : List.of(
                nobody.replace("<hostName>", "<ipv6Address>2001:db8::7</ipv6Address><hostName>"),
                nobody.replace("<hostName>", "<ipv6Address>::</ipv6Address><hostName>nvr.example"))) {
            has(list(others));
            assertThatExceptionOfType(Busy.class).isThrownBy(() -> hosts().take());
        }
        assertThat(sent).isEmpty();
        has(list(nobody.replace("<hostName>", "<ipv6Address>::</ipv6Address><hostName>")));
        assertThat(hosts().take().id()).isEqualTo("1");
    }

    @Test
    void writesNothingWhereTheListIsAnsweredForOnePlace() throws Exception {
        has(list(ODD.replace("<hostName>", "<hostName>nvr.example"), ODD.replace("<id>1<", "<id>2<")));
        recorder.on(AlarmHosts.PATH + "/2", list(ODD, ODD.replace("<id>1<", "<id>2<")));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> hosts().take());
        recorder.on(AlarmHosts.PATH + "/2", ODD);
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> hosts().take());
        assertThat(sent).isEmpty();
    }

    @Test
    void writesNothingWhereAPlaceWasTakenMeanwhile() throws Exception {
        has(list(ODD));
        recorder.on(AlarmHosts.PATH + "/1", ODD.replace("<hostName>", "<hostName>nvr.example"));
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> hosts().take());
        assertThat(sent).isEmpty();
    }

    @Test
    void aPlaceThatIsGoneIsSeenHoweverTheDeviceSaysSo() throws Exception {
        var taken = new AlarmHosts.Taken("1", Optional.empty());
        for (var gone : List.of(
                IsapiRecorder.refusal(400, 5, "badParameters"),
                IsapiRecorder.refusal(403, 4, "notSupport"),
                Answer.of(404, "text/html", ""))) {
            recorder.on(taken.path(), gone);
            assertThat(hosts().look(taken).toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .isFalse();
        }
        recorder.on(taken.path(), IsapiRecorder.refusal(500, 3, "deviceError"));
        assertThat(hosts().look(taken).toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void aDeviceThatHangsUpOverATryDoesNotKnowHowToTry() throws Exception {
        var taken = new AlarmHosts.Taken("1", Optional.empty());
        recorder.on(
                taken.path() + "/test",
                "<HttpHostTestResult><errorDescription>no route</errorDescription></HttpHostTestResult>");
        assertThat(hosts().test(taken)).contains("no route");
        recorder.on(taken.path() + "/test", Answer.hangUp());
        assertThat(hosts().test(taken)).isEmpty();
    }

    @Test
    void saysThatAnAddressOfVersion6CannotBeWrittenThere() throws Exception {
        has(list(ODD));
        var hosts = new AlarmHosts(
                new Isapi(Targets.http().connect(Targets.at(server.address(), "hub", secret))),
                URI.create("http://[2001:db8::9]:8480/push/r1/secret"));
        assertThatExceptionOfType(Busy.class).isThrownBy(hosts::take).withMessageContaining("[2001:db8::9]");
        assertThat(sent).isEmpty();
    }

    @Test
    void aDeviceWithRoomForNoneSaysSo() throws Exception {
        has(list());
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> hosts().take());
    }

    @Test
    void freesAPlaceThatHasBothAnAddressAndTheHubsName() {
        var both = ODD.replace("<hostName></hostName>", "<ipAddress>0.0.0.0</ipAddress><hostName></hostName>");
        var left = new HostDocument(both).to(URI.create("http://hub.example:8480/push/r1/before"));
        assertThat(left.text()).contains("<hostName>hub.example</hostName>");
        assertThat(left.toNobody().text()).contains("<ipAddress>0.0.0.0</ipAddress><hostName></hostName>", "<url>/<");
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
