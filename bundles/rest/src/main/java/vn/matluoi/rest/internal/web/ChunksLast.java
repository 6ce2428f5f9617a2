package vn.matluoi.rest.internal.web;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Ends a connection with the answer to a request whose body comes in chunks. Jetty 9.4 reads chunks more freely than RFC 9112
 * (section 7.1) has them: lines that end with LF, chunks without an end, quotes that do not close. A proxy that reads them
 * otherwise could be made to pass on a second request as part of the first; nothing behind such a body is read here.
 */
final class ChunksLast implements HttpConfiguration.Customizer {

    @Override
    public void customize(Connector connector, HttpConfiguration configuration, Request request) {
        if (request.getHttpFields().containsKey("Transfer-Encoding")) {
            request.getResponse().getHttpFields().put("Connection", "close");
        }
    }
}
