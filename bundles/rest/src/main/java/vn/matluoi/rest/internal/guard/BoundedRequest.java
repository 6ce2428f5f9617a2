package vn.matluoi.rest.internal.guard;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

/**
 * A request of whose body no more is read than somebody allowed, and nothing once it has broken. Before CXF writes an answer it reads
 * what is left of the body into a file, however much that is; and where that fails, no answer is written but an empty 200. Any thread, one
 * at a time.
 */
public final class BoundedRequest extends HttpServletRequestWrapper {

    private static final String NAME = BoundedRequest.class.getName();

    /** So much is read of what nobody wanted: whoever hears the door shut while he sends may not read the answer. */
    private static final long MORE = 16 << 20;

    private final long announced;
    private long most = MORE;
    private Optional<Body> body = Optional.empty();

    public BoundedRequest(HttpServletRequest request) {
        super(request);
        announced = request.getContentLengthLong();
        request.setAttribute(NAME, this);
    }

    /** Lets so many bytes of the body be read, and as many more as are read of what nobody wanted. */
    static void allow(ServletRequest request, long bytes) {
        if (request.getAttribute(NAME) instanceof BoundedRequest bounded) {
            bounded.most = bytes + MORE;
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body.isEmpty()) {
            body = Optional.of(new Body(super.getInputStream()));
        }
        return body.get();
    }

    private final class Body extends ServletInputStream {

        private final ServletInputStream in;
        private long count;
        private boolean broken;

        Body(ServletInputStream in) {
            this.in = in;
        }

        /** @return whether there is no use in reading on: what is announced to be too long is not waited for */
        private boolean isOver() {
            return broken || count >= most || announced > most;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (isOver()) {
                return -1;
            }
            try {
                var read = in.read(buffer, offset, (int) Math.min(length, most - count));
                count += Math.max(read, 0);
                return read;
            } catch (IOException | IllegalStateException e) {
                broken = true;
                throw e;
            }
        }

        @Override
        public int available() throws IOException {
            if (isOver()) {
                return 0;
            }
            try {
                return in.available();
            } catch (IOException | IllegalStateException e) {
                broken = true;
                throw e;
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
