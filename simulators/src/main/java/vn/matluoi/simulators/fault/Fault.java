package vn.matluoi.simulators.fault;

import java.util.Locale;
import java.util.Set;

/**
 * Something a device does wrong until told otherwise.
 *
 * @param kind what it does wrong
 * @param where over which protocol
 * @param path HTTP: only answers whose path starts so; empty for all
 * @param seconds {@link Kind#CLOCK}: how far the clock is ahead (negative: behind)
 * @param year {@link Kind#CLOCK}: the year the device believes in, 0 for the right one
 */
public record Fault(Kind kind, Where where, String path, long seconds, int year) {

    /** Nothing is wrong. */
    public static final Fault NONE = new Fault(Kind.NONE, Where.BOTH, "", 0, 0);

    /** What a device can do wrong. */
    public enum Kind {
        /** Nothing. */
        NONE,
        /** HTTP: the answer comes one byte a second. */
        SLOW,
        /** Accepts, reads, never answers. */
        SILENT,
        /** HTTP: the connection ends in the middle of the body. RTSP: in the middle of a frame. */
        CUT,
        /** The answer is not what it says it is. */
        GARBAGE,
        /** HTTP: the connection is reset before any answer. RTSP: likewise. */
        RESET,
        /** HTTP: a body that never ends. */
        ENDLESS,
        /** HTTP: a redirect to another host. */
        REDIRECT,
        /** The right password, but not the right to do it. */
        REFUSE,
        /** HTTP: busy, try again. RTSP: no more viewers. */
        BUSY,
        /** HTTP: the clock is wrong. */
        CLOCK,
        /** HTTP: another box answers at this address: same account, other serial number. */
        OTHER_BOX,
        /** HTTP: the newer firmware's refusal of the older snapshot path for digital channels. */
        BAD_PICTURE,
        /** RTSP: connections live, pictures stop. */
        STALL;

        /** @throws IllegalArgumentException naming the known kinds */
        public static Kind of(String text) {
            for (Kind kind : values()) {
                if (kind.token().equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("kind is one of "
                    + String.join(
                            ", ",
                            java.util.Arrays.stream(values()).map(Kind::token).toList())
                    + ", locked, unlocked, stale; not: " + text);
        }

        /** As in the control interface: lower case, hyphens. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Over which protocol it shows. */
    public enum Where {
        HTTP,
        RTSP,
        BOTH;

        /** @throws IllegalArgumentException naming the known ones */
        public static Where of(String text) {
            if (!Set.of("http", "rtsp", "both").contains(text)) {
                throw new IllegalArgumentException("where is http, rtsp or both, not: " + text);
            }
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** Whether an HTTP answer for this path shows this kind of fault. */
    public boolean http(Kind asked, String asksFor) {
        return kind == asked && where != Where.RTSP && asksFor.startsWith(path);
    }

    /** Whether RTSP shows this kind of fault. */
    public boolean rtsp(Kind asked) {
        return kind == asked && where != Where.HTTP;
    }
}
