package vn.matluoi.simulators.rtsp;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of an RTSP request (RFC 2326 §6).
 *
 * @param headers names in lower case; of a repeated one the last
 */
record Request(String method, String uri, Map<String, String> headers) {

    /** @throws IllegalArgumentException if the first line is not a request line */
    static Request parse(String head) {
        String[] lines = head.split("\r\n");
        String[] first = lines[0].split(" ");
        if (first.length != 3 || !first[2].startsWith("RTSP/1.")) {
            throw new IllegalArgumentException("not an RTSP request");
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
        }
        return new Request(first[0], first[1], headers);
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    int contentLength() {
        String length = header("content-length");
        return length.matches("\\d{1,6}") ? Integer.parseInt(length) : 0;
    }
}
