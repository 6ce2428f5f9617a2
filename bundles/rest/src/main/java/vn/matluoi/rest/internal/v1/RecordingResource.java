package vn.matluoi.rest.internal.v1;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** What is recorded of a camera. */
@Path("/cameras/{id}/recordings")
@Produces(MediaType.APPLICATION_JSON)
public final class RecordingResource {

    /** A device is asked day by day. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Services services;
    private final CameraCalls calls;

    public RecordingResource(Services services) {
        this.services = services;
        this.calls = new CameraCalls(services);
    }

    @GET
    @Needs(value = Action.PLAYBACK, reach = Reach.AREA)
    @Doc(
            value = "Recorded footage of at most 31 days, oldest first, as the camera's device finds it.",
            answer = RecordingsJson.class)
    public CompletionStage<Response> listRecordings(
            @Context Asking asking,
            @PathParam("id") @Limit(max = 12) String id,
            @QueryParam("from") @Limit(max = 40, required = true, about = "a moment: 2026-11-22T07:00:00Z") String from,
            @QueryParam("to") @Limit(max = 40, required = true, about = "a moment after it") String to) {
        var camera = calls.camera(asking, id);
        var begin = Values.instant("from", from);
        var end = Values.instant("to", to);
        var devices = services.need(CameraDevices.class);
        var details = Map.of("from", begin.toString(), "to", end.toString());
        var record = CameraCalls.record(asking, "recording.search", camera, details);
        return calls.ask(asking, Optional.of(record), LONGEST, () -> devices.recordings(camera.id(), begin, end))
                .thenApply(found -> Response.ok(RecordingsJson.of(found, begin)).build());
    }

    /**
     * A stretch of footage. The device's own name for it is not told: it holds addresses.
     *
     * @param trigger why it was recorded, in the device's word; absent if it does not say
     */
    public record RecordingJson(
            @Limit(max = 40, required = true) String from,
            @Limit(max = 40, required = true) String to,
            @Limit String trigger) {

        static RecordingJson of(Recording recording) {
            return new RecordingJson(
                    recording.from().toString(),
                    recording.to().toString(),
                    recording.trigger().orElse(null));
        }
    }

    /**
     * What was found.
     *
     * @param next where there are more, the {@code from} to ask for them; the last one here may come again
     */
    public record RecordingsJson(
            @Limit(items = CameraDevices.MOST_RECORDINGS, required = true) List<RecordingJson> items,
            @Limit(max = 40) String next) {

        static RecordingsJson of(List<Recording> found, Instant from) {
            return new RecordingsJson(
                    found.stream().map(RecordingJson::of).toList(),
                    found.size() < CameraDevices.MOST_RECORDINGS ? null : next(found.get(found.size() - 1), from));
        }

        /** Never the same question again. */
        private static String next(Recording last, Instant from) {
            return (last.from().isAfter(from) ? last.from() : last.to()).toString();
        }
    }
}
