package vn.matluoi.rest.internal.v1;

import java.util.Locale;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Which descriptions are one camera, where a person decides. */
@Path("/identity")
@Produces(MediaType.APPLICATION_JSON)
public final class IdentityResource {

    private final Services services;

    public IdentityResource(Services services) {
        this.services = services;
    }

    @GET
    @Path("/questions")
    @Needs(value = Action.IDENTITY_READ, reach = Reach.PROVINCE)
    @Doc("Lists questions \"same camera?\", newest first.")
    public ListJson<QuestionJson> listQuestions(
            @Context Asking asking,
            @QueryParam("state") @DefaultValue("open") @Limit(max = 10, pattern = QuestionJson.STATES) String state,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var standing = Values.text(state).map(word -> Identity.Standing.valueOf(word.toUpperCase(Locale.ROOT)));
        return ListJson.of(
                identity().questions(asking.scope(), standing, limit, Values.text(cursor)), QuestionJson::of);
    }

    @POST
    @Path("/questions/{id}/same")
    @Needs(value = Action.IDENTITY_DECIDE, reach = Reach.PROVINCE)
    @Doc("Answers yes: the row is taken in as the candidate, or the camera is merged into it.")
    public DecidedJson answerSame(@Context Asking asking, @PathParam("id") @Limit long id) {
        return DecidedJson.of(identity().same(asking.scope(), id, who(asking), "rest"));
    }

    @POST
    @Path("/questions/{id}/different")
    @Needs(value = Action.IDENTITY_DECIDE, reach = Reach.PROVINCE)
    @Doc("Answers no; a row of which nothing else is asked becomes a camera of its own.")
    public DecidedJson answerDifferent(@Context Asking asking, @PathParam("id") @Limit long id) {
        return new DecidedJson(identity()
                .different(asking.scope(), id, who(asking), "rest")
                .map(CameraId::value)
                .orElse(null));
    }

    @POST
    @Path("/merge")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.IDENTITY_DECIDE, reach = Reach.PROVINCE)
    @Doc("Makes one camera of two; the other's id answers the survivor from then on.")
    public DecidedJson mergeCameras(@Context Asking asking, MergeBody body) {
        return DecidedJson.of(identity()
                .merge(
                        asking.scope(),
                        Values.camera(body.survivor()),
                        Values.camera(body.other()),
                        who(asking),
                        "rest"));
    }

    @POST
    @Path("/split")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.IDENTITY_DECIDE, reach = Reach.PROVINCE)
    @Doc("Undoes a wrong match: what one source says of a camera becomes a camera of its own, which is the answer.")
    public DecidedJson splitCamera(@Context Asking asking, SplitBody body) {
        return DecidedJson.of(identity()
                .split(
                        asking.scope(),
                        Values.camera(body.camera()),
                        Values.source("source", body.source()).orElseThrow(Values::notFound),
                        who(asking),
                        "rest"));
    }

    @POST
    @Path("/undo")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.IDENTITY_DECIDE, reach = Reach.PROVINCE)
    @Doc("Undoes the last merge or split of a camera; answers the camera that came out of it, or went.")
    public DecidedJson undoIdentity(@Context Asking asking, UndoBody body) {
        return DecidedJson.of(identity().undo(asking.scope(), Values.camera(body.camera()), who(asking), "rest"));
    }

    private Identity identity() {
        return services.need(Identity.class);
    }

    private static String who(Asking asking) {
        return asking.caller().account();
    }

    /** Two cameras that are one. */
    public record MergeBody(
            @Limit(max = 12, required = true, about = "whose id stays") String survivor,
            @Limit(max = 12, required = true) String other) {}

    /** A source that speaks of another camera than the others do. */
    public record SplitBody(
            @Limit(max = 12, required = true) String camera, @Limit(max = 60, required = true) String source) {}

    /** A camera whose last merge or split was wrong. */
    public record UndoBody(@Limit(max = 12, required = true) String camera) {}

    /** What came of a decision; no camera if more is asked about the row. */
    public record DecidedJson(@Limit(max = 12) String camera) {

        private static DecidedJson of(CameraId camera) {
            return new DecidedJson(camera.value());
        }
    }
}
