package vn.matluoi.api.route;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import vn.matluoi.api.http.DeviceReply;

/**
 * The pages of a list as they are answered, in case the list cannot be used: in one piece, each from a record separator to a line
 * feed, as RFC 7464 has it. As long as they are little: what is read is as large as it likes, and many routes read at a time. One thread.
 */
public final class KeptPages {

    /** Media type of the page at fault alone: the others are too much to be kept, or it is no answer to the question. */
    public static final String PAGE = "application/octet-stream";

    private static final int MOST_BYTES = 4 << 20;
    private static final byte BEGIN = 0x1E; // stands in no JSON and no XML
    private static final byte END = '\n';

    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private byte[] last = new byte[0];
    private boolean whole = true;

    /** A page was answered. */
    public void add(DeviceReply reply) {
        add(reply, Optional.of(reply.bytes()));
    }

    /**
     * A page was answered in a character set that its headers told, which are not kept.
     *
     * @param text the page in UTF-8, which stands among the pages instead of its bytes; empty if it cannot be read: then it is kept alone,
     *     as it came
     */
    public void add(DeviceReply reply, Optional<byte[]> text) {
        last = reply.bytes();
        whole &= reply.status() == 200 && text.isPresent() && all.size() + text.get().length < MOST_BYTES;
        if (whole) {
            all.write(BEGIN);
            for (var one : text.get()) {
                all.write(one == BEGIN ? ' ' : one); // of what is no page anyway
            }
            all.write(END);
        } else {
            all.reset();
        }
    }

    /**
     * @param pages media type of all pages from the first to the one at fault
     * @return the same with what was answered; as it is if nothing was
     */
    public Unusable in(Unusable why, String pages) {
        if (last.length == 0) {
            return why;
        }
        return whole ? why.answered(pages, all.toByteArray()) : why.answered(PAGE, last);
    }

    /** @return the pages that stand in one piece */
    public static Deque<byte[]> apart(byte[] raw) {
        var pages = new ArrayDeque<byte[]>();
        var from = 1;
        for (var at = 1; at <= raw.length; at++) {
            if (at == raw.length || raw[at] == BEGIN) {
                pages.add(Arrays.copyOfRange(raw, from, Math.max(from, at - 1)));
                from = at + 1;
            }
        }
        return pages;
    }
}
