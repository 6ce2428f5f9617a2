package vn.matluoi.simulators.rtsp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a viewer who asks for {@code onvif-replay} is shown (ONVIF Streaming §6): from a moment of the clock on, at the
 * speed at which it was recorded, to the moment asked for or the end of the piece without gaps.
 */
record Replay(Instant from, Instant to) {

    private static final Pattern RANGE =
            Pattern.compile("clock=(\\d{8}T\\d{6})(?:\\.\\d{1,9})?Z-(?:(\\d{8}T\\d{6})(?:\\.\\d{1,9})?Z)?");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    /**
     * @param range value of the header; a time that lies in a gap begins where the footage goes on
     * @return empty if it is no such range, or there is no footage in it
     */
    static Optional<Replay> of(String range, int channel, Cameras cameras) {
        Matcher matcher = RANGE.matcher(range.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant asked = moment(matcher.group(1));
            Instant end = matcher.group(2) == null ? Instant.MAX : moment(matcher.group(2));
            return cameras.recorded(channel, asked)
                    .map(piece -> new Replay(later(asked, piece.from()), earlier(end, piece.to())))
                    .filter(replay -> replay.frames() > 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    long frames() {
        return Duration.between(from, to).toMillis() * Clip.FRAME_RATE / 1000;
    }

    /** What is shown, as it stands in the answer. */
    String header() {
        return "Range: clock=" + clock(from) + '-' + clock(to);
    }

    private static String clock(Instant moment) {
        return CLOCK.format(moment.atOffset(ZoneOffset.UTC)) + 'Z';
    }

    private static Instant moment(String text) {
        return LocalDateTime.parse(text, CLOCK).toInstant(ZoneOffset.UTC);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
