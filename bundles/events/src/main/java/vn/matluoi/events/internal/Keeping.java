package vn.matluoi.events.internal;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Type;

/**
 * What is kept, and for how long. Read from texts: of a metatype member that is a number SCR throws on a bad word, and
 * no event would be kept at all. A word that cannot be used is named in the log, and the default counts.
 *
 * @param age events older than this go
 * @param rows of more than so many the oldest go
 * @param bytes of more than about so many the oldest go
 * @param unreadAge what a sink has not got goes when it is older than this, or than {@code age}
 * @param unreadBytes so it does of more than about so many bytes, or than {@code bytes}
 * @param personal whether number plates and faces are kept
 * @param counts what is kept of the counts of them all
 */
record Keeping(
        Duration age, long rows, long bytes, Duration unreadAge, long unreadBytes, boolean personal, Counts counts) {

    static final int DAYS = 30;
    static final long ROWS = 1_000_000;
    static final int MIB = 2_048;
    static final int UNREAD_DAYS = 60;
    static final int UNREAD_MIB = 4_096;
    static final int COUNT_DAYS = 1_100;
    static final long COUNT_ROWS = 2_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    static Keeping of(String days, String rows, String mib, String unreadDays, String unreadMib, String personal) {
        return new Keeping(
                Duration.ofDays(number("keep.days", days, DAYS, 1, 3_650)),
                number("keep.rows", rows, ROWS, 1_000, 100_000_000),
                number("keep.mib", mib, MIB, 16, 1_048_576) << 20,
                Duration.ofDays(number("sinks.days", unreadDays, UNREAD_DAYS, 1, 3_650)),
                number("sinks.mib", unreadMib, UNREAD_MIB, 16, 1_048_576) << 20,
                yes("personal", personal),
                new Counts(Duration.ofDays(COUNT_DAYS), COUNT_ROWS));
    }

    /**
     * How long events stay in the statistics.
     *
     * @param age counts that are older go
     * @param rows of more than so many the oldest go; half of them by the hour, half by the day
     */
    record Counts(Duration age, long rows) {}

    Keeping counts(String days, String rows) {
        return new Keeping(
                age,
                this.rows,
                bytes,
                unreadAge,
                unreadBytes,
                personal,
                new Counts(
                        Duration.ofDays(number("counts.days", days, COUNT_DAYS, 1, 36_500)),
                        number("counts.rows", rows, COUNT_ROWS, 10_000, 100_000_000)));
    }

    /** The bounds of what a sink has not got: never narrower than those of everything else, and by no number of events. */
    Keeping unread() {
        return new Keeping(
                unreadAge.compareTo(age) > 0 ? unreadAge : age,
                Long.MAX_VALUE,
                Math.max(unreadBytes, bytes),
                unreadAge,
                unreadBytes,
                personal,
                counts);
    }

    /**
     * A licence plate and a person's image are personal data (Law 91/2025/QH15; Decree 356/2025/ND-CP): where nobody
     * has decided on purpose and retention, they are not kept.
     */
    boolean keeps(CameraEvent event) {
        return personal || event.type() != Type.PLATE_READ && event.type() != Type.FACE_SEEN;
    }

    private static long number(String key, String text, long standard, long least, long most) {
        try {
            return Math.max(least, Math.min(most, Long.parseLong(text.strip())));
        } catch (NumberFormatException unreadable) {
            refuse(
                    key,
                    text,
                    "không phải là số nguyên, dùng " + standard,
                    "is no whole number, " + standard + " is used");
            return standard;
        }
    }

    private static boolean yes(String key, String text) {
        if (!text.strip().matches("true|false")) {
            refuse(key, text, "không phải là true hay false, dùng false", "is neither true nor false, false is used");
        }
        return text.strip().equals("true");
    }

    private static void refuse(String key, String text, String vi, String en) {
        LOG.error("etc/vn.matluoi.events.cfg, {}: “{}” {} / “{}” {}", key, text, vi, text, en);
    }
}
