package vn.matluoi.audit.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.matluoi.api.audit.AuditRecord;

/**
 * The bytes of a row that are hashed: one line of JSON without blanks, keys in this order:
 * {@code v, seq, at, actor, surface, action, subject, outcome, details}; the keys inside {@code details} in the
 * order of their UTF-16 code units. {@code v} is 1. {@code at} is UTC with exactly six fraction digits and a {@code Z}.
 *
 * <p>Strings are escaped as RFC 8785 (JSON Canonicalization Scheme) §3.2.2.2 says: quotation mark and backslash by a
 * backslash, control characters by their two-character escape or {@code \}{@code u00xx} in lower case, everything
 * else as it is. A lone surrogate, which has no UTF-8 form, is written as {@code \}{@code udxxx}.
 *
 * <p>The text never exceeds {@value #MAX_LENGTH} characters: long details are cut, and the cut is marked.
 */
final class CanonicalForm {

    static final int MAX_LENGTH = 32_000;
    private static final int LONGEST_VALUE = 1_000;
    private static final int MOST_DETAILS = 64;
    private static final String CUT = "…";
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private CanonicalForm() {}

    /** @return the record with its texts cut so that its canonical form fits into a row */
    static AuditRecord fitting(AuditRecord record) {
        var details = new TreeMap<String, String>();
        for (var detail : record.details().entrySet()) {
            if (details.size() == MOST_DETAILS) {
                details.put(CUT, String.valueOf(record.details().size() - MOST_DETAILS));
                break;
            }
            details.put(cut(detail.getKey(), 100), cut(detail.getValue(), LONGEST_VALUE));
        }
        var fitting = with(record, details);
        while (write(1, Instant.EPOCH, fitting).length() > MAX_LENGTH - 20) {
            details.remove(longest(details));
            details.put(CUT, "1");
            fitting = with(record, details);
        }
        return fitting;
    }

    static String write(long sequence, Instant at, AuditRecord record) {
        var line = new StringBuilder(300);
        line.append("{\"v\":1,\"seq\":").append(sequence);
        line.append(",\"at\":\"").append(MICROSECONDS.format(at)).append('"');
        text(line.append(",\"actor\":"), record.actor());
        text(line.append(",\"surface\":"), record.surface());
        text(line.append(",\"action\":"), record.action());
        text(line.append(",\"subject\":"), record.subject());
        text(line.append(",\"outcome\":"), record.outcome().name());
        line.append(",\"details\":{");
        var comma = "";
        for (var detail : record.details().entrySet()) {
            text(line.append(comma), detail.getKey());
            text(line.append(':'), detail.getValue());
            comma = ",";
        }
        return line.append("}}").toString();
    }

    /**
     * Reads what {@link #write} wrote, and nothing else.
     *
     * @throws IllegalArgumentException if the text differs from the canonical form in any way
     */
    static Row read(String canonical) {
        var reader = new Reader(canonical);
        reader.expect("{\"v\":1,\"seq\":");
        var sequence = reader.number();
        reader.expect(",\"at\":");
        var at = Instant.parse(reader.text());
        reader.expect(",\"actor\":");
        var actor = reader.text();
        reader.expect(",\"surface\":");
        var surface = reader.text();
        reader.expect(",\"action\":");
        var action = reader.text();
        reader.expect(",\"subject\":");
        var subject = reader.text();
        reader.expect(",\"outcome\":");
        var outcome = AuditRecord.Outcome.valueOf(reader.text());
        reader.expect(",\"details\":{");
        var details = new TreeMap<String, String>();
        while (!reader.at('}')) {
            if (!details.isEmpty()) {
                reader.expect(",");
            }
            var key = reader.text();
            reader.expect(":");
            details.put(key, reader.text());
        }
        reader.expect("}}");
        var row = new Row(sequence, at, new AuditRecord(actor, surface, action, subject, outcome, details));
        if (!write(sequence, at, row.record()).equals(canonical)) {
            throw new IllegalArgumentException("the row is not in canonical form");
        }
        return row;
    }

    /** What a canonical line says. */
    record Row(long sequence, Instant at, AuditRecord record) {}

    private static AuditRecord with(AuditRecord record, SortedMap<String, String> details) {
        return new AuditRecord(
                cut(record.actor(), 200),
                cut(record.surface(), 100),
                cut(record.action(), 100),
                cut(record.subject(), 400),
                record.outcome(),
                details);
    }

    private static String longest(Map<String, String> details) {
        return details.entrySet().stream()
                .max(Map.Entry.comparingByValue((a, b) -> Integer.compare(a.length(), b.length())))
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + CUT;
    }

    private static void text(StringBuilder line, String text) {
        line.append('"');
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\b' -> line.append("\\b");
                case '\t' -> line.append("\\t");
                case '\n' -> line.append("\\n");
                case '\f' -> line.append("\\f");
                case '\r' -> line.append("\\r");
                default -> {
                    var pair = Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
                    if (pair) {
                        line.append(c).append(text.charAt(++i));
                    } else if (c < 0x20 || Character.isSurrogate(c)) {
                        line.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        line.append('"');
    }

    /** Walks over a line. */
    private static final class Reader {

        private final String line;
        private int place;

        Reader(String line) {
            this.line = line;
        }

        boolean at(char c) {
            return place < line.length() && line.charAt(place) == c;
        }

        void expect(String literal) {
            if (!line.startsWith(literal, place)) {
                throw new IllegalArgumentException("expected " + literal + " at character " + place);
            }
            place += literal.length();
        }

        long number() {
            var start = place;
            while (place < line.length() && Character.isDigit(line.charAt(place))) {
                place++;
            }
            return Long.parseLong(line.substring(start, place));
        }

        String text() {
            expect("\"");
            var text = new StringBuilder();
            while (!at('"')) {
                var c = next();
                text.append(c == '\\' ? escaped() : c);
            }
            place++;
            return text.toString();
        }

        private char escaped() {
            var c = next();
            return switch (c) {
                case 'b' -> '\b';
                case 't' -> '\t';
                case 'n' -> '\n';
                case 'f' -> '\f';
                case 'r' -> '\r';
                case 'u' -> {
                    var code = Integer.parseInt(line, place, Math.min(place + 4, line.length()), 16);
                    place += 4;
                    yield (char) code;
                }
                default -> c;
            };
        }

        private char next() {
            if (place >= line.length()) {
                throw new IllegalArgumentException("the line ends too early");
            }
            return line.charAt(place++);
        }
    }
}
