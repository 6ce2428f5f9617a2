package vn.matluoi.rest.internal.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpOutput;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Says in the answer that the connection ends with it, where a request is refused whose body is not there yet. Jetty 9.4 reads
 * nothing behind such a body, but says so only where it ends the answer itself; a client that was not told sends its next
 * request on that connection and gets no answer. A body that has arrived is thrown away, and the connection stays.
 */
final class UnreadLast implements HttpConfiguration.Customizer {

    private static final int FIRST_NOT_TAKEN = 300; // what is sent elsewhere is not read either

    @Override
    public void customize(Connector connector, HttpConfiguration configuration, Request request) {
        if (request.getContentLengthLong() > 0) {
            var output = request.getResponse().getHttpOutput(); // forgets it with this request
            output.setInterceptor(new BeforeTheHead(request, output.getInterceptor()));
        }
    }

    private record BeforeTheHead(Request request, HttpOutput.Interceptor next) implements HttpOutput.Interceptor {

        @Override
        public void write(ByteBuffer content, boolean last, Callback callback) {
            var response = request.getResponse();
            if (!response.isCommitted()
                    && response.getStatus() >= FIRST_NOT_TAKEN
                    && request.getContentRead() < request.getContentLengthLong()) {
                request.getHttpChannel().ensureConsumeAllOrNotPersistent();
            }
            next.write(content, last, callback);
        }

        @Override
        public HttpOutput.Interceptor getNextInterceptor() {
            return next;
        }

        @Override
        public boolean isOptimizedForDirectBuffers() {
            return next.isOptimizedForDirectBuffers();
        }
    }
}
