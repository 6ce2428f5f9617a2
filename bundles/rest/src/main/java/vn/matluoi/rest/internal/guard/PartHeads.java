package vn.matluoi.rest.internal.guard;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * A form whose parts begin with a head of at most {@value #MOST} bytes: whoever reads it keeps heads in memory, however
 * many lines they have. Lines may end with LF alone, as readers allow.
 */
final class PartHeads extends FilterInputStream {

    static final int MOST = 8 * 1024;

    private final byte[] delimiter;
    private int matched = 1; // as if a line had ended before the first byte
    private boolean head;
    private boolean parts;
    private int length;
    private boolean lineEmpty;

    /** @param boundary as in the content type */
    PartHeads(InputStream in, String boundary) {
        super(in);
        this.delimiter = ("\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int read() throws IOException {
        var read = super.read();
        if (read >= 0) {
            look((byte) read);
        } else {
            end();
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        for (var i = offset; i < offset + read; i++) {
            look(buffer[i]);
        }
        if (read < 0) {
            end();
        }
        return read;
    }

    /** What is skipped is looked at too. */
    @Override
    public long skip(long bytes) throws IOException {
        var skipped = 0L;
        while (skipped < bytes && read() >= 0) {
            skipped++;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Whoever reads a form without a part would call it a fault of the hub. */
    private void end() {
        if (!parts) {
            throw new HubException(
                    Reason.INVALID,
                    "form.empty",
                    new Text(
                            "Trong biểu mẫu không có phần nào theo ranh giới đã ghi.",
                            "The form has no part: the boundary it names does not occur in it."));
        }
    }

    private void look(byte next) {
        if (head) {
            lookInHead(next);
        } else if (next == delimiter[matched]) {
            if (++matched == delimiter.length) {
                head = true;
                parts = true;
                length = 0;
                lineEmpty = false; // the rest of the boundary's own line
            }
        } else if (next != '\r' || matched > 1) { // LF stands in a delimiter once, at its beginning
            matched = next == '\n' ? 1 : 0;
        }
    }

    private void lookInHead(byte next) {
        if (++length > MOST) {
            throw new HubException(
                    Reason.INVALID,
                    "form.head",
                    new Text(
                            "Phần đầu của một tệp trong biểu mẫu dài hơn " + MOST / 1024 + " KiB.",
                            "The head of a part of the form is larger than " + MOST / 1024 + " KiB."));
        }
        if (next == '\n') {
            if (lineEmpty) {
                head = false;
                matched = 1;
            }
            lineEmpty = true;
        } else if (next != '\r') {
            lineEmpty = false;
        }
    }
}
