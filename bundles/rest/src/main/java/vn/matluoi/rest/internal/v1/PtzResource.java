package vn.matluoi.rest.internal.v1;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.PtzAbility;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The controls of a camera that moves. */
@Path("/cameras/{id}/ptz")
@Produces(MediaType.APPLICATION_JSON)
public final class PtzResource {

    /** Longer than a device's own time-outs. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int MOST_PRESETS = 1000;

    private final Services services;
    private final CameraCalls calls;

    public PtzResource(Services services) {
        this.services = services;
        this.calls = new CameraCalls(services);
    }

    @GET
    @Needs(value = Action.PTZ, reach = Reach.AREA)
    @Doc(value = "What a camera that moves can be told, and where it looks.", answer = PtzJson.class)
    public CompletionStage<Response> getPtz(@Context Asking asking, @PathParam("id") @Limit(max = 12) String id) {
        var camera = calls.camera(asking, id);
        var devices = services.need(CameraDevices.class);
        return calls.ask(asking, Optional.empty(), LONGEST, () -> devices.ptz(camera.id()))
                .thenApply(ability -> Response.ok(PtzJson.of(ability)).build());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.PTZ, reach = Reach.AREA)
    @Doc(
            value = "Moves a camera for at most so many seconds, stops it, sends it to a place, or keeps one."
                    + " One account moves it at a time: 409 names who does.",
            answer = PtzDoneJson.class)
    public CompletionStage<Response> orderPtz(
            @Context Asking asking, @PathParam("id") @Limit(max = 12) String id, PtzBody body) {
        var camera = calls.camera(asking, id);
        var order = body.order();
        var devices = services.need(CameraDevices.class);
        var account = asking.caller().account();
        var begins = devices.begins(camera.id(), account);
        var goesOn = !begins && (order instanceof PtzOrder.Move || order instanceof PtzOrder.Stop);
        var record = CameraCalls.record(asking, "ptz." + body.action(), camera, body.place());
        return calls.ask(
                        asking,
                        goesOn ? Optional.empty() : Optional.of(record),
                        LONGEST,
                        () -> devices.order(camera.id(), account, order))
                .thenApply(saved -> Response.ok(PtzDoneJson.of(order, saved)).build());
    }

    /** @param zoom 0 (wide) to 1 (tele) */
    public record PtzPositionJson(
            @Limit(least = -1, most = 1, required = true) double pan,
            @Limit(least = -1, most = 1, required = true) double tilt,
            @Limit(most = 1, required = true) double zoom) {

        static PtzPositionJson of(Position position) {
            return new PtzPositionJson(position.pan(), position.tilt(), position.zoom());
        }
    }

    /** A preset or a tour. */
    public record PtzPresetJson(@Limit(max = 64, required = true) String token, @Limit(required = true) String name) {

        static PtzPresetJson of(Preset preset) {
            return new PtzPresetJson(preset.token(), preset.name());
        }

        static List<PtzPresetJson> of(List<Preset> presets) {
            return presets.stream().limit(MOST_PRESETS).map(PtzPresetJson::of).toList();
        }
    }

    /**
     * What a camera can be told.
     *
     * @param moves whether it takes {@code move}
     * @param goes whether it takes {@code go}
     * @param position where it looks; absent if its device does not say
     * @param presets absent if it keeps none for us
     * @param tours absent if it has none for us
     */
    public record PtzJson(
            @Limit(required = true) boolean moves,
            @Limit(required = true) boolean goes,
            PtzPositionJson position,
            @Limit(items = MOST_PRESETS) List<PtzPresetJson> presets,
            @Limit(items = MOST_PRESETS) List<PtzPresetJson> tours) {

        static PtzJson of(PtzAbility ability) {
            return new PtzJson(
                    ability.moves(),
                    ability.goes(),
                    ability.position().map(PtzPositionJson::of).orElse(null),
                    ability.presets().map(PtzPresetJson::of).orElse(null),
                    ability.tours().map(PtzPresetJson::of).orElse(null));
        }
    }

    /**
     * The camera's device has taken the order.
     *
     * @param seconds for a move, after how many the hub stops it
     * @param preset for a place that was kept, the one
     */
    public record PtzDoneJson(@Limit(least = 1, most = 10) Integer seconds, PtzPresetJson preset) {

        static PtzDoneJson of(PtzOrder order, Optional<Preset> saved) {
            return new PtzDoneJson(
                    order instanceof PtzOrder.Move move ? (int) move.time().toSeconds() : null,
                    saved.map(PtzPresetJson::of).orElse(null));
        }
    }
}
