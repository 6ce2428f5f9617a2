package ${package};

import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;

/** What this driver says when something is not as it should be, and what mends it. Vietnamese first; never a secret. */
final class Words {

    private Words() {}

    static Garbled otherProtocol() {
        return new Garbled(
                new Text(
                        "Thiết bị ở địa chỉ này không nói giao thức ${className}. Kiểm tra địa chỉ và cổng web của thiết bị.",
                        "What answers at this address does not speak ${className}'s protocol. Check the device's address and web port."));
    }

    static Garbled tooManyLines(int most) {
        return new Garbled(new Text(
                "Trả lời của thiết bị dài hơn %d dòng; không thiết bị nào cần đến thế.".formatted(most),
                "The device's answer has more than %d lines; no device needs as many.".formatted(most)));
    }

    static Garbled notWhole(int said, int told) {
        return new Garbled(new Text(
                "Danh sách kênh không trọn vẹn: thiết bị nói có %d kênh mà kể %d.".formatted(said, told),
                "The list of channels is not whole: the device says it has %d and tells %d.".formatted(said, told)));
    }

    static Garbled noAddress(String told) {
        return new Garbled(new Text(
                "Thiết bị cho địa chỉ luồng không đọc được: '%s'.".formatted(told),
                "The device tells a stream's address that cannot be read: '%s'.".formatted(told)));
    }

    static Garbled endlessLine(int most) {
        return new Garbled(new Text(
                "Một sự kiện của thiết bị dài hơn %d byte; đăng ký được làm lại.".formatted(most),
                "One event of the device is longer than %d bytes; the hub subscribes anew.".formatted(most)));
    }

    static Garbled status(String path, int status) {
        return new Garbled(new Text(
                "Thiết bị trả lời HTTP %d cho %s.".formatted(status, path),
                "The device answers HTTP %d to %s.".formatted(status, path)));
    }

    static Refused noRight() {
        return new Refused(
                Why.RIGHTS,
                new Text(
                        "Tài khoản không đủ quyền trên thiết bị. Cấp cho tài khoản quyền xem trực tiếp và xem cấu hình.",
                        "The account may not do this on the device. Give it the right to watch and to see the configuration."));
    }

    static Refused otherDevice(String pinned, Optional<String> found) {
        return new Refused(
                Why.WRONG_DEVICE,
                new Text(
                        "Tại địa chỉ này là một thiết bị khác: số sê-ri %s, không phải %s. Nếu thiết bị đã được thay, hãy chấp nhận thiết bị mới."
                                .formatted(found.orElse("(trống)"), pinned),
                        "Another device is at this address: serial number %s, not %s. If the device was replaced, accept the new one."
                                .formatted(found.orElse("(none)"), pinned)),
                Optional.empty(),
                found);
    }

    static Busy busy() {
        return new Busy(new Text(
                "Thiết bị đang bận; hệ thống sẽ thử lại sau.", "The device is busy; the hub tries again later."));
    }

    static Unreachable silent(String path) {
        return new Unreachable(new Text(
                "Thiết bị không trả lời %s kịp thời.".formatted(path),
                "The device did not answer %s in time.".formatted(path)));
    }

    static Unsupported notThere(String path) {
        return new Unsupported(new Text(
                "Thiết bị không có %s; phần mềm của thiết bị có thể quá cũ.".formatted(path),
                "The device has no %s; its firmware may be too old.".formatted(path)));
    }

    static Unsupported noChannel(String id) {
        return new Unsupported(
                new Text("Thiết bị không có kênh %s.".formatted(id), "The device has no channel %s.".formatted(id)));
    }

    static Unsupported noStream(String kind) {
        return new Unsupported(new Text(
                "Kênh không có luồng %s. Bật luồng trên thiết bị.".formatted(kind),
                "The channel has no %s stream. Switch it on on the device.".formatted(kind)));
    }

    static Unsupported badOption(String key, String value, String rule) {
        return new Unsupported(new Text(
                "Tùy chọn %s của nguồn có giá trị sai '%s': %s.".formatted(key, value, rule),
                "The source's option %s has a bad value '%s': %s.".formatted(key, value, rule)));
    }
}
