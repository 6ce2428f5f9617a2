package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;

/** What this driver says when something is not as it should be, and what mends it. */
final class Words {

    private static final Duration USUAL_LOCK = Duration.ofMinutes(30);

    private Words() {}

    /** @param found what came instead */
    static Garbled notOnvif(String found) {
        return new Garbled(new Text(
                "Thiết bị không trả lời ONVIF (%s). Kiểm tra cổng ONVIF (thường là 80, 8000, 8080, 8899, 2020) và bật ONVIF trong phần mạng hoặc tích hợp của thiết bị."
                        .formatted(found),
                "The device does not speak ONVIF (%s). Check the ONVIF port (often 80, 8000, 8080, 8899, 2020) and switch ONVIF on in the network or integration settings of the device."
                        .formatted(found)));
    }

    static Refused wrongToken() {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "Thiết bị không chấp nhận tên đăng nhập hoặc mật khẩu ONVIF. Trên Hikvision và một số thiết bị Uniview, tài khoản ONVIF tách riêng tài khoản web: hãy tạo tài khoản trong mục ONVIF của thiết bị. Cũng nên kiểm tra đồng hồ thiết bị. Hệ thống không thử lại để thiết bị khỏi khóa.",
                        "The device does not accept the ONVIF user name or password. On Hikvision and some Uniview devices ONVIF users are separate from web users: create one in the ONVIF settings of the device. Check the device's clock, too. The hub does not try again, so that the device does not lock itself."));
    }

    /** @param why as the HTTP client says it */
    static Refused rejected(Refused why) {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        why.text().vi()
                                + " Trên Hikvision và một số thiết bị Uniview, tài khoản ONVIF tách riêng tài khoản web.",
                        why.text().en()
                                + " On Hikvision and some Uniview devices ONVIF users are separate from web users."));
    }

    static Refused noUser() {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "Thiết bị đòi đăng nhập ONVIF nhưng nguồn chưa có tên đăng nhập.",
                        "The device asks for an ONVIF log-in, but the source has no user name."));
    }

    static Refused noRight(String operation) {
        return new Refused(
                Why.RIGHTS,
                new Text(
                        "Tài khoản ONVIF không đủ quyền cho %s. Cấp cho tài khoản mức Operator hoặc Administrator trong mục người dùng ONVIF của thiết bị."
                                .formatted(operation),
                        "The ONVIF account may not do %s. Give it the level Operator or Administrator in the ONVIF users of the device."
                                .formatted(operation)));
    }

    static Refused locked() {
        return new Refused(
                Why.LOCKED,
                new Text(
                        "Thiết bị đã khóa tài khoản hoặc địa chỉ của hệ thống vì đăng nhập sai nhiều lần; thường tự mở sau 30 phút.",
                        "The device has locked the account or the hub's address after wrong log-ins; it usually opens by itself in 30 minutes."),
                Optional.of(USUAL_LOCK),
                Optional.empty());
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

    static Busy full(String said) {
        return new Busy(new Text(
                "Thiết bị hết chỗ (%s); hệ thống sẽ thử lại sau.".formatted(said),
                "The device has no room (%s); the hub tries again later.".formatted(said)));
    }

    static Garbled fault(String operation, String said) {
        return new Garbled(new Text(
                "Thiết bị báo lỗi cho %s: %s".formatted(operation, said),
                "The device answers %s with a fault: %s".formatted(operation, said)));
    }

    static Garbled otherAnswer(String operation, String found) {
        return new Garbled(new Text(
                "Trả lời cho %s không như mong đợi: gặp '%s'.".formatted(operation, found),
                "The answer to %s is not what it should be: it is '%s'.".formatted(operation, found)));
    }

    static Garbled tooMany(String what, int most) {
        return new Garbled(new Text(
                "Thiết bị liệt kê hơn %d %s; không thiết bị nào cần đến thế.".formatted(most, what),
                "The device lists more than %d %s; no device needs as many.".formatted(most, what)));
    }

    static Unsupported tooManyPorts(int port) {
        return new Unsupported(new Text(
                "Thiết bị đặt dịch vụ ở quá nhiều cổng; cổng %d không được dùng.".formatted(port),
                "The device has its services at too many ports; port %d is not used.".formatted(port)));
    }

    static Unsupported notSupported(String operation, String said) {
        return new Unsupported(new Text(
                "Thiết bị không có chức năng %s (%s).".formatted(operation, said),
                "The device does not have %s (%s).".formatted(operation, said)));
    }

    static Unsupported noChannel(String id) {
        return new Unsupported(
                new Text("Thiết bị không có kênh %s.".formatted(id), "The device has no channel %s.".formatted(id)));
    }

    static Unsupported noStream(String id, String kind) {
        return new Unsupported(new Text(
                "Kênh %s không có luồng %s. Hãy tạo hoặc bật luồng (profile) trong phần video của thiết bị."
                        .formatted(id, kind),
                "Channel %s has no %s stream. Add or switch on the stream (profile) in the video settings of the device."
                        .formatted(id, kind)));
    }

    static Unsupported noPicture(String id, String found) {
        return new Unsupported(new Text(
                "Kênh %s không cho ảnh chụp (%s).".formatted(id, found),
                "Channel %s gives no still picture (%s).".formatted(id, found)));
    }

    static Unsupported pictureAccount() {
        return new Unsupported(
                new Text(
                        "Ảnh chụp cần tài khoản web, khác tài khoản ONVIF. Hãy tạo tài khoản web cùng tên và mật khẩu trên thiết bị.",
                        "Still pictures need the web account, which is not the ONVIF account. Create a web user of the same name and password on the device."));
    }

    static Unsupported noPosition(String id) {
        return new Unsupported(new Text(
                "Kênh %s không quay tới vị trí tuyệt đối được.".formatted(id),
                "Channel %s cannot go to an absolute position.".formatted(id)));
    }

    /** @param sources what the recordings say they are of */
    static Unsupported noRecording(String id, String sources) {
        return new Unsupported(new Text(
                "Thiết bị không nói bản ghi nào là của kênh %s (có: %s).".formatted(id, sources),
                "The device does not say which recording is of channel %s (there are: %s).".formatted(id, sources)));
    }

    static Unsupported badOption(String key, String value, String rule) {
        return new Unsupported(new Text(
                "Tùy chọn %s của nguồn có giá trị sai '%s': %s.".formatted(key, value, rule),
                "The source's option %s has a bad value '%s': %s.".formatted(key, value, rule)));
    }

    /** It may at any time. */
    static Busy hubTakesNothing() {
        return new Busy(
                new Text(
                        "Thiết bị phải tự gửi sự kiện, nhưng hệ thống chưa nhận. Đặt khóa address trong etc/vn.matluoi.push.cfg, hoặc bỏ tùy chọn events=push nếu nguồn có.",
                        "The device has to send its events, but the hub takes in nothing. Set the key address in etc/vn.matluoi.push.cfg, or leave out events=push if the source has it."));
    }

    static Busy endedMeanwhile() {
        return new Busy(new Text(
                "Việc nhận sự kiện đã dừng trước khi thiết bị trả lời.",
                "The subscription ended before the device had answered."));
    }

    static Unreachable closed() {
        return new Unreachable(new Text("Phiên với thiết bị đã đóng.", "The session with the device is closed."));
    }

    static Garbled notRotated() {
        return new Garbled(
                new Text(
                        "Thiết bị nhận mật khẩu mới nhưng không đăng nhập được bằng mật khẩu đó, hoặc vẫn chấp nhận mật khẩu cũ; đã đặt lại mật khẩu cũ.",
                        "The device took the new password but does not let one in with it, or still takes the old one; the old password was put back."));
    }

    static Garbled passwordRepeated() {
        return new Garbled(new Text(
                "Thiết bị không nhận mật khẩu; lý do nó nêu có chứa chính mật khẩu nên không được nói lại.",
                "The device did not take the password; the reason it gave has the password in it, and is not told."));
    }

    static Unsupported noPassword() {
        return new Unsupported(new Text(
                "Mật khẩu mới trống hoặc có ký tự điều khiển; thiết bị chưa bị thay đổi.",
                "The new password is blank or has control characters; nothing was changed at the device."));
    }

    static Unsupported noSuchUser(String user) {
        return new Unsupported(new Text(
                "Thiết bị không liệt kê tài khoản ONVIF %s.".formatted(user),
                "The device does not list the ONVIF account %s.".formatted(user)));
    }
}
