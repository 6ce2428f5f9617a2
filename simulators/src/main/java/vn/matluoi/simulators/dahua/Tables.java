package vn.matluoi.simulators.dahua;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vn.matluoi.simulators.rtsp.Cameras;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * What {@code configManager.cgi?action=getConfig} tells, lines {@code table.Name[index].Key=value}: every slot in
 * {@code ChannelTitle}, unused ones with a name nobody cleared; cameras in {@code RemoteDevice}, with their passwords, as
 * the real ones do. Line ends are the sender's matter.
 */
final class Tables {

    private final Plate plate;
    private final List<Camera> cameras;
    private final Clip clip;
    private volatile boolean followsServer = true;

    Tables(Plate plate, List<Camera> cameras, Clip clip) {
        this.plate = plate;
        this.cameras = cameras;
        this.clip = clip;
    }

    /** @return empty for a name it does not know */
    Optional<String> table(String name, int rtspPort) {
        return Optional.ofNullable(
                switch (name) {
                    case "ChannelTitle" -> rows("ChannelTitle", c -> "Name=" + c.name + "\n");
                    case "RemoteDevice" -> remote();
                    case "Encode" -> encode();
                    case "RecordMode" -> rows("RecordMode", c -> "Mode=%d\nModeExtra1=2\n".formatted(c.recordMode()));
                    case "RTSP" -> "table.RTSP.Enable=true\ntable.RTSP.Port=" + rtspPort + "\n";
                    case "Network" ->
                        "table.Network.DefaultInterface=eth0\ntable.Network.eth0.IPAddress=192.168.1.108\n"
                                + "table.Network.eth0.PhysicalAddress=" + plate.mac() + "\n";
                    case "NTP" ->
                        "table.NTP.Address=pool.ntp.org\ntable.NTP.Enable=" + followsServer
                                + "\ntable.NTP.TimeZone=22\n"
                                + "table.NTP.TimeZoneDesc=Bangkok\ntable.NTP.UpdatePeriod=60\n";
                    case "Locales" -> "table.Locales.DSTEnable=false\ntable.Locales.TimeFormat=yyyy-MM-dd HH:mm:ss\n";
                    case "General" ->
                        "table.General.LocalNo=8\ntable.General.LockLoginEnable=true\ntable.General.LockLoginTimes=5\n"
                                + "table.General.LoginFailLockTime=1800\ntable.General.MachineName=" + plate.title()
                                + "\n";
                    default -> null;
                });
    }

    /** {@code setConfig&NTP.Enable=}. */
    void followServer(boolean follow) {
        followsServer = follow;
    }

    private String rows(String table, Function<Camera, String> row) {
        StringBuilder text = new StringBuilder();
        for (Camera camera : cameras) {
            row.apply(camera)
                    .lines()
                    .forEach(line -> text.append("table.%s[%d].%s\n".formatted(table, camera.index(), line)));
        }
        return text.toString();
    }

    private String remote() {
        StringBuilder text = new StringBuilder();
        for (Camera camera : cameras) {
            if (camera.analog()) {
                continue;
            }
            String key = "table.RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_" + camera.index() + ".";
            """
            Address=%s
            DeviceType=%s
            Enable=%s
            Mac=ff:ff:ff:ff:ff:ff
            Name=
            Password=child-%d
            Port=37777
            ProtocolType=%s
            SerialNo=%s
            UserName=admin
            Vendor=%s
            Version=2.820.0000000.27.R
            """
                    .formatted(
                            camera.address,
                            camera.model,
                            camera.there(),
                            camera.number,
                            camera.there() ? camera.protocol : "Private",
                            camera.serial,
                            camera.onvif() ? "Onvif" : "Dahua")
                    .lines()
                    .forEach(line -> text.append(key).append(line).append('\n'));
        }
        return text.toString();
    }

    /** Only channels a camera is bound to; {@code MainFormat} has regular, motion and alarm. */
    private String encode() {
        StringBuilder text = new StringBuilder();
        for (Camera camera : cameras) {
            if (!camera.there()) {
                continue;
            }
            for (int format = 0; format < 3; format++) {
                stream(text, camera, "MainFormat[" + format + "]", clip.kilobitsPerSecond());
            }
            for (int extra = 0; extra < Cameras.streams(camera.number) - 1; extra++) {
                stream(text, camera, "ExtraFormat[" + extra + "]", clip.kilobitsPerSecond());
            }
        }
        return text.toString();
    }

    private void stream(StringBuilder text, Camera camera, String format, int kbps) {
        String key = "table.Encode[%d].%s.".formatted(camera.index(), format);
        """
        AudioEnable=false
        Video.BitRate=%d
        Video.BitRateControl=CBR
        Video.Compression=H.264
        Video.FPS=%d.000000
        Video.GOP=%d
        Video.Height=%d
        Video.Width=%d
        Video.resolution=%dx%d
        VideoEnable=true
        """
                .formatted(
                        kbps,
                        Clip.FRAME_RATE,
                        Clip.FRAME_RATE,
                        clip.size().height(),
                        clip.size().width(),
                        clip.size().width(),
                        clip.size().height())
                .lines()
                .forEach(line -> text.append(key).append(line).append('\n'));
    }

    /** {@code LogicDeviceManager.cgi?action=getCameraState}. */
    String states() {
        StringBuilder text = new StringBuilder();
        for (Camera camera : cameras) {
            text.append("states[%d].channel=%d\nstates[%d].connectionState=%s\n"
                    .formatted(
                            camera.index(),
                            camera.index(),
                            camera.index(),
                            !camera.there() ? "Empty" : camera.online() ? "Connected" : "Unconnect"));
        }
        return text.toString();
    }

    /** {@code LogicDeviceManager.cgi?action=getCameraAll}. */
    String bound() {
        StringBuilder text = new StringBuilder();
        int row = 0;
        for (Camera camera : cameras) {
            if (camera.there() && !camera.analog()) {
                String key = "camera[%d].".formatted(row++);
                text.append(key).append("Channel=").append(camera.index()).append('\n');
                text.append(key)
                        .append("DeviceID=uuid:System_CONFIG_NETCAMERA_INFO_")
                        .append(camera.index());
                text.append('\n').append(key).append("Enable=true\n");
                text.append(key).append("UniqueChannel=").append(camera.index()).append('\n');
            }
        }
        return text.toString();
    }

    /** {@code eventManager.cgi?action=getEventIndexes&code=VideoLoss}; empty if there are none. */
    Optional<String> lost() {
        StringBuilder text = new StringBuilder();
        int row = 0;
        for (Camera camera : cameras) {
            if (camera.there() && !camera.online()) {
                text.append("channels[%d]=%d\n".formatted(row++, camera.index()));
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    /** {@code storageDevice.cgi?action=getDeviceAllInfo}: byte counts are floats, and a full disk is a healthy one. */
    static String disks() {
        return """
                list.info[0].Detail[0].IsError=false
                list.info[0].Detail[0].Path=/mnt/dvr/sda0
                list.info[0].Detail[0].TotalBytes=3999000000000.000000
                list.info[0].Detail[0].Type=ReadWrite
                list.info[0].Detail[0].UsedBytes=3999000000000.000000
                list.info[0].Name=/dev/sda
                list.info[0].State=Success
                """;
    }
}
