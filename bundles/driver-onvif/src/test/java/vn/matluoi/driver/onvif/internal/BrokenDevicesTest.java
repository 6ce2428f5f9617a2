package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Devices that are odd, ill, busy, or not what one thinks. */
@Timeout(60)
class BrokenDevicesTest extends Opened {

    private static final Answer PAGE_404 =
            Answer.of(404, "text/html", "<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>");

    @Test
    void noTerPrefixDeclared() throws Exception {
        var fault =
                "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value>"
                        + "<s:Subcode><s:Value>ter:ActionNotSupported</s:Value></s:Subcode></s:Code><s:Reason><s:Text>no</s:Text></s:Reason>"
                        + "<s:Detail><ter:Code>x</ter:Code></s:Detail></s:Fault></s:Body></s:Envelope>";
        var session = session(SoapDevice.camera().on("GetServices", Answer.of(500, "application/soap+xml", fault)));
        assertThat(session.channels()).hasSize(1);
    }

    @Test
    void malformedTokenInGetServices() throws Exception {
        var broken = new String(SoapDevice.found("GetServices", "").body(), UTF_8)
                .replace("</tds:", "<tds:Service Namespace=\"x\" token=\"a\"b\"/></tds:");
        var session = session(SoapDevice.camera().on("GetServices", Answer.of(200, "text/xml", broken)));
        assertThat(session.channels())
                .as("what it has is told by its capabilities")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0000000, 00:00:00:00:00:00", "'', ff", "00-00 00, ff:ff:ff:ff:ff:ff"})
    void wrongMacAndZeroSerial(String serial, String mac) throws Exception {
        var device = SoapDevice.camera().information(serial);
        device.on("GetScopes", "");
        device.on(
                "GetNetworkInterfaces",
                "<tds:NetworkInterfaces token=\"eth0\"><tt:Info><tt:HwAddress>%s</tt:HwAddress></tt:Info></tds:NetworkInterfaces>"
                        .formatted(mac));
        var target = target(device);
        var info = session(target).facet(Identity.class).orElseThrow().info();
        assertThat(info.serial()).isEmpty();
        assertThat(info.mac()).isEmpty();
        assertThat(refused(Targets.pinned(target, "4F07")).why()).isEqualTo(Why.WRONG_DEVICE);
    }

    /** A clone without a serial number is known by its MAC address. */
    @Test
    void aZeroSerialIsMadeUpForByTheMac() throws Exception {
        var device = SoapDevice.camera().information("0000000");
        device.on(
                "GetNetworkInterfaces",
                "<tds:NetworkInterfaces><tt:Info><tt:HwAddress>44-19-B6-3E-BA-A1</tt:HwAddress></tt:Info></tds:NetworkInterfaces>");
        var target = target(device);
        assertThat(session(Targets.pinned(target, "44:19:b6:3e:ba:a1")).channels())
                .hasSize(1);
        assertThat(refused(Targets.pinned(target, "44:19:b6:3e:ba:a2")).why()).isEqualTo(Why.WRONG_DEVICE);
    }

    @Test
    void wrongBoxBehindNat() throws Exception {
        var target = target(SoapDevice.camera());
        session(Targets.pinned(target, "ds-2df7276-ael 20140514")).channels();
        var refused = refused(Targets.pinned(target, SoapDevice.SERIAL + "9"));
        assertThat(refused.why()).isEqualTo(Why.WRONG_DEVICE);
        assertThat(refused.evidence()).contains(SoapDevice.SERIAL.replace("-", ""));
    }

    /** YooSee names the device service for PTZ. */
    @Test
    void wrongPtzPath() throws Exception {
        var device = SoapDevice.camera();
        device.on(
                "GetCapabilities",
                "<tds:Capabilities><tt:PTZ><tt:XAddr>" + SoapDevice.FOREIGN
                        + "/onvif/device_service</tt:XAddr></tt:PTZ></tds:Capabilities>");
        device.on(
                "Stop",
                request -> request.path().equals("/onvif/ptz_service")
                        ? SoapDevice.found("Stop", "")
                        : SoapDevice.fault(400, "ter:ActionNotSupported", "Optional Action Not Implemented"));
        var session = session(device);
        session.channels();
        var ptz = session.facet(ONE, Ptz.class).orElseThrow();
        ptz.stop();
        ptz.stop();
        assertThat(device.asked("Stop"))
                .extracting(SoapDevice.Asked::path)
                .containsExactly("/onvif/device_service", "/onvif/ptz_service", "/onvif/ptz_service");
    }

    @Test
    void eventServiceHtml404() throws Exception {
        var session = session(SoapDevice.camera().on("CreatePullPointSubscription", PAGE_404));
        var events = session.facet(Events.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> events.subscribe(new Taken()));
    }

    /** The port of the source is the device's own 8899 behind a router. */
    @Test
    void onvifPortDiffersFromHttp() throws Exception {
        var device = SoapDevice.camera();
        device.on("GetServices", "");
        device.on(
                "GetCapabilities",
                "<tds:Capabilities><tt:Device><tt:XAddr>http://192.168.1.10:8899/onvif/device_service</tt:XAddr></tt:Device>"
                        + "<tt:Media><tt:XAddr>http://192.168.1.10:8899/onvif/media</tt:XAddr></tt:Media></tds:Capabilities>");
        assertThat(session(device).channels()).hasSize(1);
        assertThat(device.asked("GetProfiles").get(0).path()).isEqualTo("/onvif/media");
    }

    /** Pictures come from port 80, services from another: the source says where port 80 is from here. */
    @Test
    void picturesFromAnotherPortThanServices() throws Exception {
        var web = target(request -> new Answer(200, "image/jpeg", SoapDevice.JPEG));
        var device = SoapDevice.camera();
        device.on("GetServices", "");
        device.on(
                "GetCapabilities",
                "<tds:Capabilities><tt:Device><tt:XAddr>http://10.0.0.9:8899/onvif/device_service</tt:XAddr></tt:Device>"
                        + "<tt:Media><tt:XAddr>http://10.0.0.9:8899/onvif/media</tt:XAddr></tt:Media></tds:Capabilities>");
        var session = session(Targets.with(
                target(device), "http.port", String.valueOf(web.address().getPort())));
        session.channels();
        assertThat(session.facet(ONE, Snapshots.class).orElseThrow().take()).isEqualTo(SoapDevice.JPEG);
    }

    @Test
    void ipv6LinkLocalOnly() throws Exception {
        var device = SoapDevice.camera();
        device.on("GetServices", "");
        device.on(
                "GetCapabilities",
                "<tds:Capabilities><tt:Device><tt:XAddr>http://[fe80::1%25eth0]/onvif/device_service</tt:XAddr></tt:Device>"
                        + "<tt:Media><tt:XAddr>http://[fe80::1%eth0]/onvif/Media</tt:XAddr></tt:Media></tds:Capabilities>");
        assertThat(session(device).channels()).hasSize(1);
        assertThat(device.asked("GetProfiles").get(0).path()).isEqualTo("/onvif/Media");
    }

    @Test
    void emptyXAddr() throws Exception {
        var device = SoapDevice.camera();
        device.on("GetServices", "");
        device.on(
                "GetCapabilities",
                "<tds:Capabilities><tt:Media><tt:XAddr></tt:XAddr></tt:Media><tt:PTZ/></tds:Capabilities>");
        assertThat(session(device).channels()).hasSize(1);
        assertThat(device.asked("GetProfiles").get(0).path()).isEqualTo("/onvif/media_service");
    }

    @Test
    void everyCall400() {
        var target = target(request -> Answer.of(400, "text/html", ""));
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> session(target))
                .withMessageContaining("ONVIF")
                .withMessageContaining("400");
        var soap = target(request -> SoapDevice.fault(400, "ter:InvalidArgVal", "Bad Request"));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> session(soap));
    }

    @Test
    void blockedThreadUpperLimit() throws Exception {
        var session = session(SoapDevice.camera()
                .on(
                        "CreatePullPointSubscription",
                        SoapDevice.fault(500, "ter:BlockedThreadUpperLimit", "Upper limit")));
        var events = session.facet(Events.class).orElseThrow();
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> events.subscribe(new Taken()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://198.51.100.9:554/1", "", "None", "ftp://x/y"})
    void snapshotUriIsRtsp(String uri) throws Exception {
        var device =
                SoapDevice.camera().on("GetSnapshotUri", "<trt:MediaUri><tt:Uri>" + uri + "</tt:Uri></trt:MediaUri>");
        var pictures = session(device).facet(ONE, Snapshots.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(pictures::take);
    }

    @Test
    void snapshotUriOfAForeignSiteIsFetchedFromTheDevice() throws Exception {
        var device = SoapDevice.camera().on("/picture?channel=1", new Answer(200, "text/plain", SoapDevice.JPEG));
        assertThat(session(device).facet(ONE, Snapshots.class).orElseThrow().take())
                .isEqualTo(SoapDevice.JPEG);
    }

    @Test
    void snapshotIsAPage() throws Exception {
        var device = SoapDevice.camera().on("/picture?channel=1", Answer.of(200, "text/html", "<html></html>"));
        var pictures = session(device).facet(ONE, Snapshots.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(pictures::take).withMessageContaining("text/html");
    }

    /** An address written on several lines, with a user in it, escaped twice, of another host. */
    @Test
    void streamAddressesAreCleaned() throws Exception {
        var streams = session(SoapDevice.camera()).facet(ONE, Streams.class).orElseThrow();
        assertThat(streams.address(StreamKind.MAIN).uri())
                .hasToString("rtsp://127.0.0.1:10554/Streaming/Channels/101?a=1&b=2");
        var twice = SoapDevice.camera()
                .on("GetStreamUri", "<trt:MediaUri><tt:Uri>rtsp://x/a b?c=1&amp;amp;d=[1]</tt:Uri></trt:MediaUri>");
        var moved = Targets.with(target(twice), "rtsp.port", "8554");
        assertThat(session(moved)
                        .facet(ONE, Streams.class)
                        .orElseThrow()
                        .address(StreamKind.MAIN)
                        .uri())
                .hasToString("rtsp://127.0.0.1:8554/ab?c=1&d=%5B1%5D");
    }

    @Test
    void invalidAfterConnectIsAskedForAgain() throws Exception {
        var device = SoapDevice.camera();
        var streams = session(device).facet(ONE, Streams.class).orElseThrow();
        streams.address(StreamKind.MAIN);
        streams.address(StreamKind.MAIN);
        assertThat(device.asked("GetStreamUri")).hasSize(1);
        now = now.plusSeconds(61);
        streams.address(StreamKind.MAIN);
        assertThat(device.asked("GetStreamUri")).hasSize(2);
        device.on(
                "GetStreamUri",
                "<trt:MediaUri><tt:Uri>rtsp://x/1</tt:Uri><tt:InvalidAfterReboot>true</tt:InvalidAfterReboot></trt:MediaUri>");
        now = now.plusSeconds(61);
        streams.address(StreamKind.MAIN);
        streams.address(StreamKind.MAIN);
        assertThat(device.asked("GetStreamUri")).hasSize(4);
    }

    /** Media 2 lists profiles with nothing in them (SUNBA, happytimesoft). */
    @Test
    void media2WithEmptyProfiles() throws Exception {
        var device = SoapDevice.camera();
        var one = SoapDevice.profile("Profile_1", "VideoSource_1", "H264", 1920, 1080, "");
        device.on(
                "GetServices",
                SoapDevice.service(Service.MEDIA2, "/onvif/media2")
                        + SoapDevice.service(Service.MEDIA, "/onvif/Media"));
        device.on(
                "GetProfiles",
                request -> request.path().equals("/onvif/media2")
                        ? SoapDevice.found(
                                "GetProfiles", "<trt:Profiles token=\"Profile_1\"><trt:Configurations/></trt:Profiles>")
                        : SoapDevice.found("GetProfiles", one));
        var session = session(device);
        session.channels();
        var streams = session.facet(ONE, Streams.class).orElseThrow().streams();
        assertThat(streams).hasSize(1);
        assertThat(streams.get(0).codec()).isEqualTo("H264");
    }

    @Test
    void media2TellsTheCodecThatMedia1Hides() throws Exception {
        var device = SoapDevice.camera();
        device.on(
                "GetServices",
                SoapDevice.service(Service.MEDIA2, "/onvif/media2")
                        + SoapDevice.service(Service.MEDIA, "/onvif/Media"));
        device.on(
                "GetProfiles",
                "<trt:Profiles token=\"P1\"><trt:Configurations><trt:VideoSource token=\"c\"><tt:SourceToken>VideoSource_1</tt:SourceToken></trt:VideoSource>"
                        + "<trt:VideoEncoder token=\"e\"><tt:Encoding>H265</tt:Encoding><tt:Resolution><tt:Width>3840</tt:Width><tt:Height>2160</tt:Height></tt:Resolution>"
                        + "<tt:RateControl><tt:FrameRateLimit>25.000000</tt:FrameRateLimit></tt:RateControl></trt:VideoEncoder></trt:Configurations></trt:Profiles>");
        device.on("GetStreamUri", "<trt:Uri>rtsp://198.51.100.9/P1</trt:Uri>");
        var session = session(device);
        session.channels();
        var streams = session.facet(ONE, Streams.class).orElseThrow();
        assertThat(streams.streams().get(0).codec()).isEqualTo("H265");
        assertThat(streams.streams().get(0).frameRate()).isEqualTo(25);
        assertThat(streams.address(StreamKind.MAIN).uri()).hasPath("/P1").hasPort(554);
        assertThat(device.asked("GetStreamUri").get(0).text()).contains("<tr2:Protocol>RTSP</tr2:Protocol>");
    }

    @Test
    void theLargestMovingPictureIsTheMainStream() throws Exception {
        var session = session(SoapDevice.camera());
        assertThat(session.channels()).singleElement().satisfies(channel -> {
            assertThat(channel.kind()).isEqualTo(Channel.Kind.SELF);
            assertThat(channel.status()).isEqualTo(Channel.Status.ONLINE);
            assertThat(channel.name()).isEqualTo("Cổng VideoSource_1");
        });
        var streams = session.facet(ONE, Streams.class).orElseThrow().streams();
        assertThat(streams).extracting(Streams.StreamInfo::kind).containsExactly(StreamKind.values());
        assertThat(streams).extracting(Streams.StreamInfo::codec).containsExactly("H264", "H264", "MJPEG");
        assertThat(streams).extracting(Streams.StreamInfo::width).containsExactly(1920, 640, 3840);
    }

    @Test
    void contentLengthLongerThanBody() throws Exception {
        try (var short1 = new RawDevice("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s")) {
            var session = driver.open(Targets.at(short1.address(), "", ""));
            assertThat(session.facet(Identity.class).orElseThrow().info().model())
                    .isEqualTo("DS-2DF7276-AEL");
            session.close();
        }
    }

    @Test
    void aDeviceThatTellsNoTime() throws Exception {
        var device = SoapDevice.camera().on("GetSystemDateAndTime", "<tds:SystemDateAndTime/>");
        var session = session(device);
        assertThat(session.facet(Health.class).orElseThrow().health().clockOffset())
                .isEmpty();
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> session.facet(Clock.class).orElseThrow().offset());
    }

    @Test
    void declarationSaysUtf16AndBytesAreUtf8() throws Exception {
        var body = new String(
                        SoapDevice.found("GetDeviceInformation", "<tds:Model>Cổng chính</tds:Model>")
                                .body(),
                        UTF_8)
                .replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
        var bytes = ("\r\n" + body).getBytes(UTF_8);
        assertThat(new String(bytes, ISO_8859_1)).contains("UTF-16");
        var session = session(SoapDevice.camera().on("GetDeviceInformation", new Answer(200, "text/xml", bytes)));
        assertThat(session.facet(Identity.class).orElseThrow().info().model()).isEqualTo("Cổng chính");
    }

    /** A system log of a Pelco is a MIME message with megabytes in it. */
    @Test
    void mtomIsNoSoap() {
        var log = new byte[2 << 20]; // one real answer had 1.8 MB
        new Random(12).nextBytes(log);
        var head =
                "--x\r\nContent-Type: application/xop+xml\r\n\r\n<a/>\r\n--x\r\nContent-Type: application/octet-stream\r\n\r\n";
        var body = new ByteArrayOutputStream();
        body.writeBytes(head.getBytes(UTF_8));
        body.writeBytes(log);
        body.writeBytes("\r\n--x--".getBytes(UTF_8));
        var mtom = new Answer(200, "multipart/related; boundary=x", body.toByteArray());
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> session(SoapDevice.camera().on("GetDeviceInformation", mtom)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NONE", "H264", "ONVIF", "ONVIF_IPNC", "Somebody"})
    void makerIsShownAndNotReliedOn(String maker) throws Exception {
        var device = SoapDevice.camera()
                .on(
                        "GetDeviceInformation",
                        "<tds:Manufacturer>" + maker + "</tds:Manufacturer><tds:SerialNumber>1</tds:SerialNumber>");
        var session = session(device);
        assertThat(session.facet(Identity.class).orElseThrow().info().manufacturer())
                .isEqualTo(maker);
        assertThat(session.channels()).hasSize(1);
    }
}
