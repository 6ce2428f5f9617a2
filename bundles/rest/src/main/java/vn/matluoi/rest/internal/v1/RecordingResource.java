package vn.matluoi.rest.internal.v1;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.NotAllowedException;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;
import vn.matluoi.rest.internal.stream.FootageAnswer;
import vn.matluoi.rest.internal.stream.StillThere;

/** What is recorded of a camera. */
@Path("/cameras/{id}/recordings")
@Produces(MediaType.APPLICATION_JSON)
public final class RecordingResource {

    /** A device is asked day by day. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(RecordingResource.class);
    private static final DateTimeFormatter NAMED =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Services services;
    private final CameraCalls calls;
    private final LongSupplier nanos;

    /** @param nanos a monotonic clock, as {@link System#nanoTime()} */
    public RecordingResource(Services services, LongSupplier nanos) {
        this.services = services;
        this.nanos = nanos;
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

    @GET
    @Path("/file")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, "video/mpeg", "video/mp4"})
    @Needs(value = Action.PLAYBACK, reach = Reach.AREA)
    @Doc(
            value =
                    "Recorded footage as a file: of what is recorded within a window of at most a day, the stretch that shares most"
                            + " with it, whole, in the form in which the device keeps it (MPEG-PS, Dahua's DHAV, MP4). A file that ends early ends"
                            + " with the connection broken off. One at a time from each device.",
            answer = byte[].class,
            bytes = 1L << 40)
    public void getRecordingFile(
            @Context Asking asking,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse suspended,
            @PathParam("id") @Limit(max = 12) String id,
            @QueryParam("from") @Limit(max = 40, required = true, about = "a moment: 2026-11-22T07:00:00Z") String from,
            @QueryParam("to") @Limit(max = 40, required = true, about = "a moment after it") String to) {
        if (!request.getMethod().equals(HttpMethod.GET)) {
            throw new NotAllowedException(HttpMethod.GET); // HEAD would fetch it for nobody
        }
        var camera = calls.camera(asking, id);
        var begin = Values.instant("from", from);
        var end = Values.instant("to", to);
        var devices = services.need(CameraDevices.class);
        var details = Map.of("from", begin.toString(), "to", end.toString());
        var record = CameraCalls.record(asking, "recording.download", camera, details);
        var words = calls.discretion(asking).everything();
        var stillThere = StillThere.fetching(services, asking, camera.id(), words);
        var context = request.getAsyncContext();
        var channel = Request.getBaseRequest(request).getHttpChannel();
        calls.ask(asking, Optional.of(record), LONGEST, () -> devices.download(camera.id(), begin, end))
                .whenComplete((file, failure) -> {
                    if (failure != null) {
                        suspended.resume(failure);
                        return;
                    }
                    var name = camera.id() + "_" + NAMED.format(file.from());
                    BiConsumer<FootageAnswer.End, Long> told = (how, bytes) -> ended(asking, camera, file, how, bytes);
                    try {
                        context.start(new FootageAnswer(context, channel, file, name, stillThere, nanos, told));
                    } catch (IllegalStateException | RejectedExecutionException gone) { // while the device was asked
                        file.close();
                        CompletableFuture.runAsync(() -> told.accept(FootageAnswer.End.CALLER, 0L));
                    }
                });
    }

    private void ended(Asking asking, Camera camera, FootageFile file, FootageAnswer.End how, long bytes) {
        var details = Map.of(
                "from", file.from().toString(),
                "to", file.to().toString(),
                "bytes", Long.toString(bytes),
                "reason", how.word());
        try {
            services.need(AuditLog.class).append(CameraCalls.record(asking, "recording.download.end", camera, details));
        } catch (HubException notNow) {
            LOG.warn("how the download of {} ended could not be recorded: {}", camera.id(), notNow.getMessage());
        }
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
