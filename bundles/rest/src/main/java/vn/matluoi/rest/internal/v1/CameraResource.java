package vn.matluoi.rest.internal.v1;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.api.registry.Truth;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The cameras of the catalogue, their still pictures, and tickets to watch them. */
@Path("/cameras")
@Produces(MediaType.APPLICATION_JSON)
public final class CameraResource {

    /** Longer than any device's own time-outs; a snapshot that takes longer is given up. */
    private static final Duration SNAPSHOT = Duration.ofSeconds(30);

    private final Services services;
    private final CameraCalls calls;

    public CameraResource(Services services) {
        this.services = services;
        this.calls = new CameraCalls(services);
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
                Values.knownArea(services, "area", area),
                Values.text(sector),
                Values.text(unit),
                Values.source("source", source),
                StateJson.kind(state),
                limit,
                Values.text(cursor));
        var discretion = calls.discretion(asking);
        return ListJson.of(
                services.need(Cameras.class).list(asking.scope(), query), camera -> CameraJson.of(camera, discretion));
    }

    @GET
    @Path("/{id}")
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.AREA)
    @Doc("A camera with every stated value and who said it.")
    public CameraDetailJson getCamera(@Context Asking asking, @PathParam("id") @Limit(max = 12) String id) {
        var camera = calls.camera(asking, id);
        var discretion = calls.discretion(asking);
        var truth = services.find(Truth.class);
        return CameraDetailJson.of(
                CameraJson.of(camera, discretion),
                services.find(Identity.class)
                        .map(identity -> identity.aliases(camera.id()))
                        .orElse(Set.of()),
                services.need(Cameras.class).values(asking.scope(), camera.id()),
                truth.map(one -> one.conflicts(asking.scope(), camera.id())).orElse(Map.of()),
                truth.flatMap(one -> one.completeness(asking.scope(), camera.id())),
                discretion);
    }

    @GET
    @Path("/{id}/history")
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.AREA)
    @Doc("What became of a camera, newest first, what it was before a merge included.")
    public ListJson<ChangeResource.ChangeJson> getCameraHistory(
            @Context Asking asking,
            @PathParam("id") @Limit(max = 12) String id,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var camera = calls.camera(asking, id);
        var discretion = calls.discretion(asking);
        return ListJson.of(
                services.need(Identity.class).history(asking.scope(), camera.id(), limit, Values.text(cursor)),
                change -> ChangeResource.ChangeJson.of(change, discretion));
    }

    @GET
    @Path("/{id}/snapshot")
    @Produces("image/jpeg")
    @Needs(value = Action.SNAPSHOT_VIEW, reach = Reach.AREA)
    @Doc(value = "A fresh still picture.", answer = byte[].class)
    public CompletionStage<Response> getSnapshot(@Context Asking asking, @PathParam("id") @Limit(max = 12) String id) {
        var camera = calls.camera(asking, id);
        var devices = services.need(CameraDevices.class);
        var record = CameraCalls.record(asking, "snapshot.view", camera, Map.of());
        return calls.ask(asking, Optional.of(record), SNAPSHOT, () -> devices.snapshot(camera.id()))
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
        var camera = calls.camera(asking, id);
        var tickets = services.need(LiveTickets.class);
        var kind = StreamKind.valueOf(stream.toUpperCase(Locale.ROOT));
        try {
            var ticket = services.need(AuditLog.class)
                    .recorded(
                            CameraCalls.record(asking, "live.ticket", camera, Map.of()),
                            () -> tickets.issue(asking.caller(), camera.id(), kind));
            return new LiveJson(ticket.rtsp().toString(), ticket.expires().toString());
        } catch (HubException refusal) {
            throw CameraCalls.shown(refusal, calls.discretion(asking));
        }
    }

    /** A ticket: an address that opens once. */
    public record LiveJson(
            @Limit(max = 500, required = true) String rtsp, @Limit(max = 40, required = true) String expires) {}
}
