package vn.matluoi.api.route;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.intake.Imports;

/**
 * The records of a list that was understood and of which nothing was taken, to be kept and read again: a line a value, heading and value
 * with a tab between, and an empty line after each record. In UTF-8; tabs, line ends and backslashes are written {@code \t}, {@code \n},
 * {@code \r} and {@code \\}. What is null is written as empty: both say that there is none.
 */
public final class KeptRecords {

    /** Media type of such bytes. */
    public static final String TYPE = "text/x-matluoi-records";

    private static final int MOST_BYTES = 4 << 20;

    private KeptRecords() {}

    /** @return the records in one piece; empty if they are more than 4 MiB: their rows are kept with the import */
    static Optional<byte[]> of(Imports.Records records) {
        var out = new ByteArrayOutputStream();
        for (var record : records.each()) {
            var text = new StringBuilder();
            record.forEach((heading, value) -> text.append(escaped(heading))
                    .append('\t')
                    .append(value == null ? "" : escaped(value))
                    .append('\n'));
            out.writeBytes(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            if (out.size() > MOST_BYTES) {
                return Optional.empty();
            }
        }
        return Optional.of(out.toByteArray());
    }

    /** @return whether the letter holds records, and not what a system answered */
    public static boolean isIn(DeadLetter letter) {
        return letter.mediaType().equals(TYPE);
    }

    /** @return reads the records of such a letter */
    public static Listing in(byte[] raw) {
        return (into, wanted) -> {
            Map<String, String> record = new LinkedHashMap<>();
            for (var line : new String(raw, StandardCharsets.UTF_8).split("\n", -1)) {
                var tab = line.indexOf('\t');
                if (tab >= 0) {
                    record.put(plain(line.substring(0, tab)), plain(line.substring(tab + 1)));
                } else if (!record.isEmpty()) {
                    into.add(record);
                    record = new LinkedHashMap<>();
                }
            }
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static String plain(String text) {
        var plain = new StringBuilder(text.length());
        for (var at = 0; at < text.length(); at++) {
            var one = text.charAt(at);
            if (one == '\\' && at + 1 < text.length()) {
                one = switch (text.charAt(++at)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> text.charAt(at);
                };
            }
            plain.append(one);
        }
        return plain.toString();
    }
}
