package vn.matluoi.soap.internal;

import java.io.IOException;
import javax.servlet.ServletConfig;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * CXF's part, made by the first message: until an agency sends one, it costs nothing, and nothing of CXF can come too late. Any thread.
 */
final class LazyEndpoint implements AgencyServlet.MessageServer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LazyEndpoint.class);

    private final Operations operations;
    private final MessageTally tally;
    private SoapEndpoint made; // guarded by this
    private boolean closed; // guarded by this

    LazyEndpoint(Operations operations, MessageTally tally) {
        this.operations = operations;
        this.tally = tally;
    }

    @Override
    public void answer(ServletConfig config, SoapRequest request, HttpServletResponse response) throws IOException {
        endpoint().answer(config, request, response);
    }

    private synchronized SoapEndpoint endpoint() {
        if (closed) {
            throw notNow();
        }
        if (made == null) {
            try {
                made = SoapEndpoint.publish(operations, tally);
            } catch (RuntimeException notYet) {
                LOG.warn("CXF is not ready; the next message tries again", notYet);
                throw notNow();
            }
        }
        return made;
    }

    private static HubException notNow() {
        return new HubException(
                HubException.Reason.UNAVAILABLE,
                "hub.starting",
                new Text(
                        "Phần SOAP của hệ thống chưa sẵn sàng. Hãy thử lại sau.",
                        "The SOAP part of the hub is not ready. Try again later."));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (made != null) {
            made.close();
            made = null;
        }
    }
}
