package vn.matluoi.driver.hikvision.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;

/** What this driver says when something is not as it should be, and which menu of the device mends it. */
final class Words {

    private Words() {}

    static Garbled noIsapi(int status) {
        return new Garbled(new Text(
                "Thiết bị không trả lời ISAPI (HTTP %d). Kiểm tra cổng web; trên thiết bị Hikvision bật ISAPI tại Cấu hình > Mạng > Nâng cao > Giao thức tích hợp."
                        .formatted(status),
                "The device does not speak ISAPI (HTTP %d). Check the web port; on a Hikvision device switch it on at Configuration > Network > Advanced Settings > Integration Protocol."
                        .formatted(status)));
    }

    static Garbled otherRoot(String path, String found) {
        return new Garbled(new Text(
                "Trả lời cho %s không như mong đợi: gặp <%s>.".formatted(path, found),
                "The answer to %s is not what it should be: it is a <%s>.".formatted(path, found)));
    }

    static Garbled tooManyChannels(int said, int most) {
        return new Garbled(new Text(
                "Thiết bị nói có %d kênh; không đầu ghi nào có quá %d.".formatted(said, most),
                "The device says it has %d channels; no recorder has more than %d.".formatted(said, most)));
    }

    static Garbled status(String path, int status, String detail) {
        return new Garbled(new Text(
                "Thiết bị trả lời HTTP %d cho %s %s"
                        .formatted(status, path, detail)
                        .strip(),
                "The device answers HTTP %d to %s %s"
                        .formatted(status, path, detail)
                        .strip()));
    }

    static Refused noRight() {
        return new Refused(
                Why.RIGHTS,
                new Text(
                        "Tài khoản không đủ quyền trên thiết bị. Tại Cấu hình > Hệ thống > Quản lý người dùng, cấp cho tài khoản quyền xem từ xa và xem cấu hình, trạng thái từ xa.",
                        "The account may not do this on the device. At Configuration > System > User Management give it Remote Live View and Remote Parameters/Status."));
    }

    static Unsupported notThere(String path) {
        return new Unsupported(new Text(
                "Thiết bị không có chức năng này (%s).".formatted(path),
                "The device does not have this (%s).".formatted(path)));
    }

    static Busy noRoomForPlaces() {
        return new Busy(new Text(
                "Camera đã hết chỗ lưu vị trí đặt trước. Hãy xóa bớt một vị trí.",
                "The camera has no room for another preset. Remove one first."));
    }

    static Unsupported noPlace(String token) {
        return new Unsupported(new Text(
                "Camera không có vị trí '%s'.".formatted(token), "The camera has no place '%s'.".formatted(token)));
    }

    static Unsupported tooLong(long days) {
        return new Unsupported(new Text(
                "Mỗi lần chỉ tìm được trong %d ngày.".formatted(days),
                "No more than %d days can be searched at once.".formatted(days)));
    }

    static Garbled endlessFootage(int most) {
        return new Garbled(new Text(
                "Thiết bị trả về danh sách đoạn ghi không dứt (quá %d đoạn). Hãy tìm trong khoảng ngắn hơn."
                        .formatted(most),
                "The device's list of recordings has no end (more than %d). Search a shorter time.".formatted(most)));
    }

    static Unsupported badTime(String said) {
        return new Unsupported(new Text(
                "Không đọc được giờ của thiết bị: '%s'.".formatted(said),
                "The device's time cannot be read: '%s'.".formatted(said)));
    }

    static Garbled clockNotTaken() {
        return new Garbled(new Text(
                "Thiết bị báo đã nhận giờ mới nhưng đồng hồ không đổi.",
                "The device says it took the new time, but its clock did not change."));
    }

    static Garbled passwordNotTaken() {
        return new Garbled(new Text(
                "Thiết bị báo đã đổi mật khẩu nhưng mật khẩu cũ vẫn còn hiệu lực; không có gì thay đổi.",
                "The device says it changed the password, but the old one is still in force; nothing has changed."));
    }

    static Garbled bothPasswords() {
        return new Garbled(new Text(
                "Thiết bị chấp nhận cả mật khẩu cũ lẫn mật khẩu mới; đã đặt lại mật khẩu cũ.",
                "The device accepts both the old and the new password; the old one was put back."));
    }

