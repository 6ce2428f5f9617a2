package vn.matluoi.http.internal;

import java.time.Duration;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceWords;

/** What the client says when it does not work: what happened, and what a person can change. Never a secret. */
final class Failures {

    private static final int LONGEST_QUOTE = 100;

    private Failures() {}

    static Unreachable noConnection(String where, Throwable cause) {
        return new Unreachable(
                new Text(
                        "Không kết nối được tới %s. Kiểm tra nguồn điện, dây mạng, địa chỉ và cổng.".formatted(where),
                        "No connection to %s. Check power, cable, address and port.".formatted(where)),
                cause);
    }

    static Unreachable noAnswer(String where, Duration waited) {
        return new Unreachable(new Text(
                "%s không trả lời trong %d giây.".formatted(where, seconds(waited)),
                "%s did not answer within %d s.".formatted(where, seconds(waited))));
    }

    static Unreachable tooSlow(String where) {
        return new Unreachable(new Text(
                "%s gửi trả lời chậm hơn 100 byte mỗi giây; đã ngắt.".formatted(where),
                "%s sends its answer slower than 100 bytes a second; broken off.".formatted(where)));
    }

    static Unreachable brokeOff(String where, Throwable cause) {
        return new Unreachable(
                new Text(
                        "%s ngắt kết nối giữa chừng.".formatted(where),
                        "%s broke off in the middle of its answer.".formatted(where)),
                cause);
    }

    static Unreachable closed(String where) {
        return new Unreachable(new Text(
                "Kết nối tới %s đã được đóng.".formatted(where), "The connection to %s is closed.".formatted(where)));
    }

    static Unreachable noTls(String where, Throwable cause) {
        return new Unreachable(
                new Text(
                        "%s không bắt tay được TLS 1.2 trở lên. Cập nhật phần mềm thiết bị hoặc dùng http."
                                .formatted(where),
                        "%s does not complete a TLS handshake of 1.2 or later. Update its firmware or use http."
                                .formatted(where)),
                cause);
    }

    static Refused otherCertificate(String where, String shown) {
        return new Refused(
                Why.CERTIFICATE,
                new Text(
                        "Chứng thư của %s không phải chứng thư đã chấp nhận (SHA-256 hiện tại: %s). Nếu thiết bị vừa được thay chứng thư, hãy kiểm tra rồi chấp nhận lại."
                                .formatted(where, shown),
                        "The certificate of %s is not the one accepted (SHA-256 now: %s). If it was renewed on purpose, check it and accept it again."
                                .formatted(where, shown)),
                Optional.empty(),
                Optional.of(shown));
    }

