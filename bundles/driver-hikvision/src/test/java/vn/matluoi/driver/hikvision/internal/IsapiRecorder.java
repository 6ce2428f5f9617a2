package vn.matluoi.driver.hikvision.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/**
 * A recorder that speaks ISAPI, made of what a test gives it: analog inputs, IP channels, disks, a clock. Whatever it is
 * not given it refuses with 403, as recorders do. Every address it tells is one nobody can reach from here.
 */
final class IsapiRecorder implements DeviceServer.Handler {

    static final String SERIAL = "DS-7616NI-K2 1620260101CCRR 123456789WCVU";
    static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3, (byte) 0xff, (byte) 0xd9};

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> proxies = new ArrayList<>();
    private final List<String> states = new ArrayList<>();
    private final Map<Integer, String> streams = new TreeMap<>();

    IsapiRecorder(String type) {
        on(
                "/ISAPI/System/deviceInfo",
                """
                <DeviceInfo version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
                <deviceName>Trụ sở xã</deviceName><model>DS-7616NI-K2</model><serialNumber>%s</serialNumber>
                <macAddress>44-19-B6-01-02-03</macAddress><firmwareVersion>V4.30.097</firmwareVersion>
                <firmwareReleasedDate>build 240401</firmwareReleasedDate><deviceType>%s</deviceType></DeviceInfo>
                """
                        .formatted(SERIAL, type));
        on(
                "/ISAPI/Security/adminAccesses",
                """
                <AdminAccessProtocolList xmlns="http://www.isapi.org/ver20/XMLSchema">
                <AdminAccessProtocol><id>1</id><enabled>true</enabled><protocol>HTTP</protocol><portNo>80</portNo></AdminAccessProtocol>
                <AdminAccessProtocol><id>2</id><enabled>true</enabled><protocol>RTSP</protocol><portNo>10554</portNo></AdminAccessProtocol>
                </AdminAccessProtocolList>
                """);
    }

    /** Sixteen IP channels: 3 and 7 are offline, 16 is a slot without an address. */
    static IsapiRecorder sixteen() {
        var recorder = new IsapiRecorder("NVR");
        for (int i = 1; i <= 15; i++) {
            recorder.ip(i, i == 3 || i == 7 ? "netUnreachable" : "connect", "192.0.2." + i);
        }
        recorder.ip(16, "notConfigured", "0.0.0.0");
        return recorder.publish();
    }

    IsapiRecorder on(String path, String xml) {
        answers.put(path, Answer.xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml));
        return this;
    }

    IsapiRecorder on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    IsapiRecorder analog(String id, String signal) {
        inputs.add(
                "<VideoInputChannel><id>%s</id><inputPort>1</inputPort><name>Cổng %s</name><resDesc>%s</resDesc></VideoInputChannel>"
                        .formatted(id, id, signal));
        return this;
    }

    IsapiRecorder ip(int id, String result, String address) {
        proxies.add(
                """
                <InputProxyChannel><id>%d</id><name>Camera %d</name><sourceInputPortDescriptor>
                <proxyProtocol>ONVIF</proxyProtocol><addressingFormatType>ipaddress</addressingFormatType>
                <ipAddress>%s</ipAddress><managePortNo>8000</managePortNo><userName>admin</userName>
                <model>IPC-%d</model><serialNumber>0000000</serialNumber></sourceInputPortDescriptor></InputProxyChannel>
                """
                        .formatted(id, id, address, id));
        states.add(
                """
                <InputProxyChannelStatus><id>%d</id><sourceInputPortDescriptor><ipAddress>%s</ipAddress></sourceInputPortDescriptor>
                <online>%s</online><chanDetectResult>%s</chanDetectResult></InputProxyChannelStatus>
                """
                        .formatted(id, address, result.equals("connect"), result));
        return stream(id * 100 + 1, id, "H.265", 2560, 1440, 0).stream(id * 100 + 2, id, "H.264", 640, 360, 1250);
    }

    IsapiRecorder stream(int id, Object input, String codec, int width, int height, int rate) {
        streams.put(
                id,
                """
                <StreamingChannel><id>%d</id><channelName>c</channelName><enabled>true</enabled>
                <Transport><Multicast><destIPAddress>203.0.113.9</destIPAddress></Multicast></Transport>
                <Video><enabled>true</enabled><videoInputChannelID>%s</videoInputChannelID><videoCodecType>%s</videoCodecType>
                <videoResolutionWidth>%d</videoResolutionWidth><videoResolutionHeight>%d</videoResolutionHeight>
                <videoQualityControlType>VBR</videoQualityControlType><vbrUpperCap>4096</vbrUpperCap><maxFrameRate>%d</maxFrameRate></Video>
                <Audio><enabled>true</enabled></Audio></StreamingChannel>
                """
                        .formatted(id, input, codec, width, height, rate));
        return this;
    }

    IsapiRecorder publish() {
        if (!inputs.isEmpty()) {
            on(Layout.INPUTS, "<VideoInputChannelList>" + String.join("", inputs) + "</VideoInputChannelList>");
        }
        if (!proxies.isEmpty()) {
            on(Layout.PROXIES, "<InputProxyChannelList>" + String.join("", proxies) + "</InputProxyChannelList>");
            on(
                    Layout.PROXY_STATUS,
                    "<InputProxyChannelStatusList>" + String.join("", states) + "</InputProxyChannelStatusList>");
        }
        return on(
                StreamTable.PATH,
                "<StreamingChannelList>" + String.join("", streams.values()) + "</StreamingChannelList>");
    }

    static Answer refusal(int http, int code, String sub) {
        return Answer.of(
                http,
                "application/xml",
                "<ResponseStatus version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"><statusCode>%d</statusCode><statusString>x</statusString><subStatusCode>%s</subStatusCode></ResponseStatus>"
                        .formatted(code, sub));
    }

    @Override
    public Answer answer(Request request) {
        return answers.getOrDefault(request.path(), refusal(403, 4, "notSupport"));
    }
}
