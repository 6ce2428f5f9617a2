package vn.matluoi.http.internal;

import java.nio.charset.StandardCharsets;

/**
 * Whether a body that ended before its Content-Length is whole all the same: some recorders (Dahua, Lorex, Trendnet)
 * announce more than they send. What the body itself says decides, so that an answer cut in the middle is not taken
 * for a whole one.
 */
final class Wholeness {

    private Wholeness() {}

    static boolean whole(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] >= 0 && bytes[end - 1] <= ' ') {
            end--;
        }
        if (end < 2) {
            return false;
        }
        if ((bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8) {
            return (bytes[end - 2] & 0xff) == 0xff && (bytes[end - 1] & 0xff) == 0xd9;
        }
        int start = 0;
        while (start < end && (bytes[start] & 0xff) <= ' ') {
            start++;
        }
        return switch (bytes[start]) {
            case '<', (byte) 0xef -> closesItsRoot(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
            case '{' -> bytes[end - 1] == '}';
            case '[' -> bytes[end - 1] == ']';
            default -> bytes[length - 1] == '\n' && isText(bytes, end);
        };
    }

    /** The last tag closes the first element. */
    private static boolean closesItsRoot(String xml) {
        int at = xml.indexOf('<');
        while (at >= 0 && at + 1 < xml.length() && (xml.charAt(at + 1) == '?' || xml.charAt(at + 1) == '!')) {
            at = xml.indexOf('<', at + 1);
        }
        if (at < 0) {
            return false;
        }
        int nameEnd = at + 1;
        while (nameEnd < xml.length() && " \t\r\n/>".indexOf(xml.charAt(nameEnd)) < 0) {
            nameEnd++;
        }
        return xml.endsWith("</" + xml.substring(at + 1, nameEnd) + ">");
    }

    private static boolean isText(byte[] bytes, int end) {
        for (int i = 0; i < end; i++) {
            if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
