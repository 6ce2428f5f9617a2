package vn.matluoi.source.mail.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Follows what an IMAP server says (RFC 9051 §4.3), and ends it where the library would make room for more than it needs: a literal
 * that is announced as larger than a piece, or a line without end.
 */
final class ImapBound extends FilterInputStream {

    static final int MOST_LITERAL = 1 << 20;
    static final int LONGEST_LINE = 1 << 20;

    private static final int DIGITS = 10;

    private long literal; // bytes of it that are still to come
    private int line;
    private long announced; // number within { }, where the line stands in it
    private int digits = -1; // how many; -1 outside
    private boolean closed; // the last was }

    ImapBound(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        var n = super.read(buffer, from, length);
        for (var i = 0; i < n; i++) {
            if (literal > 0) {
                literal--;
            } else {
                follow(buffer[from + i]);
            }
        }
        return n;
    }

    private void follow(int c) throws IOException {
        if (++line > LONGEST_LINE) {
            throw new IOException("a line without end");
        }
        if (c == '\n') {
            line = 0;
            if (closed) {
                literal = announced;
            }
            digits = -1;
            closed = false;
        } else if (c == '{') {
            digits = 0;
            announced = 0;
            closed = false;
        } else if (c >= '0' && c <= '9' && digits >= 0 && !closed) {
            announced = announced * 10 + c - '0';
            if (++digits > DIGITS || announced > MOST_LITERAL) {
                throw new IOException("a piece of more than " + MOST_LITERAL + " bytes");
            }
        } else if (c == '}' && digits > 0) {
            closed = true;
        } else if (c != '\r' && !(c == '+' && digits > 0 && !closed)) {
            digits = -1;
            closed = false;
        }
    }
}
