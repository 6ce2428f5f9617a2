package vn.matluoi.core.internal.supervise;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceSettings;

/** The sentences with which the hub declines to speak to a device. */
public final class Refusals {

    private Refusals() {}

    static HubException blocked(StoredSource source, Block block) {
        var id = source.settings().id();
        var vi = "không gửi gì tới %s nữa: %s".formatted(id, vietnamese(block.cause()));
        var en = "nothing is sent to %s any more: %s".formatted(id, english(block.cause()));
        var text = source.file()
                .map(file -> new Text(
                        "%s; nguồn do tệp etc/%s quản lý: sửa ở đó, hoặc lưu suspended = true rồi false để thử lại như cũ"
                                .formatted(vi, file),
                        "%s; it belongs to the file etc/%s: change it there, or save suspended = true and then false to have it tried as it is"
                                .formatted(en, file)))
                .orElseGet(() -> new Text(vi, en));
        return new HubException(Reason.CONFLICT, block.cause(), text);
    }

    static HubException ended() {
        return new HubException(
                Reason.CONFLICT,
                Causes.REMOVED,
                new Text("nguồn không còn được giám sát", "the source is not supervised any more"));
    }

    static HubException suspended(SourceId id) {
        return new HubException(
                Reason.CONFLICT,
                "source.suspended",
                new Text(
                        "nguồn %s đang tạm ngừng; hãy bật lại trước".formatted(id),
                        "source %s is suspended; switch it on first".formatted(id)));
    }

    public static HubException driverMissing(SourceSettings settings) {
        var family = settings.driver().orElse("");
        return new HubException(
                Reason.UNAVAILABLE,
                Causes.DRIVER,
                new Text(
                        "trình điều khiển %s của nguồn %s không hoạt động; xem hub:driver-list"
                                .formatted(family, settings.id()),
                        "driver %s of source %s does not serve; see hub:driver-list".formatted(family, settings.id())));
    }

    static HubException offline(SourceId id, State state) {
        return new HubException(
                Reason.DEVICE,
                "source.offline",
                new Text(
                        "nguồn %s đang mất kết nối từ %s".formatted(id, state.since()),
                        "source %s is offline since %s".formatted(id, state.since())));
    }

    static HubException sessionLost(SourceId id) {
        return new HubException(
                Reason.DEVICE,
                "source.session-lost",
                new Text(
                        "phiên làm việc với thiết bị của nguồn %s vừa bị đóng; hãy thử lại".formatted(id),
                        "the session with the device of source %s was just closed; try again".formatted(id)));
    }

    static HubException secretUnreadable(SourceId id) {
        return new HubException(
                Reason.CONFLICT,
                Causes.SECRET,
                new Text(
                        "mật khẩu đã lưu của %s không mở được bằng khóa chính hiện tại; hãy nhập lại".formatted(id),
                        "the stored secret of %s does not open under the present master key; enter it again"
                                .formatted(id)));
    }

    public static HubException passwordChanging() {
        return new HubException(
                Reason.UNAVAILABLE,
                "password.changing",
                new Text(
                        "mật khẩu của thiết bị này đang được đổi, hoặc chưa rõ mật khẩu nào có hiệu lực; hãy thử lại sau",
                        "the password of this device is being changed, or it is not known yet which one holds; try again later"));
    }

    /** @return whether it is {@link #passwordUnsettled(StoredSource)} */
    public static boolean isPasswordUnsettled(HubException refusal) {
        return refusal.rule().equals("password.unsettled");
    }

    /** @return what was ordered would lose one of two passwords of which nobody knows yet which one the device takes */
    public static HubException passwordUnsettled(StoredSource source) {
        var id = source.settings().id();
        return new HubException(
                Reason.CONFLICT,
                "password.unsettled",
                new Text(
                        "chưa rõ thiết bị của %s nhận mật khẩu cũ hay mới, hệ thống đang giữ cả hai; hãy chờ hệ thống tìm ra, hoặc nhập mật khẩu đúng cho nguồn. Nếu thiết bị không còn nữa, hãy tạm ngừng nguồn rồi xóa: khi đó cả hai mật khẩu đều mất"
                                .formatted(id),
                        "it is not known yet whether the device of %s takes the old password or the new one, and the hub keeps both; wait until it has found out, or enter the right one at the source. If the device is gone for good, suspend the source, then remove it: both passwords are lost then"
                                .formatted(id)));
    }

    static HubException noAccount(SourceId id) {
        return new HubException(
                Reason.CONFLICT,
                "password.none",
                new Text(
                        "nguồn %s không có tên đăng nhập hoặc mật khẩu để đổi".formatted(id),
                        "source %s has no user name or no password that could be changed".formatted(id)));
    }

    static HubException accountShared(SourceId id, List<SourceId> others) {
        var names = others.stream().map(SourceId::value).collect(Collectors.joining(", "));
        return new HubException(
                Reason.CONFLICT,
                "password.shared",
                new Text(
                        "chưa đổi mật khẩu của %s: %s có thể dùng cùng tài khoản của thiết bị đó bằng driver hoặc địa chỉ khác; hãy tạm ngừng hoặc bỏ các nguồn ấy trước"
                                .formatted(id, names),
                        "the password of %s was not changed: %s may use the same account of that device by another driver or address; suspend or remove those sources first"
                                .formatted(id, names)));
    }

    static DeviceException.Unsupported noPasswordChange() {
        return new DeviceException.Unsupported(new Text(
                "trình điều khiển của thiết bị này không đổi được mật khẩu",
                "the driver of this device cannot change passwords"));
    }

