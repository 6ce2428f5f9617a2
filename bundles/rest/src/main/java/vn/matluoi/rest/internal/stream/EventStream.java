package vn.matluoi.rest.internal.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.AsyncContext;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;

/**
 * One open answer of server-sent events (HTML Living Standard §9.2), written without a thread that waits (Servlet 3.1
 * §5.7): it holds one chunk at most, and takes the next when the client took that one. Any thread.
 */
final class EventStream implements WriteListener {

    /** After its end the client has so long to take what is left, and to hang up. */
    static final long LINGERS_MS = 1000;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Runnable drained;
    private byte[] chunk; // guarded by this, as below
    private boolean flush;
    private boolean writable;
    private boolean over;

    /**
     * @param first its first lines
     * @param drained called when a chunk was taken: it must not block
     */
    EventStream(AsyncContext context, String first, Runnable drained) {
        this.context = context;
        this.drained = drained;
        out = begun(context);
        chunk = first.getBytes(StandardCharsets.UTF_8);
        out.setWriteListener(this);
    }

    /** Answers so many lines, which fit the web server's buffer, and no more. */
    static void once(AsyncContext context, String lines) {
        try {
            begun(context).write(lines.getBytes(StandardCharsets.UTF_8));
            hurry(context);
            context.complete();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static ServletOutputStream begun(AsyncContext context) {
        var response = (HttpServletResponse) context.getResponse();
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept-Language, Cookie, Authorization");
        response.setHeader("X-Accel-Buffering", "no"); // a proxy is not to hold it back
        response.setHeader("Connection", "close"); // else one that vanished would be kept for its next question
        try {
            return response.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    /** @return whether the next chunk may be offered */
    synchronized boolean isIdle() {
        return !over && chunk == null && !flush;
    }

    /** Sends; only when it is idle. */
    void offer(byte[] next) {
        synchronized (this) {
            if (over) {
                return;
            }
            chunk = next;
        }
        write();
    }

    @Override
    public void onWritePossible() {
        synchronized (this) {
            writable = true;
        }
        write();
    }

    private void write() {
        try {
            if (written()) {
                drained.run();
            }
        } catch (IOException | IllegalStateException gone) { // Jetty says so of an answer that ended meanwhile
            end();
        }
    }

    /** @return whether all there was is on its way now */
    private synchronized boolean written() throws IOException {
        var some = false;
        while (writable && !over && (chunk != null || flush)) {
            writable = out.isReady();
            if (!writable) {
                return false; // onWritePossible comes
            }
            if (chunk != null) {
                var now = chunk;
                chunk = null;
                flush = true;
                out.write(now);
            } else {
                flush = false;
                some = true;
                out.flush();
            }
        }
        return some;
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    /** Ends the answer, with these lines for a client that took what it had. */
    void end(String last) {
        if (isIdle()) {
            offer(last.getBytes(StandardCharsets.UTF_8));
        }
        end();
    }

    /** Ends the answer. */
    void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            chunk = null;
        }
        try {
            hurry(context);
            context.complete();
        } catch (IllegalStateException ended) {
            // the connection was faster
        }
    }

    /** The web server waits for one who does not answer no longer than that: for its last bytes, and for its hanging up. */
    private static void hurry(AsyncContext context) {
        var request = Request.getBaseRequest(context.getRequest());
        if (request != null) {
            request.getHttpChannel().getEndPoint().setIdleTimeout(LINGERS_MS);
        }
    }
}
