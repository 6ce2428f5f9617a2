package vn.matluoi.driver.hikvision.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The few values of a message that matter, read in one pass over its text: of each name the first that has a value, by
 * local name, at any depth. Made for what no XML or JSON reader takes: alarms without namespace or declaration, cut ones,
 * bytes of another encoding.
 */
final class Fields {

    private static final Set<String> WANTED = Set.of(
            "eventType",
            "eventState",
            "activePostCount",
            "channelID",
            "dynChannelID",
            "inputIOPortID",
            "dynInputIOPortID",
            "dateTime",
            "targetType",
            "detectionTarget",
            "licensePlate",
            "plateNumber",
            "statusCode",
            "subStatusCode");

    private static final int LONGEST = 200;

    private final Map<String, String> found = new HashMap<>();

    private Fields() {}

    static Fields of(String text) {
        var fields = new Fields();
        if (text.startsWith("{")) {
            fields.json(text);
        } else {
            fields.xml(text);
        }
        return fields;
    }

    /** @return the value without blanks around it; never empty */
    Optional<String> get(String name) {
        return Optional.ofNullable(found.get(name));
    }

    private void xml(String text) {
        int at = text.indexOf('<');
        while (at >= 0) {
            int close = text.indexOf('>', at);
            int next = close < 0 ? -1 : text.indexOf('<', close);
            if (next < 0) {
                return;
            }
            if (text.startsWith("</", next) && text.charAt(at + 1) != '/' && text.charAt(close - 1) != '/') {
                put(name(text, at + 1, close), text.substring(close + 1, Math.min(next, close + 1 + LONGEST)), true);
            }
            at = next;
        }
    }

    /** The local name of a start tag. */
    private static String name(String text, int from, int close) {
        int start = from;
        int to = from;
        while (to < close && text.charAt(to) > ' ' && text.charAt(to) != '/') {
            if (text.charAt(to) == ':') {
                start = to + 1;
            }
            to++;
        }
        return to - start > LONGEST ? "" : text.substring(start, to);
    }

    private void json(String text) {
        int at = text.indexOf('"');
        while (at >= 0) {
            int end = endOfString(text, at);
            if (end < 0) {
                return;
            }
            int colon = skipBlanks(text, end + 1);
            if (colon < text.length() && text.charAt(colon) == ':') {
                int value = skipBlanks(text, colon + 1);
                int stop = value < text.length() && text.charAt(value) == '"'
                        ? endOfString(text, value)
                        : endOfWord(text, value);
                if (stop > value) {
                    int from = text.charAt(value) == '"' ? value + 1 : value;
                    put(text.substring(at + 1, end), text.substring(from, Math.min(stop, from + LONGEST)), false);
                    end = text.charAt(value) == '"' ? stop : end;
                }
            }
            at = text.indexOf('"', end + 1);
        }
    }

    /** @return the place of the closing quote; -1 if there is none */
    private static int endOfString(String text, int quote) {
        for (int i = quote + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private static int endOfWord(String text, int from) {
        int i = from;
        while (i < text.length() && (Character.isLetterOrDigit(text.charAt(i)) || "+-.".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        return i;
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    private void put(String name, String value, boolean entities) {
        if (WANTED.contains(name)) {
            var plain = entities && value.indexOf('&') >= 0
                    ? value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
                    : value;
            if (!plain.isBlank()) {
                found.putIfAbsent(name, plain.strip());
            }
        }
    }
}
