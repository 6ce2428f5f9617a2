package vn.matluoi.rest.internal.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.servlet.Filter;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.osgi.service.cm.ConfigurationAdmin;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.health.Readiness;
import vn.matluoi.api.route.DeliveryReplay;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.v1.DeliveredAgain;

/**
 * What the web server is given, as services of the HTTP whiteboard (OSGi Compendium §140) and of Pax Web (Jetty's
 * customizer and handler).
 */
public final class WebParts {

    private static final String SERVLET = "osgi.http.whiteboard.servlet.";
    private static final String FILTER = "osgi.http.whiteboard.filter.";

    private static final int HEALTH_PER_SECOND = 20;
    private static final int HEALTH_BURST = 200;

    private final SelfCall selfCall;
    private final List<Part<?>> parts;

    public WebParts(
            Services services,
            Metrics metrics,
            Readiness readiness,
            ConfigurationAdmin configurations,
            WebSettings settings,
            LongSupplier nanos) {
        var own = new OwnAddress(configurations);
        selfCall = new SelfCall(() -> URI.create("https://" + own.host() + ":" + own.httpsPort() + "/api/v1/session"));
        parts = List.of(
                customizer(new SecurityHeaders(), 1),
                customizer(new ChunksLast(), 2),
                customizer(new ForwardedFor(settings.proxies()), 3),
                customizer(new UnreadLast(), 4),
                // a handler of rank 0 is asked only after every context
                new Part<>(Handler.class, new HttpsOnly(own.httpsPort()), Map.of("service.ranking", 100)),
                rate(
                        "matluoi-rate",
                        new RateLimit(
                                settings.ratePerSecond(),
                                settings.rateBurst(),
                                request -> watches(request) || selfCall.made(request),
                                nanos)),
                rate(
                        "matluoi-health-rate",
                        new RateLimit(HEALTH_PER_SECOND, HEALTH_BURST, request -> !watches(request), nanos)),
                servlet("matluoi-health", "/health/*", new HealthServlet(readiness)),
                servlet("matluoi-metrics", "/metrics", new MetricsServlet(metrics, services, settings.metricsLocal())),
                servlet("matluoi-status", "/", new StatusServlet(services)),
                new Part<>(DeliveryReplay.class, new DeliveredAgain(services), Map.of()),
                new Part<>(HealthCheck.class, selfCall, Map.of()),
                new Part<>(Readiness.class, readiness, Map.of()));
    }

    /** Whether it watches over the hub: a hub that is busy is not down, so these are counted apart. */
    private static boolean watches(HttpServletRequest request) {
        return "/health".equals(request.getServletPath());
    }

    /** @param ranking of its own: of several with the same Pax Web 8.0 takes the first and drops the others without a word */
    private static Part<HttpConfiguration.Customizer> customizer(HttpConfiguration.Customizer service, int ranking) {
        return new Part<>(HttpConfiguration.Customizer.class, service, Map.of("service.ranking", ranking));
    }

    private static Part<Filter> rate(String name, RateLimit limit) {
        return new Part<>(
                Filter.class,
                limit,
                Map.of(
                        FILTER + "name",
                        name,
                        FILTER + "pattern",
                        "/*",
                        FILTER + "asyncSupported",
                        true,
                        "service.ranking",
                        100));
    }

    public SelfCall selfCall() {
        return selfCall;
    }

    public List<Part<?>> all() {
        return parts;
    }

    /** The published API's servlet. */
    public static Part<Servlet> api(ApiEndpoint endpoint) {
        return new Part<>(
                Servlet.class,
                endpoint.servlet(),
                Map.of(
                        SERVLET + "name",
                        "matluoi-api",
                        SERVLET + "pattern",
                        "/api/*",
                        SERVLET + "asyncSupported",
                        true,
                        "servlet.init.hide-service-list-page",
                        "true"));
    }

    private static Part<Servlet> servlet(String name, String pattern, Servlet servlet) {
        return new Part<>(Servlet.class, servlet, Map.of(SERVLET + "name", name, SERVLET + "pattern", pattern));
    }

    /** One service to register. */
    public record Part<T>(Class<T> type, T service, Map<String, Object> properties) {}
}
