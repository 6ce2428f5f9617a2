package vn.matluoi.rest.internal.guard;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import vn.matluoi.api.HubException;
import vn.matluoi.rest.internal.problem.TooLarge;

/**
 * A body that ends with {@link TooLarge} where it exceeds its limit, whatever its sender announced, and with what its sender is at fault
 * for where it is not whole.
 */
final class LimitedStream extends FilterInputStream {

    private final long most;
    private long left;
    private final Supplier<Optional<HubException>> fault;

    /** @param fault why the stream ended before it was whole, if it did */
    LimitedStream(InputStream in, long most, Supplier<Optional<HubException>> fault) {
        super(in);
        this.most = most;
        this.left = most;
        this.fault = fault;
    }

    @Override
    public int read() throws IOException {
        var read = super.read();
        count(read < 0 ? -1 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        count(read);
        return read;
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

    /** @param read how many bytes; less than 0 at the end */
    private void count(long read) {
        if (read < 0 && fault.get().isPresent()) {
            throw fault.get().get();
        }
        left -= Math.max(read, 0);
        if (left < 0) {
            throw new TooLarge(most);
        }
    }
}
