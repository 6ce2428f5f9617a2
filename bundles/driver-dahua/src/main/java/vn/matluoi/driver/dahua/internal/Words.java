package vn.matluoi.driver.dahua.internal;

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

    /** @param answer what came instead */
    static Garbled noCgi(Text answer) {
        return new Garbled(new Text(
                "Thiết bị không trả lời CGI (%s). Kiểm tra cổng web; trên thiết bị Dahua bật dịch vụ CGI tại Cài đặt > An ninh > Dịch vụ hệ thống > CGI."
                        .formatted(answer.vi()),
                "The device does not speak CGI (%s). Check the web port; on a Dahua device switch it on at Settings > Security > System Service > CGI Service."
                        .formatted(answer.en())));
    }

    static Garbled otherAnswer(String path, String found) {
        return new Garbled(new Text(
                "Trả lời cho %s không như mong đợi: gặp '%s'.".formatted(path, found),
                "The answer to %s is not what it should be: it begins '%s'.".formatted(path, found)));
    }

    static Garbled tooManyLines(int most) {
        return new Garbled(new Text(
                "Trả lời của thiết bị dài hơn %d dòng; không thiết bị nào cần đến thế.".formatted(most),
                "The device's answer has more than %d lines; no device needs as many.".formatted(most)));
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
                        "Tài khoản không đủ quyền trên thiết bị. Tại Cài đặt > Hệ thống > Tài khoản, cấp cho nhóm của tài khoản quyền xem trực tiếp, thông tin hệ thống và thông tin sự kiện.",
                        "The account may not do this on the device. At Settings > System > Account give its group Live, System Info and Event Info."));
    }

    static Refused locked(Duration opens) {
        return new Refused(
                Why.LOCKED,
                new Text(
                        "Thiết bị đã khóa tài khoản hoặc địa chỉ của hệ thống vì đăng nhập sai nhiều lần; tự mở sau khoảng %d phút, hoặc khởi động lại thiết bị."
                                .formatted(minutes(opens)),
                        "The device has locked the account or the hub's address after wrong log-ins; it opens by itself in about %d minutes, or when it is restarted."
                                .formatted(minutes(opens))),
                Optional.of(opens),
                Optional.empty());
    }

    private static long minutes(Duration time) {
        return Math.max(1, Math.round(time.toSeconds() / 60.0));
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
                "Kênh %s không có luồng %s. Bật luồng tại Cài đặt > Camera > Mã hóa trên thiết bị.".formatted(id, kind),
                "Channel %s has no %s stream. Switch it on at Settings > Camera > Encode on the device."
                        .formatted(id, kind)));
    }

    static Unsupported rtspOff() {
        return new Unsupported(new Text(
                "RTSP đang tắt trên thiết bị. Bật tại Cài đặt > Mạng > Cổng > RTSP.",
                "RTSP is switched off on the device. Switch it on at Settings > Network > Port > RTSP."));
    }

    static Unsupported noPicture(String id) {
        return new Unsupported(new Text(
                "Kênh %s không cho ảnh chụp. Kiểm tra camera của kênh còn kết nối với đầu ghi.".formatted(id),
                "Channel %s gives no still picture. Check that its camera is connected to the recorder."
                        .formatted(id)));
    }

    static Unsupported onvifChild(String id) {
        return new Unsupported(new Text(
                "Kênh %s không cho ảnh chụp: camera nối với đầu ghi bằng ONVIF, đầu ghi này không chuyển tiếp ảnh của camera như vậy. Nếu camera cũng là Dahua, hãy thêm lại vào đầu ghi bằng giao thức Private."
                        .formatted(id),
                "Channel %s gives no still picture: its camera speaks ONVIF to the recorder, and this recorder passes on no picture of such a camera. If the camera is a Dahua, too, add it to the recorder by the protocol Private."
                        .formatted(id)));
    }

    static Unsupported badOption(String key, String value, String rule) {
        return new Unsupported(new Text(
                "Tùy chọn %s của nguồn có giá trị sai '%s': %s.".formatted(key, value, rule),
                "The source's option %s has a bad value '%s': %s.".formatted(key, value, rule)));
    }

    static Unsupported eventsClosedAtOnce() {
        return new Unsupported(
                new Text(
                        "Thiết bị đóng luồng sự kiện CGI ngay khi mở, như phần mềm mới của hãng. Hãy nhận sự kiện bằng ONVIF: thêm thiết bị làm nguồn với trình điều khiển onvif.",
                        "The device closes the CGI event stream as soon as it is opened, as the maker's newest firmware does. Take its events by ONVIF: add the device as a source with the driver onvif."));
    }

    static Unsupported noEvents(int status) {
        return new Unsupported(new Text(
                "Thiết bị không cho nhận sự kiện bằng CGI (HTTP %d). Hãy nhận sự kiện bằng ONVIF: thêm thiết bị làm nguồn với trình điều khiển onvif."
                        .formatted(status),
                "The device gives no events by CGI (HTTP %d). Take its events by ONVIF: add the device as a source with the driver onvif."
                        .formatted(status)));
    }

    static Unreachable noHeartbeat(long seconds) {
        return new Unreachable(new Text(
                "Luồng sự kiện im lặng đã %d giây; hệ thống sẽ mở lại.".formatted(seconds),
                "The event stream has been silent for %d seconds; the hub opens it again.".formatted(seconds)));
    }

    static Unreachable silent() {
        return new Unreachable(new Text(
                "Thiết bị không trả lời kịp thời; hệ thống sẽ thử lại.",
                "The device did not answer in time; the hub tries again."));
    }

    static Unreachable closed() {
        return new Unreachable(new Text("Phiên với thiết bị đã đóng.", "The session with the device was closed."));
    }

    static Unsupported cannot(String call, int status) {
        return new Unsupported(new Text(
                "Thiết bị không thực hiện được %s (HTTP %d): kênh hoặc giá trị không có trên thiết bị này."
                        .formatted(call, status),
                "The device cannot do %s (HTTP %d): it has no such channel or value.".formatted(call, status)));
    }

    static Garbled didNot(String call) {
        return new Garbled(new Text(
                "Thiết bị trả lời 'Error' cho %s: lệnh không được thực hiện.".formatted(call),
                "The device answers 'Error' to %s: it was not done.".formatted(call)));
    }

    static Unsupported noHead(String id) {
        return new Unsupported(new Text(
                "Kênh %s không quay quét được.".formatted(id), "Channel %s has nothing that turns.".formatted(id)));
    }

    static Unsupported noPlace(String token) {
        return new Unsupported(new Text(
                "Thiết bị không có điểm đặt trước hay hành trình '%s'.".formatted(Clean.word(token)),
                "The device has no preset or tour '%s'.".formatted(Clean.word(token))));
    }

    static Busy presetsFull(int most) {
        return new Busy(new Text(
                "Camera đã lưu đủ %d điểm đặt trước; hãy xóa bớt một điểm.".formatted(most),
                "The camera keeps %d presets already; remove one first.".formatted(most)));
    }

    static Unsupported noClock() {
        return new Unsupported(new Text("Thiết bị không cho biết giờ.", "The device tells no time."));
    }

    static Garbled clockNotSet(long seconds) {
        return new Garbled(new Text(
                "Thiết bị nói đã đặt giờ nhưng đồng hồ vẫn lệch %d giây. Kiểm tra NTP và múi giờ trên thiết bị."
                        .formatted(seconds),
                "The device said it set its clock, which is still %d seconds off. Check NTP and the time zone on the device."
                        .formatted(seconds)));
    }

    static Unsupported noFootage() {
        return new Unsupported(new Text(
                "Thiết bị không cho tải đoạn ghi này; có thể đoạn ghi đã bị ghi đè.",
                "The device does not give out this recording; it may have been overwritten."));
    }

    static Garbled endlessFootage(int most) {
        return new Garbled(new Text(
                "Thiết bị trả về danh sách đoạn ghi không dứt (quá %d đoạn). Hãy tìm trong khoảng ngắn hơn."
                        .formatted(most),
                "The device's list of recordings has no end (more than %d). Search a shorter time.".formatted(most)));
    }

    static Unsupported badPassword() {
        return new Unsupported(new Text(
                "Mật khẩu mới phải khác mật khẩu cũ, có 8 đến 32 ký tự ASCII và không chứa ' \" ; : &",
                "The new password must differ from the old one, have 8 to 32 ASCII characters and none of ' \" ; : &"));
    }

    static Garbled passwordKept() {
        return new Garbled(new Text(
                "Thiết bị không đổi mật khẩu; mật khẩu cũ vẫn dùng được.",
                "The device did not change the password; the old one still works."));
    }

    static Garbled passwordRepeated() {
        return new Garbled(new Text(
                "Thiết bị không nhận mật khẩu; lý do nó nêu có chứa chính mật khẩu nên không được nói lại.",
                "The device did not take the password; the reason it gave has the password in it, and is not told."));
    }

    static Unsupported noSearch() {
        return new Unsupported(
                new Text("Thiết bị không cho tìm đoạn ghi bằng CGI.", "The device finds no recordings by CGI."));
    }

    /** Seen nowhere yet; firmware that cuts long passwords could do it. */
    static Refused passwordUnknown() {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "Thiết bị đã nhận lệnh đổi mật khẩu nhưng nay từ chối cả mật khẩu mới lẫn mật khẩu cũ. Hãy đặt lại mật khẩu ngay trên thiết bị.",
                        "The device took the change of the password and now refuses the new one and the old one. Set the password on the device itself."));
    }
}
