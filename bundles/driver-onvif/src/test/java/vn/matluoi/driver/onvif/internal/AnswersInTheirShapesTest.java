package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** One thing said in the ways in which devices say it. */
@Timeout(60)
class AnswersInTheirShapesTest extends Opened {

    @ParameterizedTest
    @ValueSource(strings = {"s", "SOAP-ENV", "env", "soap", "e-1.x"})
    void thePrefixOfAnEnvelopeMeansNothing(String prefix) throws Exception {
        var text = new String(
                        SoapDevice.found("GetDeviceInformation", "<tds:Model>M</tds:Model>")
                                .body(),
                        UTF_8)
                .replace("<env:", "<" + prefix + ":")
                .replace("</env:", "</" + prefix + ":")
                .replace("xmlns:env", "xmlns:" + prefix);
        var device = SoapDevice.camera().on("GetDeviceInformation", Answer.of(200, "application/soap+xml", text));
        assertThat(session(device).facet(Identity.class).orElseThrow().info().model())
                .isEqualTo("M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n \n", "\uFEFF", ""})
    void whatStandsBeforeTheDeclarationOrThatThereIsNoneMeansNothing(String before) throws Exception {
        var text = new String(
                SoapDevice.found("GetDeviceInformation", "<tds:Model>M</tds:Model>")
                        .body(),
                UTF_8);
        var odd = before.isEmpty() ? text.replaceFirst("<\\?xml.*\\?>\\s*", "") : before + text;
        var device = SoapDevice.camera().on("GetDeviceInformation", Answer.of(200, "text/html", odd));
        assertThat(session(device).facet(Identity.class).orElseThrow().info().model())
                .isEqualTo("M");
    }

    /** Neither Media 1 nor Device IO: what its configurations name is there, be there no profile at all. */
    @Test
    void media2AloneTellsItsSourcesByTheirConfigurations() throws Exception {
        var device = SoapDevice.recorder()
                .on(
                        "GetServices",
                        SoapDevice.service(Service.DEVICE, "/onvif/device_service")
                                + SoapDevice.service(Service.MEDIA2, "/onvif/media2"))
                .on("GetCapabilities", "<tds:Capabilities/>")
                .on("GetProfiles", "")
                .on(
                        "GetVideoSourceConfigurations",
                        "<tr2:Configurations token=\"c1\"><tt:SourceToken>src1</tt:SourceToken></tr2:Configurations><tr2:Configurations token=\"c2\"><tt:SourceToken>src1</tt:SourceToken></tr2:Configurations><tr2:Configurations token=\"c3\"/><tr2:Configurations token=\"c4\"><tt:SourceToken>src4</tt:SourceToken></tr2:Configurations>");
        assertThat(session(device).channels())
                .extracting(c -> c.id() + " " + c.status())
                .containsExactly("src1 EMPTY", "src4 EMPTY");
    }

    private static final String MEDIA2 = SoapDevice.service(Service.DEVICE, "/onvif/device_service")
            + SoapDevice.service(Service.DEVICE_IO, "/onvif/deviceio")
            + SoapDevice.service(Service.MEDIA2, "/onvif/media2");

