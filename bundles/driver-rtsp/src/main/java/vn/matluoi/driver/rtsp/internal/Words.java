package vn.matluoi.driver.rtsp.internal;

import java.io.IOException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceWords;

/** What this driver says when something is not as it should be. No path and no header of a device is quoted. */
final class Words {

    private static final int LONGEST_WORD = 64;

    private Words() {}

    /** @return a device's word, fit for a sentence */
    static String clean(String said) {
        return DeviceWords.clean(said, LONGEST_WORD);
    }

    static Garbled notRtsp() {
        return new Garbled(new Text(
                "Trả lời không phải RTSP. Kiểm tra xem cổng có đúng là cổng RTSP của thiết bị không (thường là 554).",
                "The answer is not RTSP. Check that the port is the device's RTSP port (usually 554)."));
    }

    static Garbled tooLarge() {
        return new Garbled(new Text(
                "Trả lời RTSP của thiết bị lớn hơn giới hạn.", "The device's RTSP answer is larger than allowed."));
    }

    static Garbled noDescription() {
        return new Garbled(new Text(
                "Thiết bị trả lời DESCRIBE bằng một bản mô tả (SDP) không đọc được.",
                "The device answers DESCRIBE with a description (SDP) that cannot be read."));
    }

    static Garbled status(int status) {
        return new Garbled(new Text(
                "Thiết bị trả lời %d cho DESCRIBE. Kiểm tra đường dẫn của luồng (path).".formatted(status),
                "The device answers %d to DESCRIBE. Check the path of the stream.".formatted(status)));
    }

    static Garbled unusableDemand() {
        return new Garbled(new Text(
                "Yêu cầu đăng nhập của thiết bị chứa ký tự điều khiển.",
                "The device's demand for a log-in holds control characters."));
    }

    static Unreachable late(String where) {
        return new Unreachable(new Text(
                "%s không trả lời RTSP kịp thời.".formatted(where),
                "%s did not answer over RTSP in time.".formatted(where)));
    }

    static Unreachable broken(String where, IOException cause) {
        return new Unreachable(
                new Text(
                        "Không kết nối được tới %s, hoặc kết nối bị ngắt. Kiểm tra cổng RTSP trên thiết bị và bộ định tuyến."
                                .formatted(where),
                        "No connection to %s, or it broke off. Check the RTSP port on the device and the router."
                                .formatted(where)),
                cause);
    }

    static Unreachable closed() {
        return new Unreachable(new Text("Phiên làm việc đã đóng.", "The session is closed."));
    }

    static Busy busy(String where) {
        return new Busy(new Text(
                "%s đang bận; hệ thống sẽ thử lại sau.".formatted(where),
                "%s is busy; the hub tries again later.".formatted(where)));
    }

    static Refused leadsAway(String where) {
        return new Refused(
                Why.NETWORK,
                new Text(
                        "%s chuyển hướng tới nơi khác; hệ thống không đi theo. Hãy ghi đúng địa chỉ, cổng và đường dẫn của luồng."
                                .formatted(where),
                        "%s redirects to another place, which the hub does not follow. Enter the stream's right address, port and path."
                                .formatted(where)));
    }

    static Refused noRight(String where) {
        return new Refused(
                Why.RIGHTS,
                new Text(
                        "Tài khoản không đủ quyền xem luồng này trên %s.".formatted(where),
                        "The account may not watch this stream of %s.".formatted(where)));
    }

    static Refused wrongCredentials(String where) {
        return credentials(
                "%s từ chối tên đăng nhập hoặc mật khẩu RTSP; hệ thống không thử lại để thiết bị không khóa tài khoản."
                        .formatted(where),
                "%s refused the RTSP user name or password; the hub does not try again, so that the device does not lock the account."
                        .formatted(where));
    }

    static Refused noCredentials(String where) {
        return credentials(
                "%s đòi đăng nhập RTSP nhưng nguồn chưa có tên đăng nhập.".formatted(where),
                "%s asks for an RTSP log-in, but the source has no user name.".formatted(where));
    }

    static Refused basicNotAllowed(String where) {
        return credentials(
                "%s chỉ nhận đăng nhập kiểu Basic (mật khẩu không được bảo vệ). Hãy bật Digest cho RTSP trên thiết bị, hoặc đặt basic.allowed=true cho nguồn."
                        .formatted(where),
                "%s takes only Basic log-in, which does not protect the password. Switch on Digest for RTSP on the device, or set basic.allowed=true for the source."
                        .formatted(where));
    }

    static Refused weaker(String where) {
        return credentials(
                "%s trước đây nhận Digest, nay chỉ nhận kiểu đăng nhập yếu hơn; mật khẩu không được gửi."
                        .formatted(where),
                "%s took Digest before and now takes only a weaker log-in; the password is not sent.".formatted(where));
    }

    static Refused unknownLogin(String where) {
        return credentials(
                "%s đòi kiểu đăng nhập RTSP mà hệ thống không biết; hãy bật Digest trên thiết bị.".formatted(where),
                "%s asks for an RTSP log-in the hub does not know; switch on Digest on the device.".formatted(where));
    }

    private static Refused credentials(String vi, String en) {
        return new Refused(Why.CREDENTIALS, new Text(vi, en));
    }

    static Refused noSerial(String pinned) {
        return new Refused(
                Why.WRONG_DEVICE,
                new Text(
                        "Qua RTSP thiết bị không cho biết số sê-ri, nên không thể biết đây có phải thiết bị %s hay không. Hãy lưu lại nguồn nếu đúng."
                                .formatted(pinned),
                        "Over RTSP a device tells no serial number, so nobody can say whether this is %s. Save the source again if it is."
                                .formatted(pinned)));
    }

    static Unsupported noStream(String kind) {
        return new Unsupported(new Text(
                "Nguồn không có luồng %s; đặt tùy chọn path.sub nếu thiết bị có.".formatted(kind),
                "The source has no %s stream; set its option path.sub if the device has one.".formatted(kind)));
    }

    static Unsupported badOption(String key, String rule) {
        return new Unsupported(new Text(
                "Tùy chọn %s của nguồn không dùng được: %s.".formatted(key, rule),
                "The source's option %s cannot be used: %s.".formatted(key, rule)));
    }
}