    static Refused neitherTaken() {
        return new Refused(
                Refused.Why.CREDENTIALS,
                new Text(
                        "thiết bị từ chối cả mật khẩu cũ lẫn mật khẩu mới",
                        "the device refuses the old password and the new one"));
    }

    /** @return the change came to nothing */
    static HubException passwordKept(DeviceException failure) {
        return with(
                failure,
                "password.kept",
                "mật khẩu cũ vẫn có hiệu lực, không có gì thay đổi",
                "the old password holds, nothing was changed");
    }

    /** @return nobody knows yet, or nobody will without acting */
    static HubException passwordUnknown(DeviceException failure, DeviceException asked) {
        if (asked instanceof Refused refused && refused.why() == Refused.Why.CREDENTIALS) {
            return with(
                    failure,
                    "password.neither",
                    "thiết bị từ chối cả mật khẩu cũ lẫn mật khẩu mới; hãy đặt lại mật khẩu trên thiết bị rồi nhập vào nguồn",
                    "the device refuses the old password and the new one; set it on the device, then enter it at the source");
        }
        return passwordUnsettled(failure);
    }

    /** @return nobody knows yet */
    static HubException passwordUnsettled(DeviceException failure) {
        return with(
                failure,
                "password.unsettled",
                "chưa rõ mật khẩu nào có hiệu lực; hệ thống giữ cả hai và sẽ tự tìm ra khi thiết bị trả lời",
                "it is not known which password holds; the hub keeps both, and finds out when the device answers");
    }

    static HubException passwordNotWritten(HubException cause) {
        var refusal = new HubException(
                Reason.UNAVAILABLE,
                "password.unwritten",
                new Text(
                        "thiết bị đã trả lời, nhưng cơ sở dữ liệu không ghi được; hệ thống giữ cả hai mật khẩu và sẽ tự tìm ra mật khẩu nào có hiệu lực",
                        "the device answered, but the database could not write it down; the hub keeps both passwords, and finds out which one holds"));
        refusal.initCause(cause);
        return refusal;
    }

    private static HubException with(DeviceException failure, String rule, String vi, String en) {
        var text = failure.text();
        return new HubException(
                device(failure).reason(),
                rule,
                new Text("%s (%s)".formatted(vi, text.vi()), "%s (%s)".formatted(en, text.en())));
    }

    /** @return a source that only speaks through a route has no device to ask */
    public static HubException noDevice(SourceId id) {
        return new HubException(
                Reason.UNSUPPORTED,
                "source.no-driver",
                new Text(
                        "nguồn %s không có thiết bị: nó chỉ nói qua một tuyến".formatted(id),
                        "source %s has no device: it only speaks through a route".formatted(id)));
    }

    /** @return a source was saved, but the database does not answer any more */
    public static HubException savedUnread(SourceId id, HubException cause) {
        var refusal = new HubException(
                Reason.UNAVAILABLE,
                "source.saved-unread",
                new Text(
                        "đã lưu nguồn %s, nhưng cơ sở dữ liệu không trả lời nên chưa đọc lại được; đừng gửi lại, hãy xem lại nguồn này sau"
                                .formatted(id),
                        "source %s was saved, but the database does not answer and it could not be read back; do not send it again, look at it later"
                                .formatted(id)));
        refusal.initCause(cause);
        return refusal;
    }

    public static HubException unknown(SourceId id) {
        return new HubException(
                Reason.NOT_FOUND,
                "source.unknown",
                new Text("không có nguồn %s".formatted(id), "there is no source %s".formatted(id)));
    }

    /** @return a device's failure as surfaces know failures */
    public static HubException device(DeviceException failure) {
        if (failure instanceof DeviceException.Unsupported) {
            return new HubException(Reason.UNSUPPORTED, "device.unsupported", failure.text());
        }
        if (failure instanceof DeviceException.Busy) {
            return new HubException(Reason.DEVICE, "device.busy", failure.text());
        }
        if (failure instanceof Refused refused) {
            var rule = "device.refused." + refused.why().name().toLowerCase(Locale.ROOT);
            return new HubException(Reason.DEVICE, rule, failure.text());
        }
        var rule = failure instanceof DeviceException.Unreachable ? "device.unreachable" : "device.garbled";
        return new HubException(Reason.DEVICE, rule, failure.text());
    }

    private static String vietnamese(String cause) {
        return switch (cause) {
            case Causes.CREDENTIALS -> "thiết bị từ chối tên đăng nhập hoặc mật khẩu; hãy nhập mật khẩu mới cho nguồn";
            case Causes.LOCKED -> "thiết bị đã khóa tài khoản; hãy mở khóa trên thiết bị rồi lưu lại nguồn";
            case Causes.WRONG_DEVICE -> "thiết bị khác đã trả lời; hãy kiểm tra địa chỉ và cổng rồi lưu lại nguồn";
            case Causes.CERTIFICATE -> "chứng chỉ đã thay đổi; hãy kiểm tra, rồi chấp nhận dấu vân tay mới";
            default -> cause;
        };
    }

    private static String english(String cause) {
        return switch (cause) {
            case Causes.CREDENTIALS -> "the device rejected user name or password; give the source a new secret";
            case Causes.LOCKED -> "the device locked the account; unlock it there, then save the source again";
            case Causes.WRONG_DEVICE -> "another device answered; check address and port, then save the source again";
            case Causes.CERTIFICATE -> "the certificate changed; check it, then accept the new fingerprint";
            default -> cause;
        };
    }
}
