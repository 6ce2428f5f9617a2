package vn.matluoi.rest.internal.problem;

import java.util.Locale;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.rest.internal.problem.Problem.Kind;

/** What a device's failure is to the outside. */
public final class DeviceRefusals {

    private DeviceRefusals() {}

    static Kind kind(DeviceException failure) {
        if (failure instanceof DeviceException.Unreachable) {
            return Kind.DEVICE_TIMEOUT;
        }
        if (failure instanceof DeviceException.Busy) {
            return Kind.UNAVAILABLE;
        }
        return failure instanceof DeviceException.Unsupported ? Kind.UNSUPPORTED : Kind.DEVICE;
    }

    static String rule(DeviceException failure) {
        return failure instanceof DeviceException.Refused refused
                ? "device.refused."
                        + refused.why().name().toLowerCase(Locale.ROOT).replace('_', '-')
                : "device." + failure.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** @return the same failure with nothing of the device in it (R3.9) */
    public static DeviceException discreet(DeviceException failure) {
        if (failure instanceof DeviceException.Unreachable) {
            return new DeviceException.Unreachable(
                    new Text("Camera hiện không kết nối được.", "The camera cannot be reached now."));
        }
        if (failure instanceof DeviceException.Busy) {
            return new DeviceException.Busy(
                    new Text("Camera đang bận, hãy thử lại sau.", "The camera is busy, try again later."));
        }
        if (failure instanceof DeviceException.Unsupported) {
            return new DeviceException.Unsupported(
                    new Text("Camera này không có chức năng đó.", "This camera does not have that ability."));
        }
        return new DeviceException.Garbled(new Text(
                "Camera gặp sự cố; quản trị viên đã thấy chi tiết.",
                "The camera has a fault; administrators see the details."));
    }
}
