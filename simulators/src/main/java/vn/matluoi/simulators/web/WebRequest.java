package vn.matluoi.simulators.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A whole HTTP/1.1 request.
 *
 * @param target path and query, exactly as sent
 * @param headers names in lower case; of a repeated one the last
 * @param peer address of the client
 */
public record WebRequest(String method, String target, Map<String, String> headers, byte[] body, String peer) {

    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_BODY = 1024 * 1024;

    /** The target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** A request and how many of the bytes it took. */
    record Taken(WebRequest request, int bytes) {}

    /**
     * Takes the first whole request of what has come so far, or null if it is not whole yet.
     *
     * @throws IOException if it is not HTTP, or larger than {@value #MAX_HEAD} and {@value #MAX_BODY} bytes
     */
    static Taken take(byte[] in, int length, String peer) throws IOException {
        int end = endOfHead(in, length);
        if (end < 0) {
            if (length > MAX_HEAD) {
                throw new IOException("a request head larger than " + MAX_HEAD);
            }
            return null;
        }
        String[] lines = new String(in, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] first = lines[0].split(" ");
        if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
            throw new IOException("not HTTP");
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
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return chunked(in, end, length, first, headers, peer);
        }
        String size = headers.getOrDefault("content-length", "0");
        if (!size.matches("\\d{1,7}") || Integer.parseInt(size) > MAX_BODY) {
            throw new IOException("a body of " + size + " bytes");
        }
        int whole = end + Integer.parseInt(size);
        if (whole > length) {
            return null;
        }
        return new Taken(new WebRequest(first[0], first[1], headers, Arrays.copyOfRange(in, end, whole), peer), whole);
    }

    private static Taken chunked(
            byte[] in, int from, int length, String[] first, Map<String, String> headers, String peer)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = from;
        while (true) {
            int line = endOfLine(in, at, length);
            if (line < 0) {
                return null;
            }
            String size = new String(in, at, line - at - 2, StandardCharsets.ISO_8859_1)
                    .replaceFirst(";.*", "")
                    .trim();
            if (!size.matches("[0-9A-Fa-f]{1,6}")) {
                throw new IOException("a chunk of " + size + " bytes");
            }
            int chunk = Integer.parseInt(size, 16);
            if (body.size() + chunk > MAX_BODY) {
                throw new IOException("a body larger than " + MAX_BODY);
            }
            if (line + chunk + 2 > length) {
                return null;
            }
            body.write(in, line, chunk);
            at = line + chunk + 2;
            if (chunk == 0) {
                return new Taken(new WebRequest(first[0], first[1], headers, body.toByteArray(), peer), at);
            }
        }
    }

    private static int endOfHead(byte[] in, int length) {
        for (int i = 3; i < length; i++) {
            if (in[i] == '\n' && in[i - 1] == '\r' && in[i - 2] == '\n' && in[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int endOfLine(byte[] in, int from, int length) {
        for (int i = from + 1; i < length; i++) {
            if (in[i] == '\n' && in[i - 1] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }
}
