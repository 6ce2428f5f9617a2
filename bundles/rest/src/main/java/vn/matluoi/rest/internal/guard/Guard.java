package vn.matluoi.rest.internal.guard;

import java.io.InputStream;
import java.util.Collections;
import java.util.Optional;
import javax.annotation.Priority;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Priorities;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.ext.Provider;
import org.apache.cxf.jaxrs.utils.JAXRSUtils;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.problem.Language;
import vn.matluoi.rest.internal.problem.TooLarge;

/**
 * Stands before every operation: proves the caller, keeps other sites out, asks the decision point for the operation's
 * action, and only then looks at parameters and body. An operation that does not say what it needs is refused.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public final class Guard implements ContainerRequestFilter {

    private final Services services;
    private final Credentials credentials;

    @Context
    private ResourceInfo operation;

    @Context
    private HttpServletRequest request;

    public Guard(Services services) {
        this.services = services;
        this.credentials = new Credentials(services);
    }

    @Override
    public void filter(ContainerRequestContext context) {
        var method = operation.getResourceMethod();
        var cookie = credentials.cookie(request);
        SameOrigin.require(request, cookie.isPresent());
        var caller = Optional.<Caller>empty();
        var scope = Scope.nothing();
        if (!method.isAnnotationPresent(Anyone.class)) {
            var needs = method.getAnnotation(Needs.class);
            caller = Optional.of(credentials.prove(request, cookie, needs == null || needs.isUse()));
            if (needs != null) {
                scope = scope(caller.get(), needs);
            } else if (!method.isAnnotationPresent(AnyCaller.class)) {
                throw undeclared();
            }
        }
        Parameters.check(method, context);
        limitBody(context, method.getAnnotation(BodyLimit.class));
        var asking = new Asking(
                caller,
                scope,
                cookie,
                request.getRemoteAddr(),
                Language.of(context.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)));
        JAXRSUtils.getCurrentMessage().getExchange().put(Asking.class, asking);
    }

    private Scope scope(Caller caller, Needs needs) {
        var decisions = services.need(AccessDecisions.class);
        var own = caller.source().filter(source -> needs.reach() == Needs.Reach.SOURCE);
        return own.isPresent()
                ? decisions.require(caller, needs.value(), own.get())
                : decisions.require(caller, needs.value());
    }

    private void limitBody(ContainerRequestContext context, BodyLimit limit) {
        requireOneType();
        var most = limit == null ? BodyLimit.DEFAULT : limit.value();
        var bounded = BoundedRequest.of(request);
        bounded.allow(most);
        if (context.getLength() > most) {
            throw new TooLarge(most);
        }
        if (context.getEntityStream() == null) {
            return;
        }
        var body = new LimitedStream(context.getEntityStream(), most, bounded::fault);
        context.setEntityStream(body);
        if (context.hasEntity()) {
            context.setEntityStream(parts(context, body));
        }
    }

    /** Who reads the body takes the first, or all of them as one: what was looked at must be what is read (RFC 9110 §8.3). */
    private void requireOneType() {
        if (Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE)).size() > 1) {
            throw new HubException(
                    HubException.Reason.INVALID,
                    "content-type.twice",
                    new Text("Tiêu đề Content-Type chỉ được ghi một lần.", "Give the header Content-Type once."));
        }
    }

    private InputStream parts(ContainerRequestContext context, InputStream body) {
        var type = context.getMediaType();
        if (type == null || !type.getType().equalsIgnoreCase("multipart")) {
            return body;
        }
        return new PartHeads(body, PartHeads.boundary(request.getContentType()));
    }

    private static HubException undeclared() {
        return new HubException(
                HubException.Reason.FORBIDDEN,
                "access.undeclared",
                new Text(
                        "Chức năng này chưa khai báo quyền cần có nên bị từ chối.",
                        "This operation does not say what right it needs, so it is refused."));
    }
}
