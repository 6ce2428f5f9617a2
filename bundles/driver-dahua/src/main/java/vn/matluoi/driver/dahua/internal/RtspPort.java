package vn.matluoi.driver.dahua.internal;

import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;

/**
 * The port streams are fetched from: the source's option where the port is forwarded, else what the device says, else
 * 554.
 */
final class RtspPort {

    /** Option of a source: the RTSP port as seen from the hub. */
    static final String OPTION = "rtsp.port";

    static final String PATH = Cgi.config("RTSP");

    private static final int USUAL = 554;

    private RtspPort() {}

    /** @throws DeviceException.Unsupported if RTSP is switched off on the device, or the option is no port */
    static int of(Target target, Cgi cgi) throws DeviceException {
        var option = Optional.ofNullable(target.options().get(OPTION)).filter(o -> !o.isBlank());
        if (option.isPresent()) {
            return port(option.get()).orElseThrow(() -> Words.badOption(OPTION, option.get(), "1–65535"));
        }
        var said = cgi.find(PATH, "table.RTSP").map(v -> v.under("table.RTSP"));
        if (said.filter(s -> !s.flag("Enable", true)).isPresent()) {
            throw Words.rtspOff();
        }
        return said.flatMap(s -> s.get("Port")).flatMap(RtspPort::port).orElse(USUAL);
    }

    private static Optional<Integer> port(String text) {
        return Optional.of(text.strip())
                .filter(t -> t.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .filter(p -> p >= 1 && p <= 65535);
    }
}