    /** Its sources alone would look like cameras that are gone. */
    @ParameterizedTest
    @CsvSource({"ter:Action, Garbled", "ter:NotAuthorized, Refused", "cut off, Garbled"})
    void media2AloneThatCannotTellItsProfilesHasNotLostItsCameras(String how, String meaning) throws Exception {
        var profiles = how.startsWith("ter:")
                ? SoapDevice.fault(400, how, "no")
                : Answer.of(200, "application/soap+xml", "<env:Envelope xmlns:env=\"x\"><env:Body><tr2:GetProfilesRes");
        var device = SoapDevice.recorder()
                .on("GetServices", MEDIA2)
                .on("GetCapabilities", "<tds:Capabilities/>")
                .on("GetVideoSources", "<tmd:Token>src1</tmd:Token><tmd:Token>src2</tmd:Token>");
        var session = session(device);
        device.on("GetProfiles", profiles);
        assertThat(catchThrowableOfType(DeviceException.class, session::channels)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(meaning);
    }

    /** Media 1 is often named in the capabilities alone. */
    @Test
    void capabilitiesThatCannotBeReadDoNotMakeItADeviceOfMedia2Alone() throws Exception {
        var device = SoapDevice.recorder()
                .on("GetServices", MEDIA2)
                .on("GetCapabilities", Answer.of(200, "application/soap+xml", "<env:Envelope xmlns:env=\"x\"><env:Bo"));
        var media1 = SoapDevice.recorder();
        device.on(
                "GetProfiles",
                request -> request.path().equals(Service.MEDIA.usualPath())
                        ? media1.answer(request)
                        : SoapDevice.fault(500, "ter:Action", "no"));
        assertThat(session(device).channels())
                .extracting(c -> c.id() + " " + c.status())
                .containsExactly("src1 ONLINE", "src2 ONLINE", "src3 EMPTY", "src4 ONLINE");
    }

    /** The status of HTTP says nothing that the fault does not say. */
    @ParameterizedTest
    @CsvSource({
        "ter:ActionNotSupported, Unsupported, 200",
        "ter:ActionNotSupported, Unsupported, 400",
        "ter:ActionNotSupported, Unsupported, 500",
        "ter:NotAuthorized, Refused, 200",
        "ter:NotAuthorized, Refused, 400",
        "ter:NotAuthorized, Refused, 500",
        "ter:InvalidOperation, Garbled, 200",
        "ter:InvalidOperation, Garbled, 500",
        "ter:InvalidArgVal, Garbled, 200",
        "ter:InvalidArgVal, Garbled, 400",
        "ter:BlockedThreadUpperLimit, Busy, 200",
        "ter:BlockedThreadUpperLimit, Busy, 500"
    })
    void faultsMeanTheSameWithAnyStatus(String subcode, String meaning, int status) throws Exception {
        var device = SoapDevice.camera().on("GetSnapshotUri", SoapDevice.fault(status, subcode, "no"));
        var pictures = session(device).facet(ONE, Snapshots.class).orElseThrow();
        assertThat(catchThrowableOfType(DeviceException.class, pictures::take)
                        .getClass()
                        .getSimpleName())
                .isEqualTo(meaning);
    }

    /** The device's own port, whichever it is, is the source's from here; one address may be that of all services. */
    @ParameterizedTest
    @CsvSource({
        "http://192.168.1.10:6688/onvif/device_service",
        "http://192.168.1.10:8899/onvif/services",
        "http://192.168.1.10:2020/onvif/service",
        "http://192.168.1.10:5000/onvif",
        "http://192.168.1.10:8000/"
    })
    void onvifPortDiffersFromHttp(String everywhere) throws Exception {
        var device = SoapDevice.camera();
        device.on("GetServices", "");
        device.on(
                "GetCapabilities",
                "<tds:Capabilities><tt:Device><tt:XAddr>%1$s</tt:XAddr></tt:Device><tt:Media><tt:XAddr>%1$s</tt:XAddr></tt:Media></tds:Capabilities>"
                        .formatted(everywhere));
        assertThat(session(device).channels()).hasSize(1);
        assertThat(device.asked("GetProfiles").get(0).path())
                .isEqualTo(everywhere.replace("http://192.168.1.10", "").replaceFirst(":\\d+", ""));
    }

    @Test
    void http10NoKeepAlive() throws Exception {
        readsItsModel("HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n%2$s");
    }

    /** Names of headers, types and the action come in any case; {@code SchemaTest} has what is asked. */
    @Test
    void soapActionCase() throws Exception {
        readsItsModel("HTTP/1.1 200 OK\r\nCONTENT-type: APPLICATION/Soap+XML; CharSet=utf-8; ACTION=\"X\"\r\n"
                + "SOAPACTION: http://WWW.ONVIF.ORG/X\r\ncONNECTION: CLOSE\r\n\r\n%2$s");
    }

    private void readsItsModel(String head) throws Exception {
        var device = keep(new RawDevice(head));
        var session = session(Targets.at(device.address(), "", ""));
        assertThat(session.facet(Identity.class).orElseThrow().info().model()).isEqualTo("DS-2DF7276-AEL");
    }
}
