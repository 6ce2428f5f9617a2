package vn.matluoi.rest.internal.guard;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * A request of whose body no more is read than somebody allowed, and nothing once it has broken off or comes too slowly: then it ends, and
 * {@link #fault} says why. Before CXF writes an answer it reads what is left of the body into a file, however much that is; and where
 * that fails, no answer is written but an empty 200. Any thread, one at a time.
 */
public final class BoundedRequest extends HttpServletRequestWrapper {

    /** So long any body may take, and a second more for each of these bytes that came. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    static final int LEAST_IN_A_SECOND = 16 << 10;

    private static final String NAME = BoundedRequest.class.getName();

    /** So much is read of what nobody wanted: whoever hears the door shut while he sends may not read the answer. */
    private static final long MORE = 16 << 20;

    private final LongSupplier nanos;
    private final long announced;
    private long most = MORE;
    private Optional<Body> body = Optional.empty();
    private Optional<HubException> fault = Optional.empty();

    /** @param nanos a monotonic clock */
    public BoundedRequest(HttpServletRequest request, LongSupplier nanos) {
        super(request);
        this.nanos = nanos;
        announced = request.getContentLengthLong();
        request.setAttribute(NAME, this);
    }

    static BoundedRequest of(ServletRequest request) {
        return (BoundedRequest) request.getAttribute(NAME);
    }

    /** Lets so many bytes of the body be read, and as many more as are read of what nobody wanted. */
    void allow(long bytes) {
        most = bytes + MORE;
    }

    /** @return why the body ended before it was whole, if it did */
    Optional<HubException> fault() {
        return fault;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body.isEmpty()) {
            body = Optional.of(new Body(super.getInputStream()));
        }
        return body.get();
    }

    private static HubException broken() {
        return new HubException(
                HubException.Reason.INVALID,
                "body.broken",
                new Text(
                        "Nội dung yêu cầu bị hỏng hoặc đứt quãng.",
                        "The body of the request is malformed or breaks off."));
    }

    private static HubException slow() {
        return new HubException(
                HubException.Reason.INVALID,
                "body.slow",
                new Text(
                        "Nội dung đến quá chậm: sau %d giây đầu, mỗi giây phải có ít nhất %d KiB."
                                .formatted(PATIENCE.toSeconds(), LEAST_IN_A_SECOND >> 10),
                        "The body comes too slowly: after the first %d seconds it must bring %d KiB each second."
                                .formatted(PATIENCE.toSeconds(), LEAST_IN_A_SECOND >> 10)));
    }

    private final class Body extends ServletInputStream {

        private final ServletInputStream in;
        private final long begun = nanos.getAsLong();
        private long count;

        Body(ServletInputStream in) {
            this.in = in;
        }

        /** @return whether there is no use in reading on: what is announced to be too long is not waited for */
        private boolean isOver() {
            return fault.isPresent() || count >= most || announced > most;
        }

        private boolean isSlow() {
            var granted = PATIENCE.plusSeconds(count / LEAST_IN_A_SECOND);
            return nanos.getAsLong() - begun > granted.toNanos();
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (isOver()) {
                return -1;
            }
            try {
                var read = in.read(buffer, offset, (int) Math.min(length, most - count));
                count += Math.max(read, 0);
                if (read >= 0 && isSlow()) {
                    fault = Optional.of(slow());
                }
                return fault.isPresent() ? -1 : read;
            } catch (IOException | IllegalStateException e) { // Jetty says it by either, once its parser has given up
                fault = Optional.of(broken());
                return -1;
            }
        }

        @Override
        public int available() {
            try {
                return isOver() ? 0 : in.available();
            } catch (IOException | IllegalStateException e) {
                fault = Optional.of(broken());
                return 0;
            }
        }

        @Override
        public boolean isFinished() {
            return isOver() || in.isFinished();
        }

        @Override
        public boolean isReady() {
            return isOver() || in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
