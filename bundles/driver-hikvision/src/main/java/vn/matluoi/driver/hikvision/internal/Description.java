package vn.matluoi.driver.hikvision.internal;

import java.util.Locale;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/** Reads what a device says it is: {@code GET /ISAPI/System/deviceInfo}. */
final class Description {

    static final String PATH = "/ISAPI/System/deviceInfo";

    private Description() {}

    /** @throws DeviceException.Refused {@code WRONG_DEVICE} if it is not the device that is pinned */
    static DeviceInfo read(Isapi isapi, Target target) throws DeviceException {
        var answer = isapi.ask(PATH, "DeviceInfo");
        if (answer instanceof Isapi.Answer.Absent absent) {
            throw absent.status() == 403 ? Words.noRight() : Words.noIsapi(absent.status());
        }
        var info = of(((Isapi.Answer.Found) answer).root());
        if (target.pinnedIdentity().isPresent()) {
            var pinned = target.pinnedIdentity().get();
            if (info.serial().filter(s -> Clean.sameSerial(s, pinned)).isEmpty()) {
                throw Words.otherDevice(pinned, info.serial());
            }
        }
        return info;
    }

    static DeviceInfo of(XmlElement root) {
        var released = root.text("firmwareReleasedDate").map(d -> " " + d).orElse("");
        return new DeviceInfo(
                root.text("manufacturer").map(Clean::text).orElse("Hikvision"),
                root.text("model").map(Clean::text).orElse(""),
                Clean.serial(root.text("serialNumber")),
                Clean.text(root.text("firmwareVersion").orElse("") + released),
                Clean.mac(root.text("macAddress")),
                root.text("deviceName").map(Clean::text).orElse(""),
                root.text("deviceType").map(Clean::text).orElse(""));
    }

    /** @return whether it is a camera rather than a recorder: {@code IPCamera, IPDome, IPZoom ...} */
    static boolean isCamera(DeviceInfo info) {
        return info.type().toUpperCase(Locale.ROOT).startsWith("IP");
    }
}
