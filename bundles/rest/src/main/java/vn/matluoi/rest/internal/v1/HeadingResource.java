package vn.matluoi.rest.internal.v1;

import java.util.Arrays;
import java.util.stream.Collectors;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.LearnedHeadings;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** What people once said the headings of a source mean. */
@Path("/headings")
@Produces(MediaType.APPLICATION_JSON)
public final class HeadingResource {

    private final Services services;

    public HeadingResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.PROFILE_READ, reach = Reach.PROVINCE)
    @Doc("Lists what was learned of a source's headings.")
    public ListJson<HeadingJson> listHeadings(
            @Context Asking asking, @QueryParam("source") @Limit(max = 60, required = true) String source) {
        return ListJson.whole(headings().of(Values.source("source", source).orElseThrow()).stream()
                .map(HeadingJson::of)
                .toList());
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.PROFILE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Says which field a heading of a source means: later sheets of that source are read so.")
    public HeadingJson putHeading(@Context Asking asking, HeadingBody body) {
        var field = CameraField.ofKey(body.field()).orElseThrow(() -> unknown(body.field()));
        var source = Values.source("source", body.source()).orElseThrow();
        return HeadingJson.of(headings().learn(asking.caller(), "rest", source, body.heading(), field));
    }

    @DELETE
    @Needs(value = Action.PROFILE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Forgets what was learned of a heading.", status = 204)
    public void removeHeading(
            @Context Asking asking,
            @QueryParam("source") @Limit(max = 60, required = true) String source,
            @QueryParam("heading") @Limit(max = 200, required = true) String heading) {
        headings()
                .forget(asking.caller(), "rest", Values.source("source", source).orElseThrow(), heading);
    }

    private static RuntimeException unknown(String key) {
        var keys = Arrays.stream(CameraField.values()).map(CameraField::key).collect(Collectors.joining(", "));
        return Values.invalid(
                "field",
                "field.unknown",
                new Text(
                        "Không có trường “%s”. Các trường: %s.".formatted(key, keys),
                        "There is no field “%s”. The fields: %s.".formatted(key, keys)));
    }

    private LearnedHeadings headings() {
        return services.need(LearnedHeadings.class);
    }

    /**
     * A heading and what it means.
     *
     * @param heading as it stands in the sheet
     * @param field key of the camera's field
     */
    public record HeadingBody(
            @Limit(max = 60, required = true) String source,
            @Limit(max = 200, required = true) String heading,
            @Limit(max = 40, required = true) String field) {}

    /** What was learned of a heading. */
    public record HeadingJson(
            @Limit(max = 60, required = true) String source,
            @Limit(max = 200, required = true) String heading,
            @Limit(max = 40, required = true) String field,
            @Limit(max = 200, required = true) String by,
            @Limit(max = 40, required = true) String at) {

        static HeadingJson of(LearnedHeadings.Learned learned) {
            return new HeadingJson(
                    learned.source().value(),
                    learned.heading(),
                    learned.field().key(),
                    learned.by(),
                    learned.at().toString());
        }
    }
}
