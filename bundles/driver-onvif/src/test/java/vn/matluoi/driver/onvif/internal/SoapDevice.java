package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/**
 * A device that speaks ONVIF, made of what a test gives it: an answer to each operation, known by the name of the first element of
 * the body. What it is not given it refuses with {@code ter:ActionNotSupported}, as devices do. Every address it tells is one nobody
 * can reach from here.
 */
final class SoapDevice implements DeviceServer.Handler {

    static final String SERIAL = "DS-2DF7276-AEL20140514";
    static final String FOREIGN = "http://198.51.100.9";
    static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3, (byte) 0xff, (byte) 0xd9};

    private static final Pattern OPERATION = Pattern.compile("<s:Body><\\w+:(\\w+)");

    private final Map<String, DeviceServer.Handler> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What was asked. @param text the whole envelope */
    record Asked(String operation, String path, String text) {}

    /** A camera with one video source and three profiles, that moves. */
    static SoapDevice camera() {
        return new SoapDevice()
                .basics()
                .on("GetVideoSources", "<trt:VideoSources token=\"VideoSource_1\"/>")
                .on(
                        "GetProfiles",
                        profile("Profile_1", "VideoSource_1", "H264", 1920, 1080, PTZ)
                                + profile("Profile_3", "VideoSource_1", "JPEG", 3840, 2160, "")
                                + profile("Profile_2", "VideoSource_1", "H264", 640, 360, PTZ));
    }

    /** A recorder of four: the third source shows nothing. */
    static SoapDevice recorder() {
        var sources = new StringBuilder();
        var profiles = new StringBuilder();
        for (int i = 1; i <= 4; i++) {
            sources.append("<trt:VideoSources token=\"src%d\"/>".formatted(i));
            if (i != 3) {
                profiles.append(profile("main" + i, "src" + i, "H264", 1920, 1080, ""));
                profiles.append(profile("sub" + i, "src" + i, "H264", 640, 360, ""));
            }
        }
        return new SoapDevice()
                .basics()
                .on("GetVideoSources", sources.toString())
                .on("GetProfiles", profiles.toString());
    }

    static final String PTZ =
            """
            <tt:PTZConfiguration token="PTZToken"><tt:Name>PTZ</tt:Name><tt:NodeToken>Node1</tt:NodeToken>
            <tt:DefaultAbsolutePantTiltPositionSpace>http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace</tt:DefaultAbsolutePantTiltPositionSpace>
            </tt:PTZConfiguration>""";

    static String profile(String token, String source, String codec, int width, int height, String more) {
        return """
                <trt:Profiles token="%1$s" fixed="true"><tt:Name>%1$s</tt:Name>
                <tt:VideoSourceConfiguration token="cfg-%2$s"><tt:Name>Cổng %2$s</tt:Name><tt:SourceToken>%2$s</tt:SourceToken></tt:VideoSourceConfiguration>
                <tt:VideoEncoderConfiguration token="enc-%1$s"><tt:Encoding>%3$s</tt:Encoding>
                <tt:Resolution><tt:Width>%4$d</tt:Width><tt:Height>%5$d</tt:Height></tt:Resolution>
                <tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit><tt:BitrateLimit>4096</tt:BitrateLimit></tt:RateControl>
                </tt:VideoEncoderConfiguration>%6$s</trt:Profiles>"""
                .formatted(token, source, codec, width, height, more);
    }

    private SoapDevice basics() {
        on("GetSystemDateAndTime", time("UTCDateTime", 2026, 11, 22, 3, 0, 0));
        on("GetServices", service(Service.DEVICE, "/onvif/device_service") + service(Service.MEDIA, "/onvif/Media"));
        on(
                "GetCapabilities",
                """
                <tds:Capabilities><tt:Device><tt:XAddr>%1$s/onvif/device_service</tt:XAddr></tt:Device>
                <tt:Events><tt:XAddr>%1$s/onvif/Events</tt:XAddr><tt:WSPullPointSupport>true</tt:WSPullPointSupport></tt:Events>
                <tt:Media><tt:XAddr>%1$s/onvif/Media</tt:XAddr></tt:Media>
                <tt:PTZ><tt:XAddr>%1$s/onvif/PTZ</tt:XAddr></tt:PTZ>
                <tt:Extension><tt:Search><tt:XAddr>%1$s/onvif/Search</tt:XAddr></tt:Search>
                <tt:Replay><tt:XAddr>%1$s/onvif/Replay</tt:XAddr></tt:Replay></tt:Extension></tds:Capabilities>"""
                        .formatted(FOREIGN));
        information(SERIAL);
        on(
                "GetScopes",
                "<tds:Scopes><tt:ScopeItem>onvif://www.onvif.org/name/UBND%20x%C3%A3</tt:ScopeItem></tds:Scopes>"
                        + "<tds:Scopes><tt:ScopeItem>onvif://www.onvif.org/MAC/44:19:b6:3e:ba:a1</tt:ScopeItem></tds:Scopes>");
        on(
                "GetStreamUri",
                "<trt:MediaUri><tt:Uri>\n rtsp://admin:x@198.51.100.9:10554/Streaming/Channels/101?a=1&amp;b=2 </tt:Uri>"
                        + "<tt:InvalidAfterConnect>false</tt:InvalidAfterConnect></trt:MediaUri>");
        return on("GetSnapshotUri", "<trt:MediaUri><tt:Uri>" + FOREIGN + "/picture?channel=1</tt:Uri></trt:MediaUri>");
    }

    SoapDevice information(String serial) {
        return on(
                "GetDeviceInformation",
                "<tds:Manufacturer>H264</tds:Manufacturer><tds:Model>DS-2DF7276-AEL</tds:Model>"
                        + "<tds:FirmwareVersion>V5.1.6</tds:FirmwareVersion><tds:SerialNumber>%s</tds:SerialNumber>"
                                .formatted(serial));
    }

    static String service(Service service, String path) {
        return "<tds:Service><tds:Namespace>%s</tds:Namespace><tds:XAddr>%s%s</tds:XAddr></tds:Service>"
                .formatted(service.namespace(), FOREIGN, path);
    }

    static String time(String element, int year, int month, int day, int hour, int minute, int second) {
        return """
                <tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType>
                <tt:TimeZone><tt:TZ>CST-7:00:00</tt:TZ></tt:TimeZone>
                <tt:%1$s><tt:Time><tt:Hour>%5$d</tt:Hour><tt:Minute>%6$d</tt:Minute><tt:Second>%7$d</tt:Second></tt:Time>
                <tt:Date><tt:Year>%2$d</tt:Year><tt:Month>%3$d</tt:Month><tt:Day>%4$d</tt:Day></tt:Date></tt:%1$s>
                </tds:SystemDateAndTime>"""
                .formatted(element, year, month, day, hour, minute, second);
    }

    /** @param inside what stands within the response's element */
    SoapDevice on(String operation, String inside) {
        return on(operation, soap(200, "<tds:%1$sResponse>%2$s</tds:%1$sResponse>".formatted(operation, inside)));
    }

    SoapDevice on(String operation, Answer answer) {
        return on(operation, request -> answer);
    }

    SoapDevice on(String operation, DeviceServer.Handler answer) {
        answers.put(operation, answer);
        return this;
    }

    static Answer found(String operation, String inside) {
        return soap(200, "<tds:%1$sResponse>%2$s</tds:%1$sResponse>".formatted(operation, inside));
    }

    static Answer soap(int status, String body) {
        return Answer.of(
                status,
                "application/soap+xml; charset=utf-8",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" \
                xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" \
                xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:wsa="http://www.w3.org/2005/08/addressing" \
                xmlns:ter="http://www.onvif.org/ver10/error"><env:Body>%s</env:Body></env:Envelope>"""
                        .formatted(body));
    }

    static Answer fault(int status, String subcode, String reason) {
        return soap(
                status,
                """
                <env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode><env:Value>%s</env:Value></env:Subcode></env:Code>
                <env:Reason><env:Text xml:lang="en">%s</env:Text></env:Reason></env:Fault>"""
                        .formatted(subcode, reason));
    }

    List<Asked> asked(String operation) {
        return asked.stream().filter(a -> a.operation.equals(operation)).toList();
    }

    List<String> operations() {
        return new ArrayList<>(asked.stream().map(Asked::operation).toList());
    }

    @Override
    public Answer answer(Request request) {
        var text = new String(request.body(), UTF_8);
        var operation = OPERATION.matcher(text);
        var name = operation.find() ? operation.group(1) : request.path();
        asked.add(new Asked(name, request.path(), text));
        var given = answers.get(name);
        return given == null
                ? fault(400, "ter:ActionNotSupported", "Optional Action Not Implemented")
                : given.answer(request);
    }
}
