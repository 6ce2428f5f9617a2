package vn.matluoi.rest.internal.v1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.DriverAdmin.Order;
import vn.matluoi.api.driver.Drivers;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.BodyLimit;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;
import vn.matluoi.rest.internal.v1.DriverJson.DriverOrderJson;

/**
 * The driver plug-ins this hub has, and what is ordered of them. Every order but a release answers its plan and does
 * nothing, unless it says {@code dryRun=false}.
 */
@Path("/drivers")
@Produces(MediaType.APPLICATION_JSON)
public final class DriverResource {

    static final String KAR = "application/zip";

    private static final String FAMILY = "[a-z0-9][a-z0-9.-]*";
    private static final String VERSION = "[0-9][A-Za-z0-9._-]*";
    /** As large as a plug-in may be. */
    private static final long MOST_BYTES = 16L << 20;
    /** Orders at once: the hub carries out one after another, and each that waits holds a thread and may hold a file. */
    private static final int MOST_ORDERS = 2;

    private final Services services;
    private final Semaphore orders = new Semaphore(MOST_ORDERS);

    /** Of a file on its way: a slow line keeps no other order waiting. */
    private final Semaphore uploads = new Semaphore(MOST_ORDERS);

    public DriverResource(Services services) {
        this.services = services;
        ReceivedKar.clean();
    }

    @GET
    @Needs(value = Action.DRIVER_READ, reach = Reach.PROVINCE)
    @Doc("Lists driver plug-ins.")
    public ListJson<DriverJson> listDrivers(@Context Asking asking) {
        return ListJson.whole(services.need(Drivers.class).list().stream()
                .map(plugin -> DriverJson.of(plugin, asking))
                .toList());
    }

    @GET
    @Path("/{family}")
    @Needs(value = Action.DRIVER_READ, reach = Reach.PROVINCE)
    @Doc("A driver plug-in and how it is.")
    public DriverJson getDriver(@Context Asking asking, @PathParam("family") @Limit(max = 40) String family) {
        return DriverJson.of(found(family).orElseThrow(Values::notFound), asking);
    }

    @POST
    @Consumes({KAR, MediaType.APPLICATION_OCTET_STREAM})
    @BodyLimit(MOST_BYTES)
    @Needs(value = Action.DRIVER_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            value = "Takes in a plug-in as a signed .kar file: the plan alone, or with dryRun=false the plan carried"
                    + " out.",
            status = 201,
            or = 200,
            answer = DriverOrderJson.class)
    public Response takeDriver(
            @Context Asking asking,
            @QueryParam("name")
                    @DefaultValue("plug-in.kar")
                    @Limit(max = 100, pattern = ReceivedKar.NAME, about = "the file's name, as the audit log shows it")
                    String name,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun,
            InputStream file)
            throws IOException {
        place(uploads);
        try (var kar = ReceivedKar.of(name, file)) {
            var order = order(asking, new Order.Take(kar.file()), dryRun);
            return dryRun
                    ? Response.ok(order).build()
                    : Response.status(201)
                            .header("Location", "/api/v1/drivers/" + order.family())
                            .entity(order)
                            .build();
        } finally {
            uploads.release();
        }
    }

    @POST
    @Path("/{family}/install")
    @Needs(value = Action.DRIVER_CHANGE, reach = Reach.PROVINCE)
    @Doc("Installs a version of drivers/repository that was shipped or is signed, older ones included, or the newest:"
            + " the plan, or done with dryRun=false.")
    public DriverOrderJson installDriver(
            @Context Asking asking,
            @PathParam("family") @Limit(max = 40, pattern = FAMILY) String family,
            @QueryParam("version") @Limit(max = 60, pattern = VERSION) String version,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun) {
        return order(asking, new Order.Install(family, Values.text(version)), dryRun);
    }

    @POST
    @Path("/{family}/upgrade")
    @Needs(value = Action.DRIVER_CHANGE, reach = Reach.PROVINCE)
    @Doc("Puts a newer version of drivers/repository in place of the installed one: the plan, or done with"
            + " dryRun=false.")
    public DriverOrderJson upgradeDriver(
            @Context Asking asking,
            @PathParam("family") @Limit(max = 40, pattern = FAMILY) String family,
            @QueryParam("version") @Limit(max = 60, pattern = VERSION) String version,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun) {
        return order(asking, new Order.Upgrade(family, Values.text(version)), dryRun);
    }

    @POST
    @Path("/{family}/rollback")
    @Needs(value = Action.DRIVER_CHANGE, reach = Reach.PROVINCE)
    @Doc("Goes back to a version that is kept, and its sources' options with it: the plan, or done with dryRun=false.")
    public DriverOrderJson rollBackDriver(
            @Context Asking asking,
            @PathParam("family") @Limit(max = 40, pattern = FAMILY) String family,
            @QueryParam("version") @Limit(max = 60, pattern = VERSION) String version,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun) {
        return order(asking, new Order.RollBack(family, Values.text(version)), dryRun);
    }

    @DELETE
    @Path("/{family}")
    @Needs(value = Action.DRIVER_CHANGE, reach = Reach.PROVINCE)
    @Doc("Removes a plug-in, whose sources then wait for it: the plan, or done with dryRun=false.")
    public DriverOrderJson removeDriver(
            @Context Asking asking,
            @PathParam("family") @Limit(max = 40, pattern = FAMILY) String family,
            @QueryParam("dryRun") @DefaultValue("true") boolean dryRun) {
        return order(asking, new Order.Remove(family), dryRun);
    }

    @POST
    @Path("/{family}/release")
    @Needs(value = Action.DRIVER_CHANGE, reach = Reach.PROVINCE)
    @Doc("Lets a quarantined plug-in run again.")
    public DriverJson releaseDriver(
            @Context Asking asking, @PathParam("family") @Limit(max = 40, pattern = FAMILY) String family) {
        services.need(DriverAdmin.class).release(asking.caller(), family);
        return DriverJson.of(found(family).orElseThrow(Values::notFound), asking);
    }

    private Optional<Drivers.Plugin> found(String family) {
        return services.need(Drivers.class).list().stream()
                .filter(plugin -> plugin.family().equals(family))
                .findFirst();
    }

    private DriverOrderJson order(Asking asking, Order order, boolean dryRun) {
        place(orders);
        try {
            return carry(services.need(DriverAdmin.class), asking, order, dryRun);
        } finally {
            orders.release();
        }
    }

    /** Takes a place, which is to be given back. */
    private static void place(Semaphore places) {
        if (!places.tryAcquire()) {
            throw new HubException(
                    HubException.Reason.BUSY,
                    "driver.orders",
                    new Text(
                            "Đang có việc khác với trình điều khiển; hãy thử lại sau ít giây.",
                            "Other orders for drivers are under way; try again in a few seconds."));
        }
    }

    /** A plug-in that is installed and fails to serve is a problem that says why, as every other order that failed. */
    private static DriverOrderJson carry(DriverAdmin admin, Asking asking, Order order, boolean dryRun) {
        if (dryRun) {
            return DriverOrderJson.of(admin.plan(asking.caller(), order), false, null, asking);
        }
        var plan = new AtomicReference<DriverAdmin.Plan>();
        var after = admin.carryOut(asking.caller(), order, plan::set);
        return DriverOrderJson.of(plan.get(), true, after.orElse(null), asking);
    }
}
