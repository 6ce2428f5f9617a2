package vn.matluoi.rest.internal.web;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.AbstractHandler;

/** Plain HTTP only sends people to HTTPS; it never answers anything else. */
final class HttpsOnly extends AbstractHandler {

    private final int port;

    /** @param port of HTTPS */
    HttpsOnly(int port) {
        this.port = port;
    }

    @Override
    protected void doStart() throws Exception {
        if (getServer() != null) {
            SecurityHeaders.hideVersion(getServer());
        }
        super.doStart();
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) {
        if (request.isSecure()) {
            return;
        }
        base.setHandled(true);
        var host = request.getServerName();
        var uri = base.getHttpURI();
        if (host == null || !host.matches("[A-Za-z0-9.:\\[\\]-]{1,255}")) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        response.setStatus(308);
        response.setHeader(
                "Location",
                "https://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
                        + (port == 443 ? "" : ":" + port) + uri.getPathQuery());
    }
}
