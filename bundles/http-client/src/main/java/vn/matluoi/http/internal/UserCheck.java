package vn.matluoi.http.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.XmlElement;

/**
 * The body of a 401 that says whether the device has locked itself. Seen on Hikvision, with and without a
 * {@code version} attribute: {@code <userCheck>...<lockStatus>lock</lockStatus><unlockTime>210</unlockTime>}; on Dahua
 * {@code Error} and {@code User Locked}, or JSON with {@code 268632081} and {@code RmLock} in seconds, where a wrong
 * password is {@code Invalid Authority!} (VENDORS 2.2).
 */
final class UserCheck {

    /** Where a locked device names no time: the default of Hikvision and of Dahua, 30 minutes. */
    static final Duration UNNAMED = Duration.ofMinutes(30);

    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern DAHUA = Pattern.compile("User Locked|\\b268632081\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern DAHUA_SECONDS =
            Pattern.compile("\"(?:RmLock|remainLockSecond)\"\\s*:\\s*(\\d{1,9})\\b");
    private static final int LOOKED_AT = 2000;

    private UserCheck() {}

    /** @return for how long the device is locked; empty if it is not, or does not say so */
    static Optional<Duration> locked(Reply reply) {
        if (!DeviceXml.looksLikeXml(reply.bytes())) {
            return inWords(reply.bytes());
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

    private static Optional<Duration> inWords(byte[] body) {
        var said = new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        if (!DAHUA.matcher(said).find()) {
            return Optional.empty();
        }
        var time = DAHUA_SECONDS.matcher(said);
        return Optional.of(time.find() ? seconds(time.group(1)).orElse(UNNAMED) : UNNAMED);
    }

    private static Optional<Duration> seconds(String text) {
        if (!text.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        var said = Duration.ofSeconds(Long.parseLong(text));
        return Optional.of(said.compareTo(LONGEST) > 0 ? LONGEST : said);
    }
}
