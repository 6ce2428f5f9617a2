package vn.matluoi.rest.internal.guard;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.EofException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.problem.TooLarge;

/**
 * A body that ends with {@link TooLarge} where it exceeds its limit, whatever its sender announced. Where the web server cannot
 * make out its chunks, or it breaks off, that is its sender's fault.
 */
final class LimitedStream extends FilterInputStream {

    private final long most;
    private long left;

    LimitedStream(InputStream in, long most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        var read = 0;
        try {
            read = super.read();
        } catch (IllegalStateException | EofException unreadable) {
            throw broken();
        }
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = 0;
        try {
            read = super.read(buffer, offset, length);
        } catch (IllegalStateException | EofException unreadable) {
            throw broken();
        }
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public int available() throws IOException {
        try {
            return super.available();
        } catch (IllegalStateException | EofException unreadable) {
            throw broken();
        }
    }

    @Override
    public long skip(long bytes) throws IOException {
        var skipped = super.skip(bytes);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long read) {
        left -= read;
        if (left < 0) {
            throw new TooLarge(most);
        }
    }

    /** Jetty says it by either exception, once its parser has given up. */
    private static HubException broken() {
        return new HubException(
                HubException.Reason.INVALID,
                "body.broken",
                new Text(
                        "Nội dung yêu cầu bị hỏng hoặc đứt quãng.",
                        "The body of the request is malformed or breaks off."));
    }
}
