package vn.matluoi.rest.internal.web;

import java.util.concurrent.TimeUnit;
import javax.ws.rs.Path;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.ext.Provider;

/** Times every request by operation and status. */
@Provider
@PreMatching
final class RequestTimes implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String BEGAN = RequestTimes.class.getName();

    private final Metrics metrics;

    @Context
    private ResourceInfo operation;

    RequestTimes(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(BEGAN, System.nanoTime());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BEGAN) instanceof Long began) {
            metrics.request(
                    request.getMethod(),
                    template(),
                    response.getStatus(),
                    System.nanoTime() - began,
                    TimeUnit.NANOSECONDS);
        }
    }

    /** @return the operation's path with its parameters unfilled: few values, whatever is asked */
    private String template() {
        var method = operation.getResourceMethod();
        if (method == null) {
            return "none";
        }
        var root = operation.getResourceClass().getAnnotation(Path.class);
        var below = method.getAnnotation(Path.class);
        return "/api/v1" + (root == null ? "" : root.value()) + (below == null ? "" : below.value());
    }
}
