package vn.matluoi.rest.internal.guard;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * A form of at most {@value #PARTS} parts that begin with a head of at most {@value #MOST} bytes each: whoever reads it keeps
 * heads in memory, however many lines they have. CXF, which reads it, takes a boundary for one wherever it stands, also within
 * a line, and swallows whatever two bytes follow; so every boundary counts here, and only CRLF or {@code --} may follow it
 * (RFC 2046, section 5.1.1). Lines of a head may end with LF alone.
 */
final class PartHeads extends FilterInputStream {

    static final int MOST = 8 * 1024;
    static final int PARTS = 20;

    /** As CXF looks for it ({@code AttachmentDeserializer}): the first place, be it inside another parameter. */
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]*)");

    private static final Pattern SOUND = Pattern.compile("[\\w'()+,./:=?-]{1,70}");

    private final byte[] delimiter;
    /** For each length of a beginning of the delimiter, how much of its end is a beginning too. */
    private final int[] shorter;

    private int matched;
    private int line; // bytes of a boundary's own line that are to come
    private byte before; // the first of them
    private boolean head;
    private boolean over;
    private int parts;
    private int length;
    private boolean lineEmpty;

    /** @param boundary as {@link #boundary} finds it */
    PartHeads(InputStream in, String boundary) {
        super(in);
        this.delimiter = ("--" + boundary).getBytes(StandardCharsets.US_ASCII);
        this.shorter = new int[delimiter.length + 1];
        for (int i = 1, same = 0; i < delimiter.length; i++) {
            same = longer(same, delimiter[i]);
            shorter[i + 1] = same;
        }
    }

    /** @param contentType as sent; a form that names no boundary is guessed at by its reader, and nobody honest sends one */
    static String boundary(String contentType) {
        var found = BOUNDARY.matcher(contentType);
        if (!found.find() || !SOUND.matcher(found.group(1)).matches()) {
            throw invalid(
                    "form.boundary",
                    "Biểu mẫu không ghi ranh giới các phần.",
                    "The form does not say where its parts end.");
        }
        return found.group(1);
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
        if (parts == 0) {
            throw invalid(
                    "form.empty",
                    "Trong biểu mẫu không có phần nào theo ranh giới đã ghi.",
                    "The form has no part: the boundary it names does not occur in it.");
        }
    }

    private void look(byte next) {
        if (over) {
            if (next != '\r' && next != '\n') {
                throw broken();
            }
        } else if (line == 2) {
            before = next;
            line = 1;
        } else if (line == 1) {
            line = 0;
            begin(next);
        } else {
            if (head) {
                lookInHead(next);
            }
            matched = longer(matched, next);
            if (matched == delimiter.length) {
                matched = 0;
                line = 2;
            }
        }
    }

    private void begin(byte next) {
        if (before == '-' && next == '-') {
            over = true;
        } else if (before == '\r' && next == '\n') {
            if (++parts > PARTS) {
                throw invalid(
                        "form.parts",
                        "Biểu mẫu có hơn " + PARTS + " phần.",
                        "The form has more than " + PARTS + " parts.");
            }
            length = head ? length : 0;
            head = true;
            lineEmpty = true;
        } else {
            throw broken();
        }
    }

    private void lookInHead(byte next) {
        if (++length > MOST) {
            throw invalid(
                    "form.head",
                    "Phần đầu của một tệp trong biểu mẫu dài hơn " + MOST / 1024 + " KiB.",
                    "The head of a part of the form is larger than " + MOST / 1024 + " KiB.");
        }
        if (next == '\n') {
            head = !lineEmpty;
            lineEmpty = true;
        } else if (next != '\r') {
            lineEmpty = false;
        }
    }

    /** @return how much of the delimiter has been read with the next byte, if so much had before */
    private int longer(int before, byte next) {
        var length = before;
        while (length > 0 && next != delimiter[length]) {
            length = shorter[length];
        }
        return next == delimiter[length] ? length + 1 : 0;
    }

    private static HubException broken() {
        return invalid(
                "form.broken",
                "Sau một ranh giới trong biểu mẫu phải xuống dòng (CRLF), sau ranh giới cuối không còn gì.",
                "A boundary of the form ends its line (CRLF), and nothing follows the last one.");
    }

    private static HubException invalid(String rule, String vi, String en) {
        return new HubException(Reason.INVALID, rule, new Text(vi, en));
    }
}
