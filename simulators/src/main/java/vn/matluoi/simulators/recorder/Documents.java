package vn.matluoi.simulators.recorder;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import vn.matluoi.simulators.rtsp.Cameras;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * The documents of ISAPI. A network recorder says {@code www.isapi.org} and version 2.0 almost everywhere, a hybrid one
 * {@code www.hikvision.com} and version 1.0 on every level; neither is of one mind, and neither are these.
 */
final class Documents {

    /** POSIX turns the sign round: this is UTC+7. */
    static final String TIME_ZONE = "CST-7:00:00";

    private static final String ISAPI = "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"";
    private static final String HIK_20 = "version=\"1.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"";
    private static final String HIK_10 = "version=\"1.0\" xmlns=\"http://www.hikvision.com/ver10/XMLSchema\"";

    private final Clip clip;
    private final Clock clock;
    private final Instant started;
    private final boolean tls;
    private final IntSupplier httpPort;
    private final IntSupplier rtspPort;
    private final BooleanSupplier byServer;
    private final BooleanSupplier namedInputs;

    /**
     * @param byServer whether the clock follows a time server
     * @param namedInputs whether analog inputs have names for numbers
     */
    Documents(
            Clip clip,
            Clock clock,
            boolean tls,
            IntSupplier httpPort,
            IntSupplier rtspPort,
            BooleanSupplier byServer,
            BooleanSupplier namedInputs) {
        this.byServer = byServer;
        this.namedInputs = namedInputs;
        this.clip = clip;
        this.clock = clock;
        this.tls = tls;
        this.httpPort = httpPort;
        this.rtspPort = rtspPort;
        started = clock.instant();
    }

    String deviceInfo(Box box) {
        Xml xml = new Xml()
                .open("DeviceInfo", root(box))
                .leaf("deviceName", box.title())
                .leaf("deviceID", "48443030-3030-0000-0000-" + box.mac().replace(":", ""))
                .leaf("model", box.model())
                .leaf("serialNumber", box.serial())
                .leaf("macAddress", box.mac())
                .leaf("firmwareVersion", box.firmware())
                .leaf("firmwareReleasedDate", box.build())
                .leaf("encoderVersion", "V5.0")
                .leaf("encoderReleasedDate", "build 230530")
                .leaf("deviceType", box.hybrid() ? "DVR" : "NVR")
                .leaf("telecontrolID", 255)
                .leaf("hardwareVersion", "0x0");
        if (box.hybrid()) {
            xml.leaf("manufacturer", "hikvision");
        }
        return xml.end();
    }

    String capabilities(Box box) {
        long analog = box.channels().stream()
                .filter(c -> c.kind == Channel.Kind.ANALOG)
                .count();
        return new Xml()
                .open("DeviceCap", root(box))
                .open("SysCap", inner(box))
                .open("VideoCap")
                .leaf("videoInputPortNums", analog)
                .close()
                .close()
                .open("RacmCap", inner(box))
                .leaf("inputProxyNums", box.channels().size() - analog)
                .leaf("isSupportZeroChan", true)
                .end();
    }

