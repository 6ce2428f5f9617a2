package vn.matluoi.rest.internal.openapi;

import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.Provider;

/** Gives a good answer that says no status itself the status its {@link Doc} declares, and every answer what caches must know. */
@Provider
public final class GoodStatus implements ContainerResponseFilter {

    @Context
    private ResourceInfo operation;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        var method = operation.getResourceMethod();
        var plain = method != null && method.getReturnType() != Response.class && method.getReturnType() != void.class;
        if (plain && response.getStatus() == 200 && method.isAnnotationPresent(Doc.class)) {
            response.setStatus(method.getAnnotation(Doc.class).status());
        }
        response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getHeaders().putSingle(HttpHeaders.VARY, "Accept-Language, Cookie, Authorization");
    }
}
