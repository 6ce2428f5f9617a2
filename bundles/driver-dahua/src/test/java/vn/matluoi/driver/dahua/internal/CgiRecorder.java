package vn.matluoi.driver.dahua.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/**
 * A recorder that speaks CGI, made of what a test gives it: channels, cameras behind them, an encoding table. Whatever it
 * is not given it refuses, a name of its configuration with 403 and a call with 501, as devices do. Every address it
 * tells is one nobody can reach from here.
 */
final class CgiRecorder implements DeviceServer.Handler {

    static final String SERIAL = "4F07335PAZ00001";
    static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3, (byte) 0xff, (byte) 0xd9};

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final StringBuilder titles = new StringBuilder();
    private final StringBuilder cameras = new StringBuilder();
    private final StringBuilder states = new StringBuilder();
    private final StringBuilder encode = new StringBuilder();

    CgiRecorder(String type) {
        on(
                Description.SYSTEM,
                "deviceType=31\r\nprocessor=ST7108\r\nserialNumber=" + SERIAL + "\r\nupdateSerial=NVR2X-4KS3\r\n");
        on(Description.TYPE, "class=" + type + "\r\n");
        on(Description.NAME, "name=Trụ sở xã\r\n");
        on(Description.VENDOR, "vendor=Dahua\r\n");
        on(Description.FIRMWARE, "version=4.001.0000005.0,build:2020-11-17\r\n");
        on(
                Description.NETWORK,
                "table.Network.DefaultInterface=eth0\r\ntable.Network.eth0.IPAddress=198.51.100.9\r\n"
                        + "table.Network.eth0.PhysicalAddress=3C:EF:8C:01:02:03\r\n");
        on(RtspPort.PATH, "table.RTSP.Enable=true\r\ntable.RTSP.Port=10554\r\n");
        on(ChannelStates.LOST, Answer.of(200, "text/plain", "Error: No Events"));
    }

    /** Sixteen IP channels: 3 and 7 are offline, 16 is a slot without a camera. */
    static CgiRecorder sixteen() {
        var recorder = new CgiRecorder("NVR");
        for (int i = 0; i < 15; i++) {
            recorder
                    .title(i, "Cổng " + (i + 1))
                    .camera(i, true, i == 4 ? "Onvif" : "Private", "192.0.2." + (i + 1))
                    .state(i, i, i == 2 || i == 6 ? "Unconnect" : "Connected")
                    .stream(i, "MainFormat[0]", "H.265", "2560x1440", "25.000000", 4096)
                    .stream(i, "MainFormat[1]", "H.265", "2560x1440", "12.500000", 4096)
                    .stream(i, "MainFormat[3]", "MJPG", "704x576", "1.000000", 512)
                    .stream(i, "ExtraFormat[0]", "H.264", "640x360", "12.500000", 512);
        }
        return recorder.title(15, "Camera cũ")
                .camera(15, false, "Private", "192.168.0.0")
                .state(15, 15, "Empty")
                .publish();
    }

    CgiRecorder title(int index, String name) {
        titles.append("table.ChannelTitle[%d].Name=%s\r\n".formatted(index, name));
        return this;
    }

    CgiRecorder camera(int index, boolean enabled, String protocol, String address) {
        var key = "table.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_%d.".formatted(index);
        cameras.append(
                """
                %1$sAddress=%4$s
                %1$sDeviceType=IPC-%2$d
                %1$sEnable=%3$s
                %1$sMac=ff:ff:ff:ff:ff:ff
                %1$sName=
                %1$sPassword=child-password-%2$d
                %1$sPort=37777
                %1$sProtocolType=%5$s
                %1$sSerialNo=0000000
                %1$sUserName=admin
                %1$sVendor=General
                %1$sVideoInputs[0].Name=x
                """
                        .formatted(key, index + 1, enabled, address, protocol)
                        .replace("\n", "\r\n"));
        return this;
    }

    CgiRecorder state(int row, int channel, String word) {
        states.append("states[%d].channel=%d\r\nstates[%d].connectionState=%s\r\n".formatted(row, channel, row, word));
        return this;
    }

    CgiRecorder stream(int index, String format, String codec, String size, String rate, int kbps) {
        var key = "table.Encode[%d].%s.".formatted(index, format);
        encode.append(
                """
                %1$sAudioEnable=true
                %1$sVideo.BitRate=%5$d
                %1$sVideo.BitRateControl=VBR
                %1$sVideo.Compression=%2$s
                %1$sVideo.FPS=%4$s
                %1$sVideo.resolution=%3$s
                %1$sVideoEnable=true
                """
                        .formatted(key, codec, size, rate, kbps)
                        .replace("\n", "\r\n"));
        return this;
    }

    CgiRecorder publish() {
        on(Layout.TITLES, titles.toString());
        if (!cameras.isEmpty()) {
            on(Layout.REMOTE, cameras.toString());
        }
        if (!states.isEmpty()) {
            on(ChannelStates.STATES, states.toString());
        }
        return on(StreamTable.PATH, encode.toString());
    }

    CgiRecorder on(String path, String body) {
        return on(path, Answer.of(200, "text/plain;charset=utf-8", body));
    }

    CgiRecorder on(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    static Answer error(int status) {
        return Answer.of(status, "text/plain", "Error\r\nBad Request!\r\n");
    }

    static Answer forbidden() {
        return Answer.of(
                403,
                "application/json",
                "{\"error\":{\"code\":403,\"message\":\"Authority:check failure.\"},\"result\":false}");
    }

    @Override
    public Answer answer(Request request) {
        var otherwise = request.path().contains("configManager") ? forbidden() : error(501);
        return answers.getOrDefault(request.path(), otherwise);
    }
}
