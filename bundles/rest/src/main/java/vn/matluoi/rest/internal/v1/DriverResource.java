package vn.matluoi.rest.internal.v1;

import java.util.Locale;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The driver plug-ins this hub has. */
@Path("/drivers")
@Produces(MediaType.APPLICATION_JSON)
public final class DriverResource {

    private final Services services;

    public DriverResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.DRIVER_READ, reach = Reach.PROVINCE)
    @Doc("Lists driver plug-ins.")
    public ListJson<DriverJson> listDrivers(@Context Asking asking) {
        return ListJson.whole(services.need(Drivers.class).list().stream()
                .map(plugin -> new DriverJson(
                        plugin.family(),
                        plugin.version().orElse(null),
                        plugin.status().name().toLowerCase(Locale.ROOT),
                        plugin.problem().map(asking::say).orElse(null),
                        plugin.sources()))
                .toList());
    }

    /**
     * One plug-in.
     *
     * @param problem why it does not serve, and what to do
     * @param sources how many sources use it
     */
    public record DriverJson(
            @Limit(max = 40, required = true) String family,
            @Limit(max = 60) String version,
            @Limit(max = 11, required = true, pattern = "active|failed|quarantined|available|missing") String status,
            @Limit(max = 4000) String problem,
            @Limit(required = true) int sources) {}
}
