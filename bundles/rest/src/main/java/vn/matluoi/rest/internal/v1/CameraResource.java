package vn.matluoi.rest.internal.v1;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;
import vn.matluoi.rest.internal.problem.DeviceRefusals;

/** The cameras of the catalogue, their still pictures, and tickets to watch them. */
@Path("/cameras")
@Produces(MediaType.APPLICATION_JSON)
public final class CameraResource {

    /** Longer than any device's own time-outs; a snapshot that takes longer is given up. */
    private static final long SNAPSHOT_SECONDS = 30;

    private final Services services;

    public CameraResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.LIST)
    @Doc("Lists cameras within the caller's scope.")
    public ListJson<CameraJson> listCameras(
            @Context Asking asking,
            @QueryParam("q") @Limit(about = "words in name, address, code or id") String q,
            @QueryParam("area") @Limit(max = 5, about = "area code: its whole subtree") String area,
            @QueryParam("sector") @Limit(max = 40) String sector,
            @QueryParam("unit") @Limit(max = 60) String unit,
            @QueryParam("source") @Limit(max = 60) String source,
            @QueryParam("state") @Limit(max = 10, pattern = StateJson.STATES) String state,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var query = new CameraQuery(
                Values.text(q),
                Values.area("area", area),
                Values.text(sector),
                Values.text(unit),
                Values.source("source", source),
                StateJson.kind(state),
                limit,
                Values.text(cursor));
        var discretion = discretion(asking);
        return ListJson.of(
                services.need(Cameras.class).list(asking.scope(), query), camera -> CameraJson.of(camera, discretion));
    }

    @GET
    @Path("/{id}")
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.AREA)
    @Doc("A camera with every stated value and who said it.")
    public CameraDetailJson getCamera(@Context Asking asking, @PathParam("id") @Limit(max = 12) String id) {
        var camera = camera(asking, id);
        var discretion = discretion(asking);
        return CameraDetailJson.of(
                CameraJson.of(camera, discretion),
                services.need(Cameras.class).values(asking.scope(), camera.id()),
                discretion);
    }

    @GET
    @Path("/{id}/snapshot")
    @Produces("image/jpeg")
    @Needs(value = Action.SNAPSHOT_VIEW, reach = Reach.AREA)
    @Doc(value = "A fresh still picture.", answer = byte[].class)
    public CompletionStage<Response> getSnapshot(@Context Asking asking, @PathParam("id") @Limit(max = 12) String id) {
        var camera = camera(asking, id);
        var devices = services.need(CameraDevices.class);
        var discretion = discretion(asking);
        var audit = services.need(AuditLog.class);
        var record = record(asking, "snapshot.view", camera);
        return audit.recorded(record, () -> devices.snapshot(camera.id()))
                .toCompletableFuture()
                .copy()
                .orTimeout(SNAPSHOT_SECONDS, TimeUnit.SECONDS)
                // the log may block, and none of these threads may wait for it
                .exceptionallyAsync(failure -> {
                    var shown = shown(failure, discretion);
                    audit.append(record.failed(shown));
                    throw shown;
                })
                .thenApply(picture -> Response.ok(picture.bytes())
                        .type("image/jpeg")
                        .header("X-Taken-At", picture.takenAt().toString())
                        .build());
    }

    @POST
    @Path("/{id}/live")
    @Needs(value = Action.LIVE_VIEW, reach = Reach.AREA)
    @Doc("A one-time address for watching, to be opened within 60 seconds.")
    public LiveJson openLive(
            @Context Asking asking,
            @PathParam("id") @Limit(max = 12) String id,
            @QueryParam("stream") @DefaultValue("main") @Limit(max = 5, pattern = "main|sub|third") String stream) {
        var camera = camera(asking, id);
        var tickets = services.need(LiveTickets.class);
        var kind = StreamKind.valueOf(stream.toUpperCase(Locale.ROOT));
        try {
            var ticket = services.need(AuditLog.class)
                    .recorded(
                            record(asking, "live.ticket", camera),
                            () -> tickets.issue(asking.caller(), camera.id(), kind));
            return new LiveJson(ticket.rtsp().toString(), ticket.expires().toString());
        } catch (HubException refusal) {
            throw shown(refusal, discretion(asking));
        }
    }

    private Discretion discretion(Asking asking) {
        return Discretion.towards(asking.caller(), services.need(AccessDecisions.class));
    }

    private Camera camera(Asking asking, String id) {
        return services.need(Cameras.class)
                .find(asking.scope(), Values.camera(id))
                .orElseThrow(Values::notFound);
    }

    private static AuditRecord record(Asking asking, String action, Camera camera) {
        return AuditRecord.of(
                asking.caller().account(),
                "rest",
                action,
                camera.id().value(),
                AuditRecord.Outcome.DONE,
                Map.of("origin", asking.origin()));
    }

    /** @return the failure as this caller may see it: a device's own words only to those who may read sources */
    private static RuntimeException shown(Throwable failure, Discretion discretion) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (!discretion.everything() && cause instanceof DeviceException device) {
            return new CompletionException(DeviceRefusals.discreet(device));
        }
        if (!discretion.everything()
                && cause instanceof HubException refusal
                && refusal.reason() == HubException.Reason.DEVICE) {
            return new HubException(
                    HubException.Reason.DEVICE,
                    "device",
                    new Text("Camera hiện không xem được.", "The camera cannot be watched now."));
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }

    /** A ticket: an address that opens once. */
    public record LiveJson(
            @Limit(max = 500, required = true) String rtsp, @Limit(max = 40, required = true) String expires) {}
}
