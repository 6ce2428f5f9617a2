package vn.matluoi.media.internal.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The headers of a message, in order; names are compared without regard to case. Not to be changed, so any thread
 * may read.
 *
 * @param lines the headers
 */
public record RtspHeaders(List<Line> lines) {

    private static final RtspHeaders NONE = new RtspHeaders(List.of());

    public RtspHeaders {
        lines = List.copyOf(lines);
    }

    /** @return no headers at all */
    public static RtspHeaders none() {
        return NONE;
    }

    /**
     * @return these headers and one more
     * @throws IllegalArgumentException if the value would break the line, and so inject a header or a request
     */
    public RtspHeaders with(String name, String value) {
        var more = new ArrayList<>(lines);
        more.add(new Line(name, requireOneLine(value)));
        return new RtspHeaders(more);
    }

    /** @return the first value of that name */
    public Optional<String> first(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .findFirst();
    }

    /** @return every value of that name, in order */
    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .toList();
    }

    /**
     * @return the text, if it has no control character
     * @throws IllegalArgumentException if it has one (CVE-2026-41417 is that hole in another library)
     */
    static String requireOneLine(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
                throw new IllegalArgumentException("a control character has no place in an RTSP line");
            }
        }
        return text;
    }

    /** One header. */
    public record Line(String name, String value) {}
}
