package vn.matluoi.rest.internal.guard;

import javax.ws.rs.ext.Provider;
import org.apache.cxf.jaxrs.ext.ContextProvider;
import org.apache.cxf.message.Message;

/** Hands an operation the {@link Asking} that {@link Guard} found, as {@code @Context} parameter. */
@Provider
public final class AskingProvider implements ContextProvider<Asking> {

    @Override
    public Asking createContext(Message message) {
        var asking = message.getExchange().get(Asking.class);
        if (asking == null) {
            throw new IllegalStateException("an operation was reached past the guard");
        }
        return asking;
    }
}
