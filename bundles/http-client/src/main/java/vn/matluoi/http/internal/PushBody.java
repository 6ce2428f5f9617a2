package vn.matluoi.http.internal;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What is kept of a request's body while it comes: its first 256 KiB, without pictures, sound and video. A multipart body
 * stays one, since drivers cut it: of what is left out the head stays. Belongs to one event loop.
 */
final class PushBody {

    static final int KEPT = 256 * 1024;

    private static final int LONGEST_LINE = 200;
    private static final Pattern BOUNDARY = Pattern.compile("(?i)boundary\\s*=\\s*\"?-*([^\\s\";,]{1,70})");
    private static final Pattern MEDIA =
            Pattern.compile("(?i)\\s*(?:(?:image|video|audio)/|application/octet-stream).*");
    private static final String TYPE = "content-type:";

    private final byte[] boundary; // empty if it is of one part
    private final int[] fallback; // of Knuth, Morris and Pratt
    private final StringBuilder line = new StringBuilder();
    private In in = In.BODY;
    private boolean leftOut;
    private boolean media;
    private int matched;
    private byte[] kept = new byte[1024];
    private int length;

    private enum In {
        BODY,
        BOUNDARY_LINE,
        HEAD
    }

    PushBody(String contentType) {
        var named = BOUNDARY.matcher(contentType);
        boolean parts = contentType.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
        boundary = (parts ? "--" + (named.find() ? named.group(1) : "boundary") : "")
                .getBytes(StandardCharsets.ISO_8859_1);
        fallback = new int[boundary.length];
        for (int i = 1, k = 0; i < boundary.length; i++) {
            while (k > 0 && boundary[i] != boundary[k]) {
                k = fallback[k - 1];
            }
            k += boundary[i] == boundary[k] ? 1 : 0;
            fallback[i] = k;
        }
        leftOut = !parts && MEDIA.matcher(contentType).matches();
    }

    /** @return bytes of memory it holds */
    int holds() {
        return kept.length;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return Arrays.copyOf(kept, length);
    }

    /** The buffer is only valid during the call. */
    void take(ByteBuf content) {
        if (boundary.length > 0) {
            content.forEachByte(b -> {
                part(b);
                return true;
            });
        } else if (!leftOut) {
            int more = Math.min(content.readableBytes(), KEPT - length);
            room(more);
            content.getBytes(content.readerIndex(), kept, length, more);
            length += more;
        }
    }

    private void part(byte b) {
        if (!leftOut) {
            keep(b);
        }
        switch (in) {
            case BODY -> {
                if (atBoundary(b)) {
                    if (leftOut) {
                        keep((byte) '\r');
                        keep((byte) '\n');
                        for (byte each : boundary) {
                            keep(each);
                        }
                    }
                    leftOut = false;
                    media = false;
                    in = In.BOUNDARY_LINE;
                }
            }
            case BOUNDARY_LINE -> {
                if (b == '\n') {
                    line.setLength(0);
                    in = In.HEAD;
                }
            }
            case HEAD -> head(b);
        }
    }

    private void head(byte b) {
        if (b != '\n') {
            if (b != '\r' && line.length() < LONGEST_LINE) {
                line.append((char) (b & 0xff));
            }
            return;
        }
        if (line.length() == 0) {
            in = In.BODY;
            leftOut = media;
        } else if (line.toString().toLowerCase(Locale.ROOT).startsWith(TYPE)) {
            media = MEDIA.matcher(line.substring(TYPE.length())).matches();
        }
        line.setLength(0);
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

    private void keep(byte b) {
        if (length < KEPT) {
            room(1);
            kept[length++] = b;
        }
    }

    private void room(int more) {
        if (length + more > kept.length) {
            kept = Arrays.copyOf(kept, Math.min(KEPT, Math.max(length + more, kept.length * 2)));
        }
    }
}
