package vn.matluoi.rest.internal.v1;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.SourceQuery;
import vn.matluoi.api.source.Sources;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The sources the hub supervises. */
@Path("/sources")
@Produces(MediaType.APPLICATION_JSON)
public final class SourceResource {

    /** Calls that wait for a device, at once: they must not take every thread of the web server. */
    private static final int DEVICE_CALLS = 8;

    private final Services services;
    private final Semaphore deviceCalls = new Semaphore(DEVICE_CALLS);

    public SourceResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.SOURCE_READ, reach = Reach.PROVINCE)
    @Doc("Lists sources and how they are.")
    public ListJson<SourceJson> listSources(
            @Context Asking asking,
            @QueryParam("q") @Limit(about = "words in name or id") String q,
            @QueryParam("area") @Limit(max = 5, about = "area code: its whole subtree") String area,
            @QueryParam("sector") @Limit(max = 40) String sector,
            @QueryParam("unit") @Limit(max = 60) String unit,
            @QueryParam("driver") @Limit(max = 40, about = "device family") String driver,
            @QueryParam("state") @Limit(max = 10, pattern = StateJson.STATES) String state,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var query = new SourceQuery(
                Values.text(q),
                Values.knownArea(services, "area", area),
                Values.text(sector),
                Values.text(unit),
                Values.text(driver),
                StateJson.kind(state),
                limit,
                Values.text(cursor));
        return ListJson.of(sources().list(asking.scope(), query), source -> SourceJson.of(source, asking));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Adds a source and begins to supervise it.", status = 201, answer = SourceJson.class)
    public Response createSource(@Context Asking asking, SourceBody body) {
        try {
            var source = sources()
                    .add(
                            asking.caller(),
                            body.settings(Optional.empty()),
                            body.newSecret(),
                            Values.text(body.acceptedCertificate()));
            return Response.status(201)
                    .header("Location", "/api/v1/sources/" + source.settings().id())
                    .entity(SourceJson.of(source, asking))
                    .build();
        } finally {
            clear(body);
        }
    }

    @GET
    @Path("/{id}")
    @Needs(value = Action.SOURCE_READ, reach = Reach.PROVINCE)
    @Doc("A source and how it is.")
    public SourceJson getSource(@Context Asking asking, @PathParam("id") @Limit(max = 60) String id) {
        return SourceJson.of(source(asking, id), asking);
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Changes a source. A secret left out stays as it is; a new one lets the hub try again.")
    public SourceJson changeSource(
            @Context Asking asking, @PathParam("id") @Limit(max = 60) String id, SourceBody body) {
        try {
            var known = source(asking, id).settings().id();
            return SourceJson.of(
                    sources()
                            .update(
                                    asking.caller(),
                                    body.settings(Optional.of(known)),
                                    body.newSecret(),
                                    Values.text(body.acceptedCertificate())),
                    asking);
        } finally {
            clear(body);
        }
    }

    @DELETE
    @Path("/{id}")
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Stops supervising a source; its cameras stay in the catalogue.", status = 204)
    public void removeSource(@Context Asking asking, @PathParam("id") @Limit(max = 60) String id) {
        sources().remove(asking.caller(), source(asking, id).settings().id());
    }

    @POST
    @Path("/test")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.SOURCE_TEST, reach = Reach.PROVINCE)
    @Doc("Climbs the test ladder with settings that are not yet a source; nothing is stored.")
    public TestReportJson testSettings(@Context Asking asking, SourceBody body) {
        try {
            var settings = body.settings(Optional.empty());
            var secret = body.newSecret().orElseGet(() -> new char[0]);
            return TestReportJson.of(withDevice(() -> sources().test(asking.caller(), settings, secret)), asking);
        } finally {
            clear(body);
        }
    }

    @POST
    @Path("/{id}/test")
    @Needs(value = Action.SOURCE_TEST, reach = Reach.PROVINCE)
    @Doc("Climbs the test ladder of a source, with its stored secret.")
    public TestReportJson testSource(@Context Asking asking, @PathParam("id") @Limit(max = 60) String id) {
        var known = source(asking, id).settings().id();
        return TestReportJson.of(withDevice(() -> sources().test(asking.caller(), known)), asking);
    }

    @POST
    @Path("/{id}/sync")
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Asks the device for its channels now and takes the answer in.")
    public ReportJson syncSource(@Context Asking asking, @PathParam("id") @Limit(max = 60) String id) {
        var known = source(asking, id).settings().id();
        return ReportJson.of(withDevice(() -> sources().sync(asking.caller(), known)), asking);
    }

    @POST
    @Path("/{id}/password")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            "Gives the device's account another password, made by the hub unless one is sent. The hub logs in with it from then on;"
                    + " a failure says which password holds.")
    public PasswordJson changeDevicePassword(
            @Context Asking asking, @PathParam("id") @Limit(max = 60) String id, PasswordBody body) {
        try {
            var known = source(asking, id).settings().id();
            return PasswordJson.of(withDevice(() -> upkeep().rotate(asking.caller(), known, body.chosen())));
        } finally {
            body.chosen().ifPresent(secret -> Arrays.fill(secret, ' '));
        }
    }

    @GET
    @Path("/{id}/health")
    @Needs(value = Action.SOURCE_TEST, reach = Reach.PROVINCE)
    @Doc(
            "Asks the device how it is: clock, disks, what it records, its own complaints; and whether it can be known by its serial number.")
    public HealthJson getDeviceHealth(@Context Asking asking, @PathParam("id") @Limit(max = 60) String id) {
        var known = source(asking, id).settings().id();
        var report = withDevice(() -> upkeep().health(known));
        return HealthJson.of(
                report, upkeep().remarks(known).stream().map(asking::say).toList());
    }

    @GET
    @Path("/{id}/clock")
    @Needs(value = Action.SOURCE_TEST, reach = Reach.PROVINCE)
    @Doc("Asks the device how far its clock is off, and which time server it follows.")
    public ClockJson getDeviceClock(@Context Asking asking, @PathParam("id") @Limit(max = 60) String id) {
        var known = source(asking, id).settings().id();
        return ClockJson.of(withDevice(() -> upkeep().clock(known)));
    }

    @POST
    @Path("/{id}/clock")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.SOURCE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Sets the device's clock to the hub's. A device that follows a time server is told not to any more.")
    public ClockJson setDeviceClock(
            @Context Asking asking, @PathParam("id") @Limit(max = 60) String id, ClockBody body) {
        body.check();
        var known = source(asking, id).settings().id();
        return ClockJson.of(withDevice(() -> upkeep().setClock(asking.caller(), known)));
    }

    private DeviceUpkeep upkeep() {
        return services.need(DeviceUpkeep.class);
    }

    private Sources sources() {
        return services.need(Sources.class);
    }

    private Sources.Source source(Asking asking, String id) {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw Values.notFound();
        }
        return Values.inPath(sources().find(asking.scope(), new SourceId(id)));
    }

    private <T> T withDevice(Supplier<T> call) {
        if (!deviceCalls.tryAcquire()) {
            throw new HubException(
                    HubException.Reason.BUSY,
                    "source.busy",
                    new Text(
                            "Đang kiểm tra nhiều thiết bị cùng lúc. Hãy thử lại sau ít giây.",
                            "Many devices are being tested at once. Try again in a few seconds."));
        }
        try {
            return call.get();
        } finally {
            deviceCalls.release();
        }
    }

    private static void clear(SourceBody body) {
        body.newSecret().ifPresent(secret -> Arrays.fill(secret, ' '));
    }
}
