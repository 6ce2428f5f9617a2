package vn.matluoi.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Arrays;
import vn.matluoi.api.driver.DeviceException.Garbled;

/** An answer while its body comes in, within its limits. Belongs to one event loop. */
final class Arriving {

    /** Bytes a second that a body must keep up from its third second on. */
    private static final long FLOOR = 100;

    private static final long GRACE_NANOS = 3_000_000_000L;

    /** A body that looks whole and stays silent this long is taken as whole. */
    private static final long QUIET_NANOS = 2_000_000_000L;

    private final HttpResponse head;
    private final String where;
    private final int limit;
    private final long since;
    private long last;
    private byte[] bytes;
    private int length;

    /** @throws Garbled if the answer says it is larger than the limit */
    Arriving(HttpResponse head, int limit, String where, long now) throws Garbled {
        this.head = head;
        this.limit = limit;
        this.where = where;
        this.since = now;
        this.last = now;
        long said = contentLength();
        if (said > limit) {
            throw Failures.tooLarge(where, limit);
        }
        bytes = new byte[(int) Math.min(said > 0 ? said : 1024, 64 * 1024)];
    }

    private long contentLength() {
        try {
            return HttpUtil.getContentLength(head, 0L);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    int status() {
        return head.status().code();
    }

    void add(ByteBuf content, long now) throws Garbled {
        int more = content.readableBytes();
        if (length + (long) more > limit) {
            throw Failures.tooLarge(where, limit);
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(length + more, bytes.length * 2L)));
        }
        content.getBytes(content.readerIndex(), bytes, length, more);
        length += more;
        last = now;
    }

    boolean tooSlow(long now) {
        long elapsed = now - since;
        return elapsed > GRACE_NANOS && length < FLOOR * (elapsed / 1_000_000_000L);
    }

    boolean quietAndWhole(long now) {
        return now - last > QUIET_NANOS && whole();
    }

    /** @return whether the body is whole by its own form, although the connection did not end it */
    boolean whole() {
        return Wholeness.whole(bytes, length);
    }

    /** @throws Garbled if the body cannot be unpacked within the limit */
    Reply reply() throws Garbled {
        var encoding = head.headers().get(HttpHeaderNames.CONTENT_ENCODING, "");
        var body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        return new Reply(status(), head.headers(), length == 0 ? body : Unpacker.unpack(body, encoding, limit, where));
    }
}
