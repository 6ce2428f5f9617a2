package vn.matluoi.rest.internal.v1;

import java.time.Clock;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.intake.BlockedModels;
import vn.matluoi.api.intake.BlockedModels.BlockedModel;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The devices of which the authorities warned (R2.8). */
@Path("/blocked-models")
@Produces(MediaType.APPLICATION_JSON)
public final class BlockedModelResource {

    private final Services services;
    private final Clock clock;

    public BlockedModelResource(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    @GET
    @Needs(value = Action.PROFILE_READ, reach = Reach.PROVINCE)
    @Doc("Lists the devices of which the authorities warned: cameras of these are refused (R2.8).")
    public ListJson<BlockedModelJson> listBlockedModels(@Context Asking asking) {
        return ListJson.whole(models().list().stream().map(BlockedModelJson::of).toList());
    }

    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.PROFILE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Puts a device on the list, or changes the entry.")
    public BlockedModelJson putBlockedModel(
            @Context Asking asking,
            @PathParam("id") @Limit(max = 60, pattern = BlockedModel.ID) String id,
            BlockedModelBody body) {
        var model = model(id, body);
        models().put(asking.caller(), "rest", model);
        return BlockedModelJson.of(model);
    }

    private BlockedModel model(String id, BlockedModelBody body) {
        try {
            return new BlockedModel(
                    id,
                    Values.text(body.manufacturer()),
                    Values.text(body.model()),
                    Values.text(body.firmware()),
                    body.warning(),
                    clock.instant());
        } catch (IllegalArgumentException e) {
            throw Values.invalid(
                    "model",
                    "blocked-model.words",
                    new Text(
                            "Ghi model hoặc firmware (dấu * ở cuối là phần bất kỳ) và văn bản cảnh báo (warning).",
                            "Name a model or a firmware (an asterisk at the end is any rest) and the warning: "
                                    + e.getMessage()));
        }
    }

    @DELETE
    @Path("/{id}")
    @Needs(value = Action.PROFILE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Takes a device off the list.", status = 204)
    public void removeBlockedModel(
            @Context Asking asking, @PathParam("id") @Limit(max = 60, pattern = BlockedModel.ID) String id) {
        models().remove(asking.caller(), "rest", id);
    }

    private BlockedModels models() {
        return services.need(BlockedModels.class);
    }

    /**
     * A device of which somebody warned. What is left out fits any; a word that ends in {@code *} fits what begins so.
     *
     * @param warning who warned, with number and day of the document
     */
    public record BlockedModelBody(
            @Limit(max = 200) String manufacturer,
            @Limit(max = 200) String model,
            @Limit(max = 200) String firmware,
            @Limit(max = 500, required = true) String warning) {}

    /** An entry of the list. */
    public record BlockedModelJson(
            @Limit(max = 60, required = true) String id,
            @Limit(max = 200) String manufacturer,
            @Limit(max = 200) String model,
            @Limit(max = 200) String firmware,
            @Limit(max = 500, required = true) String warning,
            @Limit(max = 40, required = true) String since) {

        static BlockedModelJson of(BlockedModel model) {
            return new BlockedModelJson(
                    model.id(),
                    model.manufacturer().orElse(null),
                    model.model().orElse(null),
                    model.firmware().orElse(null),
                    model.warning(),
                    model.since().toString());
        }
    }
}
