package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Credentials;

/**
 * {@code /metrics} for Prometheus: with the right {@link Action#METRICS_READ}; from this machine itself without log-in if
 * the settings say so. A request that a proxy passed on is not from this machine.
 */
final class MetricsServlet extends ReadingServlet {

    private static final long serialVersionUID = 1L;

    private final transient Metrics metrics;
    private final transient Services services;
    private final transient Credentials credentials;

    private final boolean local;

    /** @param local whether this machine itself needs no log-in */
    MetricsServlet(Metrics metrics, Services services, boolean local) {
        this.local = local;
        this.metrics = metrics;
        this.services = services;
        this.credentials = new Credentials(services);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (!local || !fromHere(request)) {
                var caller = credentials.prove(request, credentials.cookie(request));
                services.need(AccessDecisions.class).require(caller, Action.METRICS_READ);
            }
            var text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
            response.setContentType("text/plain; version=0.0.4; charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            response.setContentLength(text.length);
            response.getOutputStream().write(text);
        } catch (HubException refusal) {
            Problems.send(request, response, refusal);
        }
    }

    private static boolean fromHere(HttpServletRequest request) throws IOException {
        var passedOn = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        return !passedOn && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    }
}
