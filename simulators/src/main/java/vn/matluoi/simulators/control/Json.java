package vn.matluoi.simulators.control;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much JSON (RFC 8259) as the control interface needs: any value out, flat objects in. */
public final class Json {

    private static final Pattern MEMBER = Pattern.compile(
            "\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d{1,18}|true|false|null)\\s*(,|$)");

    private Json() {}

    /** Maps, collections, strings, numbers, booleans and null; anything else as its text. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /**
     * Reads an object whose values are strings, whole numbers, booleans or null.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Map<String, String> readFlat(String text) {
        String trimmed = text.trim();
        if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) {
            throw new IllegalArgumentException("the body is a JSON object");
        }
        String members = trimmed.substring(1, trimmed.length() - 1).trim();
        Map<String, String> read = new LinkedHashMap<>();
        Matcher member = MEMBER.matcher(members);
        int at = 0;
        while (at < members.length()) {
            if (!member.region(at, members.length()).lookingAt()) {
                throw new IllegalArgumentException("not a flat JSON object, from character " + at);
            }
            String value = member.group(2);
            if (!value.equals("null")) {
                read.put(
                        unescape(member.group(1)),
                        value.startsWith("\"") ? unescape(value.substring(1, value.length() - 1)) : value);
            }
            at = member.end();
        }
        return read;
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            String comma = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(comma);
                quote(entry.getKey().toString(), out);
                out.append(':');
                write(entry.getValue(), out);
                comma = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Collection<?> items) {
            String comma = "[";
            for (Object item : items) {
                out.append(comma);
                write(item, out);
                comma = ",";
            }
            out.append(items.isEmpty() ? "[]" : "]");
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quote(value.toString(), out);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    if (i + 4 >= text.length() || !text.substring(i + 1, i + 5).matches("[0-9a-fA-F]{4}")) {
                        throw new IllegalArgumentException("\\u is followed by four hexadecimal digits");
                    }
                    out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> out.append(escaped);
            }
        }
        return out.toString();
    }
}
