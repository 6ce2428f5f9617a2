package vn.matluoi.http.internal;

import java.time.Duration;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.XmlElement;

/**
 * The body of a 401 that says whether the device has locked itself. Seen on Hikvision, with and without a
 * {@code version} attribute: {@code <userCheck>...<lockStatus>lock</lockStatus><unlockTime>210</unlockTime>}.
 */
final class UserCheck {

    /** Where a locked device names no time: Hikvision's default of 30 minutes. */
    static final Duration UNNAMED = Duration.ofMinutes(30);

    private static final Duration LONGEST = Duration.ofDays(1);

    private UserCheck() {}

    /** @return for how long the device is locked; empty if it is not, or does not say so */
    static Optional<Duration> locked(Reply reply) {
        if (!DeviceXml.looksLikeXml(reply.bytes())) {
            return Optional.empty();
        }
        try {
            return locked(reply.xml());
        } catch (Garbled e) {
            return Optional.empty(); // an HTML page, as old firmware sends: it says nothing of a lock
        }
    }

    private static Optional<Duration> locked(XmlElement body) {
        boolean locked = body.all("lockStatus").stream()
                .map(XmlElement::text)
                .anyMatch(status -> status.equalsIgnoreCase("lock") || status.equalsIgnoreCase("locked"));
        if (!locked) {
            return Optional.empty();
        }
        return Optional.of(body.all("unlockTime").stream()
                .findFirst()
                .flatMap(time -> seconds(time.text()))
                .orElse(UNNAMED));
    }

    private static Optional<Duration> seconds(String text) {
        if (!text.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        var said = Duration.ofSeconds(Long.parseLong(text));
        return Optional.of(said.compareTo(LONGEST) > 0 ? LONGEST : said);
    }
}
