package ${package};

import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.Target;

/** What a device says it is: {@code /v1/device}. The first thing that is asked: it proves the protocol and the password. */
final class Description {

    static final String PATH = "/v1/device";
    static final String PROTOCOL = "keyvalue/1";

    private Description() {}

    /**
     * @throws DeviceException.Garbled if something else answers at that address
     * @throws DeviceException.Refused {@code WRONG_DEVICE} if it is not the device that is pinned
     */
    static DeviceInfo read(Calls calls, Target target) throws DeviceException {
        var told = calls.find(PATH)
                .filter(answer -> answer.get("protocol").equals(Optional.of(PROTOCOL)))
                .orElseThrow(Words::otherProtocol);
        var serial = told.get("serial").map(Description::bare).filter(s -> !s.matches("0*"));
        var pinned = target.pinnedIdentity();
        if (pinned.isPresent() && !serial.equals(pinned.map(Description::bare))) {
            throw Words.otherDevice(pinned.get(), serial);
        }
        return new DeviceInfo(
                told.get("manufacturer").orElse("${className}"),
                told.get("model").orElse(""),
                serial,
                told.get("firmware").orElse(""),
                told.get("mac"),
                told.get("name").orElse(""),
                told.get("type").orElse(""));
    }

    private static String bare(String serial) {
        return serial.replaceAll("[ -]", "");
    }
}
