package vn.matluoi.driver.hikvision.internal;

import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.XmlElement;

/**
 * The port streams are fetched from: the source's option where the port is forwarded, else what the device says, else
 * 554.
 */
final class RtspPort {

    /** Option of a source: the RTSP port as seen from the hub. */
    static final String OPTION = "rtsp.port";

    static final String PATH = "/ISAPI/Security/adminAccesses";

    private static final int USUAL = 554;

    private RtspPort() {}

    /** @throws DeviceException.Unsupported if RTSP is switched off on the device, or the option is no port */
    static int of(Target target, Isapi isapi) throws DeviceException {
        var option = Optional.ofNullable(target.options().get(OPTION)).filter(o -> !o.isBlank());
        if (option.isPresent()) {
            return port(option.get()).orElseThrow(() -> Words.badOption(OPTION, option.get(), "1–65535"));
        }
        var said = isapi.find(PATH, "AdminAccessProtocolList").flatMap(RtspPort::entry);
        if (said.flatMap(e -> e.text("enabled"))
                .filter("false"::equalsIgnoreCase)
                .isPresent()) {
            throw Words.rtspOff();
        }
        return said.flatMap(e -> e.text("portNo")).flatMap(RtspPort::port).orElse(USUAL);
    }

    private static Optional<XmlElement> entry(XmlElement list) {
        return list.children("AdminAccessProtocol").stream()
                .filter(e -> e.text("protocol").filter("RTSP"::equalsIgnoreCase).isPresent())
                .findFirst();
    }

    private static Optional<Integer> port(String text) {
        return Optional.of(text.strip())
                .filter(t -> t.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .filter(p -> p >= 1 && p <= 65535);
    }
}