    String time(WrongClock wrongBy) {
        return new Xml()
                .open("Time", "version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"")
                .leaf("timeMode", byServer.getAsBoolean() ? "NTP" : "manual")
                .leaf("localTime", localTime(wrongBy))
                .leaf("timeZone", TIME_ZONE)
                .end();
    }

    static String timeServers() {
        return new Xml()
                .open("NTPServerList", "version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"")
                .open("NTPServer")
                .leaf("id", 1)
                .leaf("addressingFormatType", "hostname")
                .leaf("hostName", "time.windows.com")
                .leaf("portNo", 123)
                .leaf("synchronizeInterval", 60)
                .end();
    }

    String localTime(WrongClock wrongBy) {
        return wrongBy.now(clock).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    String status(WrongClock wrongBy) {
        return new Xml()
                .open("DeviceStatus", "version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\"")
                .leaf("currentDeviceTime", localTime(wrongBy))
                .leaf("deviceUpTime", Duration.between(started, clock.instant()).toSeconds())
                .open("CPUList")
                .open("CPU")
                .leaf("cpuDescription", "2616.00")
                .leaf("cpuUtilization", 31)
                .close()
                .close()
                .open("MemoryList")
                .open("Memory")
                .leaf("memoryDescription", "DDR Memory")
                .leaf("memoryUsage", 712.5)
                .leaf("memoryAvailable", 311.25)
                .end();
    }

    String inputProxy(Box box) {
        List<Channel> digital = digital(box);
        Xml xml = new Xml().open("InputProxyChannelList", root(box) + " size=\"" + digital.size() + '"');
        digital.forEach(channel -> inputProxy(xml.open("InputProxyChannel", inner(box)), channel));
        return xml.end();
    }

    String inputProxy(Box box, Channel channel) {
        return inputProxy(new Xml().open("InputProxyChannel", root(box)), channel)
                .end();
    }

    private static Xml inputProxy(Xml xml, Channel channel) {
        xml.leaf("id", channel.number).leaf("name", channel.name);
        source(xml, channel);
        if (channel.kind == Channel.Kind.DIGITAL) {
            xml.leaf("model", channel.model)
                    .leaf("serialNumber", channel.serial)
                    .leaf("firmwareVersion", "V5.7.15 build 240201")
                    .leaf("deviceID", "");
        }
        return xml.close()
                .leaf("certificateValidationEnabled", false)
                .leaf("defaultAdminPortEnabled", true)
                .leaf("enableAnr", false)
                .leaf("enableTiming", true)
                .close();
    }

    /** Leaves {@code sourceInputPortDescriptor} open. */
    private static void source(Xml xml, Channel channel) {
        xml.open("sourceInputPortDescriptor")
                .leaf("proxyProtocol", channel.number % 5 == 0 ? "ONVIF" : "HIKVISION")
                .leaf("addressingFormatType", "ipaddress")
                .leaf("ipAddress", channel.address)
                .leaf("managePortNo", channel.number % 5 == 0 ? 80 : 8000)
                .leaf("srcInputPort", 1)
                .leaf("userName", channel.kind == Channel.Kind.EMPTY ? "" : "admin")
                .leaf("connMode", "plugplay")
                .leaf("streamType", "auto");
    }

    String inputProxyStatus(Box box) {
        Xml xml = new Xml().open("InputProxyChannelStatusList", root(box));
        digital(box).forEach(channel -> inputProxyStatus(xml.open("InputProxyChannelStatus", inner(box)), channel));
        return xml.end();
    }

    String inputProxyStatus(Box box, Channel channel) {
        return inputProxyStatus(new Xml().open("InputProxyChannelStatus", root(box)), channel)
                .end();
    }

    private static Xml inputProxyStatus(Xml xml, Channel channel) {
        xml.leaf("id", channel.number);
        source(xml, channel);
        xml.close().leaf("online", channel.online()).open("streamingProxyChannelIdList");
        if (channel.online()) {
            for (int stream = 1; stream <= Cameras.streams(channel.number); stream++) {
                xml.leaf("streamingProxyChannelId", channel.number * 100 + stream);
            }
        }
        String result =
                channel.online() ? "connect" : channel.kind == Channel.Kind.EMPTY ? "notExist" : "netUnreachable";
        return xml.close().leaf("chanDetectResult", result).close();
    }

    String videoInputs(Box box) {
        Xml xml = new Xml().open("VideoInputChannelList", root(box));
        box.channels().stream()
                .filter(c -> c.kind == Channel.Kind.ANALOG)
                .forEach(c -> videoInput(xml.open("VideoInputChannel", inner(box)), c));
        return xml.end();
    }

    String videoInput(Box box, Channel channel) {
        return videoInput(new Xml().open("VideoInputChannel", root(box)), channel)
                .end();
    }

    private Xml videoInput(Xml xml, Channel channel) {
        String seen = clip.size().width() + "*" + clip.size().height() + "P" + Clip.FRAME_RATE;
        return xml.leaf("id", namedInputs.getAsBoolean() ? "I-" + channel.number : channel.number)
                .leaf("inputPort", channel.number)
                .leaf("videoInputEnabled", true)
                .leaf("name", channel.name)
                .leaf("videoFormat", "PAL")
                .leaf("resDesc", channel.online() ? seen : "NO VIDEO")
                .close();
    }

    /** Channels whose camera does not answer are not in this list. */
    String streams(Box box) {
        Xml xml = new Xml().open("StreamingChannelList", root(box));
        for (Channel channel : box.channels()) {
            for (int stream = 1; stream <= Cameras.streams(channel.number) && channel.online(); stream++) {
                stream(xml.open("StreamingChannel", inner(box)), channel, stream);
            }
        }
        return xml.end();
    }

    String stream(Box box, Channel channel, int stream) {
        return stream(new Xml().open("StreamingChannel", root(box)), channel, stream)
                .end();
    }

    private Xml stream(Xml xml, Channel channel, int stream) {
        int id = channel.number * 100 + stream;
        return xml.leaf("id", id)
                .leaf("channelName", id)
                .leaf("enabled", true)
                .open("Transport")
                .open("ControlProtocolList")
                .open("ControlProtocol")
                .leaf("streamingTransport", "RTSP")
                .close()
                .close()
                .close()
                .open("Video")
                .leaf("enabled", true)
                .leaf("videoInputChannelID", channel.number)
                .leaf("videoCodecType", "H.264")
                .leaf("videoResolutionWidth", clip.size().width())
                .leaf("videoResolutionHeight", clip.size().height())
                .leaf("videoQualityControlType", "VBR")
                .leaf("fixedQuality", 60)
                .leaf("vbrUpperCap", clip.kilobitsPerSecond())
                .leaf("vbrLowerCap", 32)
                .leaf("GovLength", 50)
                // frames x 100, and 0 for "all there are"
                .leaf("maxFrameRate", stream == 1 ? 0 : Clip.FRAME_RATE * 100)
                .leaf("snapShotImageType", "JPEG")
                .open("SmartCodec")
                .leaf("enabled", false)
                .close()
                .close()
                .open("Audio")
                .leaf("enabled", false)
                .leaf("audioInputChannelID", channel.number)
                .leaf("audioCompressionType", "G.711ulaw")
                .close()
                .close();
    }

    /** One good disk and the ghost of a removed one; on a hybrid the list is of an older schema than its document. */
    String storage(Box box) {
        return new Xml()
                .open("storage", root(box))
                .open("hddList", box.hybrid() ? HIK_10 : "")
                .open("hdd", box.hybrid() ? HIK_10 : "")
                .leaf("id", 1)
                .leaf("hddName", "hdd1")
                .leaf("hddPath", "")
                .leaf("hddType", "SATA")
                .leaf("status", "ok")
                .leaf("capacity", 3815447)
                .leaf("freeSpace", 0)
                .leaf("property", "RW")
                .leaf("group", 1)
                .close()
                .open("hdd", box.hybrid() ? HIK_10 : "")
                .leaf("id", 2)
                .leaf("hddName", "hdd2")
                .leaf("hddPath", "")
                .leaf("hddType", "SATA")
                .leaf("status", "notexist")
                .leaf("capacity", 0)
                .leaf("freeSpace", 0)
                .leaf("property", "RW")
                .close()
                .close()
                .leaf("nasList", "")
                .leaf("workMode", "quota")
                .end();
    }

    String adminAccesses(Box box) {
        Xml xml = new Xml().open("AdminAccessProtocolList", root(box));
        port(xml, box, 1, !tls, "HTTP", tls ? 80 : httpPort.getAsInt());
        port(xml, box, 2, true, "RTSP", rtspPort.getAsInt());
        port(xml, box, 3, tls, "HTTPS", tls ? httpPort.getAsInt() : 443);
        port(xml, box, 4, true, "DEV_MANAGE", 8000);
        port(xml, box, 5, false, "WebSocket", 7681);
        return xml.end();
    }

    private static void port(Xml xml, Box box, int id, boolean enabled, String protocol, int number) {
        xml.open("AdminAccessProtocol", inner(box))
                .leaf("id", id)
                .leaf("enabled", enabled)
                .leaf("protocol", protocol)
                .leaf("portNo", number)
                .close();
    }

    private static List<Channel> digital(Box box) {
        return box.channels().stream()
                .filter(c -> c.kind != Channel.Kind.ANALOG)
                .toList();
    }

    private static String root(Box box) {
        return box.hybrid() ? HIK_20 : ISAPI;
    }

    private static String inner(Box box) {
        return box.hybrid() ? HIK_20 : "";
    }
}
