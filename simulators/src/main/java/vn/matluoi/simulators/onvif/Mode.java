package vn.matluoi.simulators.onvif;

import java.util.Arrays;
import java.util.Locale;

/** Something this device does that the standard does not want, and that real ones were seen to do. */
public enum Mode {
    /** Faults use the prefix {@code ter} without declaring it. */
    NO_TER_PREFIX_DECLARED,
    /** Pulled messages use {@code wsa} and {@code wsnt} without declaring them. */
    MISSING_WSA_WSNT_DECLARATIONS,
    /** The answer to {@code GetServices} is not well-formed. */
    MALFORMED_TOKEN_IN_GET_SERVICES,
    /** The serial number is {@code 0000000} and the MAC address that of every other such device. */
    WRONG_MAC_AND_ZERO_SERIAL,
    /** The address given for PTZ is the device service's; it does not answer there. */
    WRONG_PTZ_PATH,
    /** The event service's address is a page that is not there. */
    EVENT_SERVICE_HTML_404("eventServiceHtml404"),
    /** The account may look, and may not subscribe. */
    PULL_POINT_NOT_AUTHORIZED_FOR_OPERATOR,
    /** All addresses it gives are link-local ones of IPv6. */
    IPV6_LINK_LOCAL_ONLY("ipv6LinkLocalOnly"),
    /** 400 to every SOAP call. */
    EVERY_CALL_400("everyCall400"),
    /** A second subscription and a second pull at once are refused. */
    BLOCKED_THREAD_UPPER_LIMIT,
    /** {@code Renew} is a fault; pulling goes on until the first end of the subscription. */
    RENEW_FAULTS,
    /** Pulls are answered in time and in form, and never with an event. */
    SILENT_EVENTS,
    /** A security header that must be understood is not. */
    SECURITY_MUST_BE_UNDERSTOOD,
    /** The address of a new subscription is empty; the event service takes the pulls. */
    EMPTY_SUBSCRIPTION_ADDRESS,
    /** The address of the still picture is that of the stream. */
    SNAPSHOT_URI_IS_RTSP,
    /** The clock started at 1970 when the device did. */
    CLOCK_IN_1970("clockIn1970"),
    /** The time of Việt Nam stands where UTC belongs. The device's own clock is right. */
    CLOCK_LOCAL_IN_UTC,
    /** A user name token is taken within five seconds only. */
    CLOCK_WINDOW_5S("clockWindow5s"),
    /** All addresses it gives are those it has at home, behind a router. */
    WRONG_X_ADDR,
    /** A subscription is gone after three pulls, and the next one is refused once. */
    DYING_PULL_POINT,
    /** There are no pull points: the device sends to who subscribes. */
    NO_PULL_POINT,
    /** A subscription lasts ten seconds, whatever was asked for. */
    SHORT_SUBSCRIPTIONS,
    /** There is no first media service, and the last channel has no profile: its source is told by the second and by Device IO. */
    MEDIA2_ONLY("media2Only"),
    /** All subscriptions have one address; only the reference parameter tells them apart, as with Axis. */
    REFERENCE_PARAMETERS;

    private final String token;

    Mode() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        token = camel.toString();
    }

    Mode(String token) {
        this.token = token;
    }

    /** Its name in the control interface, for example {@code renewFaults}. */
    public String token() {
        return token;
    }

    /** @throws IllegalArgumentException naming the known ones */
    public static Mode of(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.token.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("mode is one of "
                        + String.join(
                                ", ", Arrays.stream(values()).map(Mode::token).toList()) + "; not: " + text));
    }
}
