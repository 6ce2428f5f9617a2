package vn.matluoi.rest.internal.v1;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.ChecksumTree;
import vn.matluoi.api.registry.Upstream;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** What other registries tell this one of their cameras; each with a key of its own source {@code upper-NAME}. */
@Path("/upstream/{sender}")
@Produces(MediaType.APPLICATION_JSON)
public final class UpstreamResource {

    private final Services services;

    public UpstreamResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.IMPORT_SUBMIT, reach = Reach.SOURCE)
    @Doc("Up to where in its feed the sender has told, and how many of its cameras are known.")
    public StandingJson getUpstream(
            @Context Asking asking,
            @PathParam("sender") @Limit(max = 54, about = "name of the sender: its source is upper-NAME")
                    String sender) {
        var source = source(asking, sender);
        return StandingJson.of(services.need(Upstream.class).standing(source));
    }

    @GET
    @Path("/checksums")
    @Needs(value = Action.IMPORT_SUBMIT, reach = Reach.SOURCE)
    @Doc("Checksums of what the sender told, as those of the catalogue.")
    public ChecksumJson getUpstreamChecksums(
            @Context Asking asking,
            @PathParam("sender") @Limit(max = 54) String sender,
            @QueryParam("area") @Limit(max = 5, about = "area code; all there is if absent") String area,
            @QueryParam("after") @Limit(max = 40, about = "camera id: next of the answer before") String after,
            @QueryParam("limit") @DefaultValue("1000") @Limit(least = 1, most = 5000) int limit) {
        var source = source(asking, sender);
        var upstream = services.need(Upstream.class);
        var where = Values.area("area", area);
        return ChecksumJson.of(
                where,
                new ChecksumTree(upstream.byArea(source, where), services.need(Areas.class)),
                where.map(code -> upstream.in(source, code, Values.text(after), limit))
                        .orElse(List.of()),
                limit);
    }

    @POST
    @Path("/changes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.IMPORT_SUBMIT, reach = Reach.SOURCE)
    @Doc(
            "Takes in cameras as the sender has them now. With after and sequence it follows what was told before, else 409 with what is"
                    + " expected; with sequence alone the sender has compared checksums up to there; with neither it is part of comparing. Of more withdrawals than may go at once a person decides; their outcome is waiting.")
    public TakenJson tellUpstream(
            @Context Asking asking, @PathParam("sender") @Limit(max = 54) String sender, ToldBody body) {
        var source = source(asking, sender);
        var told = body.told();
        var upstream = services.need(Upstream.class);
        var by = asking.caller().account();
        if (told.cameras().isEmpty()) {
            return TakenJson.of(upstream.take(source, told, by), asking);
        }
        var record = AuditRecord.of(
                by,
                "rest",
                "upstream.take",
                source.value(),
                AuditRecord.Outcome.DONE,
                Map.of(
                        "cameras",
                        String.valueOf(told.cameras().size()),
                        "sequence",
                        String.valueOf(told.sequence().orElse(0)),
                        "origin",
                        asking.origin()));
        return TakenJson.of(
                services.need(AuditLog.class).recorded(record, () -> upstream.take(source, told, by)), asking);
    }

    private SourceId source(Asking asking, String sender) {
        var source = Values.source("sender", Upstream.PREFIX + sender).orElseThrow(Values::notFound);
        services.need(AccessDecisions.class).require(asking.caller(), Action.IMPORT_SUBMIT, source);
        return source;
    }

    /**
     * Where a sender is.
     *
     * @param stream names its feed; blank if it has told nothing
     * @param waiting cameras it withdrew that wait for a person
     */
    public record StandingJson(
            @Limit(required = true) String stream,
            @Limit(required = true) long sequence,
            @Limit(required = true) long cameras,
            @Limit(required = true, about = "cameras it withdrew that wait for a person") long waiting) {

        static StandingJson of(Upstream.Standing standing) {
            return new StandingJson(standing.stream(), standing.sequence(), standing.cameras(), standing.waiting());
        }
    }

    /** What a sender tells. */
    public record ToldBody(
            @Limit(required = true, about = "names the sender's feed") String stream,
            @Limit(about = "up to where it told before") Long after,
            @Limit(about = "up to where this goes") Long sequence,
            @Limit(items = Upstream.MOST, required = true) List<ToldCameraBody> cameras) {

        Upstream.Told told() {
            return new Upstream.Told(
                    stream,
                    number(after),
                    number(sequence),
                    cameras.stream().map(ToldCameraBody::told).toList());
        }

        private static OptionalLong number(Long given) {
            return given == null ? OptionalLong.empty() : OptionalLong.of(given);
        }
    }

    /**
     * A camera as its sender has it.
     *
     * @param values all that is told of it, area among them; absent if it is told of no more
     */
    public record ToldCameraBody(
            @Limit(max = 40, required = true, about = "the sender's own id") String id,
            @Limit(max = 4000, items = 100, cameraFields = true) Map<String, String> values) {

        Upstream.ToldCamera told() {
            return new Upstream.ToldCamera(id, Optional.ofNullable(values).map(ToldCameraBody::read));
        }

        private static Map<CameraField, String> read(Map<String, String> values) {
            var read = new EnumMap<CameraField, String>(CameraField.class);
            values.forEach((key, value) -> {
                var field = CameraField.ofKey(key)
                        .orElseThrow(() -> Values.invalid(
                                key,
                                "upstream.field",
                                new Text(
                                        "Không có trường “%s” trong danh mục.".formatted(key),
                                        "The catalogue has no field \"%s\".".formatted(key))));
                if (value != null) {
                    read.put(field, value);
                }
            });
            return read;
        }
    }

    /** What became of it. */
    public record TakenJson(
            @Limit(required = true, about = "where the sender is now") long sequence,
            @Limit(items = Upstream.MOST, required = true) List<TakenCameraJson> cameras) {

        static TakenJson of(Upstream.Taken taken, Asking asking) {
            return new TakenJson(
                    taken.sequence(),
                    taken.cameras().stream()
                            .map(camera -> TakenCameraJson.of(camera, asking))
                            .toList());
        }
    }

    /**
     * What became of one camera.
     *
     * @param outcome missing for one that was withdrawn; waiting if a person has to agree first
     * @param why if it was rejected: what is wrong and how to mend it; if it waits: why
     */
    public record TakenCameraJson(
            @Limit(max = 40, required = true) String id,
            @Limit(max = 10, required = true, pattern = "created|updated|unchanged|rejected|doubtful|missing|waiting")
                    String outcome,
            @Limit(max = 4000) String why) {

        static TakenCameraJson of(Upstream.TakenCamera camera, Asking asking) {
            return new TakenCameraJson(
                    camera.id(),
                    camera.outcome()
                            .map(word -> word.name().toLowerCase(Locale.ROOT))
                            .orElse(camera.why().isPresent() ? "waiting" : "missing"),
                    camera.why().map(asking::say).orElse(null));
        }
    }
}