    static Refused noPassword() {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "Sau khi đổi, thiết bị không chấp nhận cả mật khẩu cũ lẫn mật khẩu mới. Đặt lại mật khẩu trên thiết bị rồi nhập vào nguồn.",
                        "After the change the device accepts neither the old nor the new password. Set it on the device, then enter it at the source."));
    }

    /** A fault of a device's health, which is one line. */
    static String notifiesNothing(String channels) {
        return ("kênh %s: chưa bật 'Thông báo cho trung tâm giám sát', sẽ không báo sự kiện"
                        + " / channel %s: 'Notify Surveillance Center' is off, no event is reported")
                .formatted(channels, channels);
    }

    static Garbled endlessPart(int most) {
        return new Garbled(new Text(
                "Luồng sự kiện của thiết bị có một phần dài quá %d byte.".formatted(most),
                "A part of the device's event stream is longer than %d bytes.".formatted(most)));
    }

    static Unreachable silentStream(Duration silence) {
        return new Unreachable(new Text(
                "Thiết bị không gửi gì trên luồng sự kiện trong %d giây.".formatted(silence.toSeconds()),
                "The device sent nothing on its event stream for %d seconds.".formatted(silence.toSeconds())));
    }

    /** It may at any time. */
    static Busy hubTakesNothing() {
        return new Busy(
                new Text(
                        "Thiết bị phải tự gửi sự kiện, nhưng hệ thống chưa nhận. Đặt khóa address trong etc/vn.matluoi.push.cfg, hoặc bỏ tùy chọn events=push nếu nguồn có.",
                        "The device has to send its events, but the hub takes in nothing. Set the key address in etc/vn.matluoi.push.cfg, or leave out events=push if the source has it."));
    }

    static Busy hubOfVersion6(URI address) {
        return new Busy(new Text(
                "Máy chủ báo động của thiết bị chỉ nhận địa chỉ IPv4 hoặc tên máy, không nhận %s. Sửa khóa address trong etc/vn.matluoi.push.cfg."
                        .formatted(address.getHost()),
                "An alarm server of the device is an IPv4 address or a name, not %s. Change the key address in etc/vn.matluoi.push.cfg."
                        .formatted(address.getHost())));
    }

    static Busy formerNotGivenBack(Duration waited) {
        return new Busy(new Text(
                "Thiết bị chưa trả lại máy chủ báo động của lần đăng ký trước sau %d giây; hệ thống sẽ thử lại."
                        .formatted(waited.toSeconds()),
                "The device did not give back the alarm server of the subscription before within %d seconds; the hub tries again."
                        .formatted(waited.toSeconds())));
    }

    static Busy endedMeanwhile() {
        return new Busy(new Text(
                "Việc nhận sự kiện đã dừng trước khi thiết bị trả lời.",
                "The subscription ended before the device had answered."));
    }

    /** The device itself is well. The path is a secret. */
    static Busy hubNotReached(URI address, String said) {
        var where = address.getHost() + ":" + address.getPort();
        return new Busy(new Text(
                "Thiết bị báo không gửi được sự kiện tới %s (%s). Kiểm tra đường mạng từ thiết bị tới hệ thống và tường lửa."
                        .formatted(where, said),
                "The device says that it cannot send its events to %s (%s). Check the network from the device to the hub, and the firewall."
                        .formatted(where, said)));
    }

    static Garbled hostNotTaken() {
        return new Garbled(new Text(
                "Thiết bị báo đã nhận địa chỉ máy chủ báo động nhưng không giữ địa chỉ đó.",
                "The device says it took the alarm server's address, but did not keep it."));
    }

    static Busy noHostFree(int taken) {
        return new Busy(new Text(
                "Cả %d máy chủ báo động của thiết bị đã có nơi khác dùng. Giải phóng một mục tại Cấu hình > Mạng > Nâng cao > Máy chủ báo động."
                        .formatted(taken),
                "All %d alarm servers of the device are taken by others. Free one at Configuration > Network > Advanced Settings > Alarm Server."
                        .formatted(taken)));
    }

    static Unreachable hostTakenAway() {
        return new Unreachable(new Text(
                "Máy chủ báo động trên thiết bị đã bị đổi: thiết bị không còn gửi sự kiện tới đây.",
                "The alarm server was changed on the device: it does not send its events here any more."));
    }

    static Unreachable interrupted() {
        return new Unreachable(new Text("Đã dừng trước khi thiết bị trả lời.", "Stopped before the device answered."));
    }

    static Refused notActivated() {
        return new Refused(
                Why.RIGHTS,
                new Text(
                        "Thiết bị chưa được kích hoạt. Đặt mật khẩu quản trị lần đầu trên thiết bị (màn hình đầu ghi hoặc trang web) rồi thử lại.",
                        "The device is not activated. Set its first administrator password on the device (its screen or web page), then try again."));
    }

    static Refused otherDevice(String pinned, Optional<String> found) {
        return new Refused(
                Why.WRONG_DEVICE,
                new Text(
                        "Tại địa chỉ này là một thiết bị khác: số sê-ri %s, không phải %s. Kiểm tra cổng chuyển tiếp trên bộ định tuyến; nếu thiết bị đã được thay, hãy chấp nhận thiết bị mới."
                                .formatted(found.orElse("(trống)"), pinned),
                        "Another device is at this address: serial number %s, not %s. Check the router's port forwarding; if the device was replaced, accept the new one."
                                .formatted(found.orElse("(none)"), pinned)),
                Optional.empty(),
                found);
    }

    static Busy busy() {
        return new Busy(new Text(
                "Thiết bị đang bận; hệ thống sẽ thử lại sau.", "The device is busy; the hub tries again later."));
    }

    static Unsupported noChannel(String id) {
        return new Unsupported(
                new Text("Thiết bị không có kênh %s.".formatted(id), "The device has no channel %s.".formatted(id)));
    }

    static Unsupported noStream(String id, String kind) {
        return new Unsupported(new Text(
                "Kênh %s không có luồng %s. Bật luồng tại Cấu hình > Video/Âm thanh trên thiết bị.".formatted(id, kind),
                "Channel %s has no %s stream. Switch it on at Configuration > Video/Audio on the device."
                        .formatted(id, kind)));
    }

    static Unsupported rtspOff() {
        return new Unsupported(
                new Text(
                        "RTSP đang tắt trên thiết bị. Bật tại Cấu hình > Mạng > Nâng cao > Dịch vụ mạng > RTSP.",
                        "RTSP is switched off on the device. Switch it on at Configuration > Network > Advanced Settings > Network Service > RTSP."));
    }

    static Unsupported noPicture(String id) {
        return new Unsupported(new Text(
                "Kênh %s không cho ảnh chụp. Kiểm tra camera của kênh còn kết nối với đầu ghi.".formatted(id),
                "Channel %s gives no still picture. Check that its camera is connected to the recorder."
                        .formatted(id)));
    }

    static Unsupported badOption(String key, String value, String rule) {
        return new Unsupported(new Text(
                "Tùy chọn %s của nguồn có giá trị sai '%s': %s.".formatted(key, value, rule),
                "The source's option %s has a bad value '%s': %s.".formatted(key, value, rule)));
    }
}
