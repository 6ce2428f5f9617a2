package vn.matluoi.rest.internal.v1;

import java.io.IOException;
import java.io.UncheckedIOException;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import vn.matluoi.rest.internal.guard.AnyCaller;
import vn.matluoi.rest.internal.openapi.Describe;
import vn.matluoi.rest.internal.openapi.Doc;

/** The description of this API, made in the build. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {

    private final byte[] description;

    public OpenApiResource() {
        try (var made = Describe.class.getResourceAsStream("openapi.json")) {
            if (made == null) {
                throw new IllegalStateException("openapi.json was not made in the build");
            }
            description = made.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @GET
    @AnyCaller
    @Doc("This description.")
    public byte[] getDescription() {
        return description;
    }
}