    static Refused wrongCredentials(String where) {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "%s không chấp nhận tên đăng nhập hoặc mật khẩu. Hệ thống không thử lại để thiết bị khỏi khóa; hãy nhập lại thông tin đăng nhập của nguồn."
                                .formatted(where),
                        "%s does not accept the user name or password. The hub does not try again, so that the device does not lock itself; enter the source's credentials anew."
                                .formatted(where)));
    }

    static Refused noCredentials(String where) {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "%s đòi đăng nhập nhưng nguồn chưa có tên đăng nhập.".formatted(where),
                        "%s asks for a log-in, but the source has no user name.".formatted(where)));
    }

    /** Who stands between a device and the hub asks for it so. */
    static Refused weaker(String where) {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "%s trước đây nhận Digest, nay chỉ nhận kiểu đăng nhập Basic; mật khẩu không được gửi. Nếu thiết bị đã được đặt lại, hãy lưu lại nguồn cùng mật khẩu."
                                .formatted(where),
                        "%s took Digest before and now takes only Basic; the password is not sent. If the device was reset, save the source with its password again."
                                .formatted(where)));
    }

    static Refused keyInTheClear(String where) {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "Không gửi khóa API tới %s khi chưa được bảo vệ: hãy dùng https và ghi dấu vân tay chứng thư."
                                .formatted(where),
                        "The API key is not shown to %s unprotected: use https and give the certificate's fingerprint."
                                .formatted(where)));
    }

    static Refused basicNotAllowed(String where) {
        return new Refused(
                Why.CREDENTIALS,
                new Text(
                        "%s chỉ nhận đăng nhập kiểu Basic (mật khẩu không được bảo vệ). Hãy bật Digest trên thiết bị, hoặc dùng https và chấp nhận chứng thư, hoặc đặt basic.allowed=true cho nguồn."
                                .formatted(where),
                        "%s takes only Basic log-in, which does not protect the password. Switch on Digest on the device, or use https and accept its certificate, or set basic.allowed=true for the source."
                                .formatted(where)));
    }

    /** @param opensIn as the device said; negative in the seconds after it, that are still waited */
    static Refused locked(String where, Duration opensIn) {
        var wait = seconds(opensIn.plus(Login.AFTER_LOCK));
        return new Refused(
                Why.LOCKED,
                new Text(
                        "%s đã khóa đăng nhập; thử lại sau %d giây, hoặc mở khóa trên thiết bị.".formatted(where, wait),
                        "%s has locked the log-in; to be tried again in %d s, or unlock it on the device."
                                .formatted(where, wait)),
                Optional.of(Duration.ofSeconds(seconds(opensIn))),
                Optional.empty());
    }

    /** A device may lead to what it was asked for, in whose query a password may stand. */
    static Refused leadsAway(String where, String location) {
        int query = location.indexOf('?');
        var to = quoted(query < 0 ? location : location.substring(0, query + 1));
        return new Refused(
                Why.NETWORK,
                new Text(
                        "%s chuyển hướng tới %s; hệ thống không đi theo. Hãy ghi đúng địa chỉ và cổng của thiết bị."
                                .formatted(where, to),
                        "%s redirects to %s, which the hub does not follow. Enter the device's right address and port."
                                .formatted(where, to)));
    }

    static Busy busy(String where) {
        return new Busy(new Text(
                "%s đang bận; hệ thống sẽ thử lại sau.".formatted(where),
                "%s is busy; the hub tries again later.".formatted(where)));
    }

    static Busy tooMany(String where) {
        return new Busy(new Text(
                "Quá nhiều yêu cầu đang chờ %s; hệ thống sẽ thử lại sau.".formatted(where),
                "Too many calls are waiting for %s; the hub tries again later.".formatted(where)));
    }

    static Unreachable pushMoved() {
        return new Unreachable(new Text(
                "Địa chỉ nhận sự kiện của hệ thống đã đổi (%s).".formatted(PushListener.FILE),
                "The hub's address for events was changed (%s).".formatted(PushListener.FILE)));
    }

    static Garbled notHttp(String where, Throwable cause) {
        return new Garbled(
                new Text(
                        "Trả lời của %s không phải HTTP. Kiểm tra xem cổng có đúng là cổng web của thiết bị không."
                                .formatted(where),
                        "The answer of %s is not HTTP. Check that the port is the device's web port.".formatted(where)),
                cause);
    }

    static Garbled tooLarge(String where, long limit) {
        return new Garbled(new Text(
                "Trả lời của %s lớn hơn giới hạn %d byte.".formatted(where, limit),
                "The answer of %s is larger than the limit of %d bytes.".formatted(where, limit)));
    }

    static Garbled tooFast(String where) {
        return new Garbled(new Text(
                "%s gửi sự kiện nhanh hơn 1 MiB mỗi giây; đã ngắt. Kiểm tra cấu hình sự kiện của thiết bị."
                        .formatted(where),
                "%s sends events faster than 1 MiB a second; broken off. Check what events the device is set to tell."
                        .formatted(where)));
    }

    static Garbled notTaken(String where) {
        return new Garbled(new Text(
                "Trình điều khiển bị lỗi khi đọc dữ liệu %s gửi; xem nhật ký và báo cho tác giả.".formatted(where),
                "The driver failed at reading what %s sent; see the log, and tell its author.".formatted(where)));
    }

    static Garbled unreadable(String why, Throwable cause) {
        var what = quoted(why);
        return new Garbled(
                new Text("Không đọc được trả lời của thiết bị: " + what, "The device's answer is unreadable: " + what),
                cause);
    }

    static Refused network(String vi, String en) {
        return new Refused(Why.NETWORK, new Text(vi, en));
    }

    /** A device's own words are a stranger's text. */
    private static String quoted(String said) {
        return DeviceWords.clean(said, LONGEST_QUOTE);
    }

    private static long seconds(Duration d) {
        return Math.max(1, d.plusMillis(999).toSeconds());
    }
}
