package vn.matluoi.simulators.recorder;

import java.util.List;
import vn.matluoi.simulators.login.Digest.Algorithm;

/**
 * What a recorder is made of.
 *
 * @param name its name in the control interface, for example {@code r1}
 * @param title its name as people gave it at the device
 * @param httpPort 0 for any free one
 * @param rtspPort 0 for any free one
 * @param channels how many, 1 to 256
 * @param offline how many of them have a camera that does not answer, spread over the channels
 * @param empty how many slots at the end have no camera
 * @param analog how many of the first are analog inputs: 0 makes a network recorder, more a hybrid one
 * @param algorithms what the digest log-in offers
 * @param tls whether HTTP is HTTPS with a certificate the recorder made itself
 * @param channelNames names to give channels, used in turn
 */
public record RecorderSettings(
        String name,
        String title,
        int httpPort,
        int rtspPort,
        String user,
        int channels,
        int offline,
        int empty,
        int analog,
        List<Algorithm> algorithms,
        boolean tls,
        List<String> channelNames) {

    /** Names of places a commune's cameras look at. */
    public static final List<String> COMMUNE_NAMES = List.of(
            "Cổng UBND xã",
            "Sân UBND xã",
            "Bộ phận Một cửa",
            "Ngã tư chợ",
            "Cổng chợ",
            "Trường tiểu học",
            "Trạm y tế xã",
            "Nhà văn hóa ấp 1",
            "Cầu kênh Tây",
            "Đường tỉnh 785",
            "Khu dân cư ấp 3",
            "Bến xe",
            "Công viên",
            "Trụ sở Công an xã",
            "Bãi rác tập trung",
            "Đê bao ấp 5");

    /** Names of places a hospital's cameras look at. */
    public static final List<String> HOSPITAL_NAMES = List.of(
            "Cổng chính",
            "Cổng cấp cứu",
            "Khoa Cấp cứu",
            "Khu tiếp nhận",
            "Nhà thuốc",
            "Thu viện phí",
            "Sảnh khu A",
            "Hành lang khu B tầng 1",
            "Hành lang khu B tầng 2",
            "Bãi giữ xe",
            "Khoa Nhi",
            "Khoa Xét nghiệm",
            "Kho dược",
            "Khu xử lý rác thải y tế",
            "Nhà ăn",
            "Tường rào phía Đông");

    /** @throws IllegalArgumentException naming the value that is out of range */
    public RecorderSettings {
        algorithms = List.copyOf(algorithms);
        channelNames = List.copyOf(channelNames);
        check(channels >= 1 && channels <= 256, "channels is 1 to 256, not: " + channels);
        check(offline >= 0 && empty >= 0 && offline + empty <= channels, "offline + empty is at most channels");
        check(analog >= 0 && analog <= channels, "analog is 0 to channels, not: " + analog);
        check(!algorithms.isEmpty(), "algorithm is missing");
        check(!channelNames.isEmpty(), "channel names are missing");
        check(user.matches("[A-Za-z0-9_.-]{1,32}"), "user is 1 to 32 letters, digits, '_', '.' and '-'");
    }

    /** A network recorder on free ports with 16 channels of which 2 are offline, MD5, plain HTTP. */
    public static RecorderSettings of(String name, String title, String user) {
        return new RecorderSettings(name, title, 0, 0, user, 16, 2, 0, 0, List.of(Algorithm.MD5), false, COMMUNE_NAMES);
    }

    public RecorderSettings withPorts(int http, int rtsp) {
        return new RecorderSettings(
                name, title, http, rtsp, user, channels, offline, empty, analog, algorithms, tls, channelNames);
    }

    public RecorderSettings withChannels(int all, int notAnswering, int withoutCamera, int coaxial) {
        return new RecorderSettings(
                name,
                title,
                httpPort,
                rtspPort,
                user,
                all,
                notAnswering,
                withoutCamera,
                coaxial,
                algorithms,
                tls,
                channelNames);
    }

    public RecorderSettings withAlgorithms(List<Algorithm> offered) {
        return new RecorderSettings(
                name, title, httpPort, rtspPort, user, channels, offline, empty, analog, offered, tls, channelNames);
    }

    public RecorderSettings withTls(boolean secure) {
        return new RecorderSettings(
                name,
                title,
                httpPort,
                rtspPort,
                user,
                channels,
                offline,
                empty,
                analog,
                algorithms,
                secure,
                channelNames);
    }

    public RecorderSettings withChannelNames(List<String> names) {
        return new RecorderSettings(
                name, title, httpPort, rtspPort, user, channels, offline, empty, analog, algorithms, tls, names);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
