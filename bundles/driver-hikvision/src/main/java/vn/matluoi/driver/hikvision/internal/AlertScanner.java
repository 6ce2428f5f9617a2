package vn.matluoi.driver.hikvision.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Cuts an {@code alertStream} into its parts, byte by byte, as it comes. Not a MIME reader: neither a part's length nor
 * its type is believed (VENDORS 4.3: wrong {@code Content-Length}, doubled boundaries, {@code --boundary} with LF before
 * CRLF, pictures in between, invalid header names were all seen). XML ends where its root element does, JSON with its
 * last brace, anything else at the next boundary; a text that does not end is cut there, too. Pictures are passed over,
 * not kept. For one thread.
 */
final class AlertScanner {

    /** Largest part, and longest rubbish between two: 8 MiB. */
    static final int LARGEST = 8 * 1024 * 1024;

    /** What is kept of a text, so that it stays below 256 KiB in UTF-8 whatever was in it. */
    static final int KEPT = 128 * 1024;

    private static final int SMALL = 2048;
    private static final int LONGEST_TAG = 96;
    private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary\\s*=\\s*\"?-*([^\\s\";,]{1,70})");

    private final Parts parts;
    private final byte[] boundary;
    private final int[] fallback; // of Knuth, Morris and Pratt
    private final byte[] tag = new byte[LONGEST_TAG];
    private byte[] text = new byte[SMALL];
    private int kept;
    private long length;
    private In in = In.LINE_START;
    private int matched;
    private boolean headed;
    private boolean body;
    // of XML
    private int tagLength;
    private boolean inTag;
    private String root = "";
    // of JSON
    private int depth;
    private boolean quoted;
    private boolean escaped;

    /** Takes what was found. */
    interface Parts {

        /** XML or JSON, perhaps cut. */
        void text(String text);

        /** Something else went by. */
        void other();
    }

    private enum In {
        LINE_START,
        LINE,
        XML,
        JSON,
        OTHER
    }

    /** @param contentType of the whole answer; names the boundary, {@code boundary} if it does not */
    AlertScanner(String contentType, Parts parts) {
        this.parts = parts;
        var named = BOUNDARY.matcher(contentType);
        boundary = ("--" + (named.find() ? named.group(1) : "boundary")).getBytes(StandardCharsets.ISO_8859_1);
        fallback = new int[boundary.length];
        for (int i = 1, k = 0; i < boundary.length; i++) {
            while (k > 0 && boundary[i] != boundary[k]) {
                k = fallback[k - 1];
            }
            k += boundary[i] == boundary[k] ? 1 : 0;
            fallback[i] = k;
        }
    }

    /** @return false if a part, or what is between two, is larger than anything a device means */
    boolean take(byte[] piece) {
        for (byte b : piece) {
            if (++length > LARGEST) {
                return false;
            }
            switch (in) {
                case LINE_START -> lineStart(b);
                case LINE -> {
                    if (b == '\n') {
                        in = In.LINE_START;
                    }
                }
                case XML -> xml(b);
                case JSON -> json(b);
                case OTHER -> {
                    if (atBoundary(b)) {
                        length = 0;
                        parts.other();
                        boundaryLine();
                    }
                }
            }
        }
        return true;
    }

    /** Nothing more comes: a text that did not end is handed as it is. */
    void end() {
        if (in == In.XML || in == In.JSON) {
            whole();
        }
    }

    private void lineStart(byte b) {
        int c = b & 0xff;
        switch (c) {
            case '\n' -> body = headed;
            case '\r', ' ', '\t', 0xef, 0xbb, 0xbf -> {
                // blank, or a byte order mark
            }
            case '-' -> boundaryLine();
            case '<', '{' -> begin(b);
            default -> {
                boolean header = !body && c > ' ' && c < 127;
                in = header ? In.LINE : In.OTHER;
                headed |= header;
                matched = 0;
            }
        }
    }

    private void boundaryLine() {
        in = In.LINE;
        headed = false;
        body = false;
        matched = 0;
    }

    private void begin(byte b) {
        in = b == '<' ? In.XML : In.JSON;
        length = 1;
        kept = 0;
        matched = 0;
        root = "";
        inTag = false;
        depth = 0;
        quoted = false;
        escaped = false;
        if (b == '<') {
            xml(b);
        } else {
            json(b);
        }
    }

    private void xml(byte b) {
        keep(b);
        if (atBoundary(b)) {
            cut();
        } else if (b == '<') {
            inTag = true;
            tagLength = 0;
        } else if (inTag && b == '>') {
            inTag = false;
            if (endsRoot()) {
                whole();
            }
        } else if (inTag && tagLength < LONGEST_TAG) {
            tag[tagLength++] = b;
        }
    }

    /** Looks at the tag that just closed. */
    private boolean endsRoot() {
        if (tagLength == 0 || tag[0] == '?' || tag[0] == '!') {
            return false;
        }
        boolean closing = tag[0] == '/';
        int from = closing ? 1 : 0;
        int to = from;
        while (to < tagLength && tag[to] > ' ' && tag[to] != '/') {
            to++;
        }
        if (root.isEmpty()) {
            root = new String(tag, from, to - from, StandardCharsets.ISO_8859_1);
            return closing || root.isEmpty() || tag[tagLength - 1] == '/' && tagLength < LONGEST_TAG;
        }
        if (!closing || to - from != root.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if ((tag[i] & 0xff) != root.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    private void json(byte b) {
        keep(b);
        if (atBoundary(b)) {
            cut();
        } else if (quoted) {
            quoted = escaped || b != '"';
            escaped = !escaped && b == '\\';
        } else if (b == '"') {
            quoted = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if ((b == '}' || b == ']') && --depth == 0) {
            whole();
        }
    }

    private void keep(byte b) {
        if (kept == KEPT) {
            return;
        }
        if (kept == text.length) {
            text = Arrays.copyOf(text, Math.min(KEPT, text.length * 4));
        }
        text[kept++] = b;
    }

    private boolean atBoundary(byte b) {
        while (matched > 0 && b != boundary[matched]) {
            matched = fallback[matched - 1];
        }
        matched += b == boundary[matched] ? 1 : 0;
        if (matched < boundary.length) {
            return false;
        }
        matched = 0;
        return true;
    }

    private void cut() {
        if (kept < KEPT) {
            kept -= boundary.length;
        }
        hand();
        boundaryLine();
    }

    private void whole() {
        hand();
        in = In.LINE_START;
        headed = false;
        body = false;
    }

    private void hand() {
        var said = new String(text, 0, kept, StandardCharsets.UTF_8);
        if (said.indexOf('\uFFFD') >= 0) {
            said = new String(text, 0, kept, StandardCharsets.ISO_8859_1);
        }
        kept = 0;
        length = 0;
        if (text.length > 8 * SMALL) {
            text = new byte[SMALL];
        }
        parts.text(said);
    }
}
