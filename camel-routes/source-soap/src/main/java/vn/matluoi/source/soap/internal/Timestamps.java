package vn.matluoi.source.soap.internal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.route.Unusable;

/**
 * Whether messages say until when they are good (OASIS Web Services Security: SOAP Message Security 1.1.1, §10). An answer that is kept and
 * played again by somebody on the way is then known by its age.
 */
enum Timestamps {
    /** None is sent, as some services refuse one that they do not expect; what an answer says of its time is not looked at. */
    NONE,
    /** One is sent; one in an answer must be good. */
    SENT,
    /** One is sent; each answer must have one, and it must be good. */
    REQUIRED;

    /** How long a message is good, and how far clocks may differ; as Apache WSS4J has it. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private static final int LONGEST_WORDS = 60;

    /** @throws IllegalArgumentException if there is no such word */
    static Timestamps of(String text) {
        return switch (text) {
            case "none" -> NONE;
            case "sent" -> SENT;
            case "required" -> REQUIRED;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /**
     * @param now by the hub's clock
     * @throws Unusable if the answer is too old, or from a time to come, or does not say so where it must
     */
    void check(XmlElement envelope, Instant now) throws Unusable {
        if (this == NONE) {
            return;
        }
        var stamps = envelope.child("Header").stream()
                .flatMap(header -> header.children("Security").stream())
                .flatMap(security -> security.children("Timestamp").stream())
                .toList();
        if (stamps.isEmpty() && this == REQUIRED) {
            throw Unusable.because(
                    "soap.no-timestamp",
                    "câu trả lời không có dấu thời gian (wsse:Security/wsu:Timestamp) mà wsse.timestamp = required đòi hỏi; hãy nhờ cơ quan bật dấu thời gian, hoặc đặt wsse.timestamp = sent",
                    "the answer has no timestamp (wsse:Security/wsu:Timestamp), which wsse.timestamp = required demands; have the agency switch it on, or set wsse.timestamp = sent");
        }
        for (var stamp : stamps) {
            check(stamp.children("Created"), stamp.children("Expires"), now);
        }
    }

    private static void check(List<XmlElement> created, List<XmlElement> expires, Instant now) throws Unusable {
        if (created.size() != 1 || expires.size() > 1) { // §10: exactly one, and at most one
            throw stale("–");
        }
        var made = moment(created.get(0));
        if (Duration.between(made, now).abs().compareTo(WINDOW) > 0) {
            throw stale(created.get(0).text());
        }
        if (!expires.isEmpty() && !moment(expires.get(0)).isAfter(now)) {
            throw stale(expires.get(0).text());
        }
    }

    /** One without a zone is in UTC (§10.1). */
    private static Instant moment(XmlElement element) throws Unusable {
        var text = element.text().strip();
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noZone) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException unreadable) {
                throw stale(text);
            }
        }
    }

    private static Unusable stale(String said) {
        var shown = DeviceWords.clean(said, LONGEST_WORDS);
        return Unusable.because(
                "soap.stale",
                "câu trả lời mang dấu thời gian (“%s”) đã hết hạn, không đọc được, hoặc lệch quá 5 phút so với đồng hồ của trạm; kiểm tra đồng hồ hai bên, nếu đúng thì có ai đó phát lại câu trả lời cũ"
                        .formatted(shown),
                "the timestamp of the answer (“%s”) has expired, cannot be read, or is more than 5 minutes off the hub's clock; check both clocks; if they are right, somebody plays an old answer again"
                        .formatted(shown));
    }
}
