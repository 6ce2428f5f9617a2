package vn.matluoi.rest.internal.v1;

import java.util.Map;
import javax.ws.rs.Consumes;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;
import vn.matluoi.rest.internal.v1.CameraResource.LiveJson;

/** Tickets to what is recorded of a camera. */
@Path("/cameras/{id}/playback")
@Produces(MediaType.APPLICATION_JSON)
public final class PlaybackResource {

    private final Services services;
    private final CameraCalls calls;

    public PlaybackResource(Services services) {
        this.services = services;
        this.calls = new CameraCalls(services);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.PLAYBACK, reach = Reach.AREA)
    @Doc(
            "A one-time address that plays the first recorded stretch of a window of at most 6 hours, to be opened within 60"
                    + " seconds. If nothing is recorded there, opening it is answered 503.")
    public LiveJson openPlayback(
            @Context Asking asking, @PathParam("id") @Limit(max = 12) String id, PlaybackBody window) {
        var camera = calls.camera(asking, id);
        var from = Values.instantInBody("from", window.from());
        var to = Values.instantInBody("to", window.to());
        var tickets = services.need(LiveTickets.class);
        var details = Map.of("from", from.toString(), "to", to.toString());
        try {
            var ticket = services.need(AuditLog.class)
                    .recorded(
                            CameraCalls.record(asking, "playback.ticket", camera, details),
                            () -> tickets.issue(asking.caller(), camera.id(), from, to));
            return new LiveJson(ticket.rtsp().toString(), ticket.expires().toString());
        } catch (HubException refusal) {
            throw CameraCalls.shown(refusal, calls.discretion(asking));
        }
    }

    /** A window of time. */
    public record PlaybackBody(
            @Limit(max = 40, required = true, about = "a moment: 2026-11-22T07:00:00Z") String from,
            @Limit(max = 40, required = true, about = "a moment after it") String to) {}
}
