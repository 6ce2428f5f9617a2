package vn.matluoi.rest.internal.v1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.StreamingOutput;
import org.apache.cxf.jaxrs.ext.multipart.Attachment;
import org.apache.cxf.jaxrs.ext.multipart.MultipartBody;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.UndoneImports;
import vn.matluoi.api.intake.WaitingImports;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.AskedReading;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.DeliverySignature;
import vn.matluoi.api.route.RefusedDelivery;
import vn.matluoi.api.route.SheetSpool;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.BodyLimit;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Sheets in, reports out. */
@Path("/imports")
@Produces(MediaType.APPLICATION_JSON)
public final class ImportResource {

    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    static final String CSV = "text/csv";
    /** As much as {@link Imports#take} reads. */
    private static final long MOST_BYTES = 32L << 20;
    /** Boundaries and headers around the one file of a form. */
    private static final long FORM_BYTES = 64L << 10;

    private final Services services;
    private final Clock clock;

    public ImportResource(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    @POST
    @Consumes({CSV, XLSX, MediaType.APPLICATION_OCTET_STREAM})
    @BodyLimit(MOST_BYTES)
    @Needs(value = Action.IMPORT_SUBMIT, reach = Reach.SOURCE)
    @Doc(
            value =
                    "Takes in a sheet, or says what taking it in would do (dryRun). Signed after Standard Webhooks by the API key, a"
                            + " webhook-id is the identity of the delivery, and stands for an Idempotency-Key. A route with"
                            + " signature = required takes nothing unsigned from a key of its source (401, webhook.unsigned).",
            status = 201,
            or = 200,
            answer = ReportJson.class)
    public Response submitImport(
            @Context Asking asking,
            @Context HttpServletRequest request,
            @QueryParam("profile")
                    @Limit(
                            max = 60,
                            pattern = "[a-z][a-z0-9-]*",
                            about = "required, but with a key of a source: its route says it then")
                    String profile,
            @QueryParam("source") @Limit(max = 60, required = true) String source,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @QueryParam("name") @Limit(about = "the file's name; also X-File-Name") String name,
            @QueryParam("complete") @Limit(about = "if absent false; with a key of a source as its route says")
                    Boolean complete,
            @QueryParam("area") @Limit(max = 5) String area,
            @QueryParam("unit") @Limit(max = 60) String unit,
            @QueryParam("sector") @Limit(max = 40) String sector,
            @HeaderParam("X-File-Name") @Limit String header,
            @HeaderParam("Content-Type") @Limit String type,
            @HeaderParam("Idempotency-Key")
                    @Limit(max = 100, about = "the same key twice is the same delivery: it is applied once")
                    String delivery,
            @HeaderParam(DeliverySignature.ID) @Limit String id,
            @HeaderParam(DeliverySignature.TIMESTAMP) @Limit(max = 20) String timestamp,
            @HeaderParam(DeliverySignature.SIGNATURE) @Limit(max = 1000) String signatures,
            InputStream sheet)
            throws IOException {
        var standard = type != null && type.startsWith(CSV) ? "import.csv" : "import.xlsx";
        var fileName = Values.text(name).or(() -> Values.text(header)).orElse(standard);
        var asked = reading(profile, complete, area, unit, sector);
        var signature = DeliverySignature.of(id, timestamp, signatures);
        if (signature.isEmpty()) {
            return take(asking, source, new Label(fileName, dryRun, delivery, false), asked, sheet);
        }
        may(asking, source); // before a stranger's bytes are kept
        try (var spool = SheetSpool.of(sheet, () -> true)) {
            signature.get().verify(request.getHeader("Authorization"), spool.read(), clock.instant());
            // who repeats what was signed can write another Idempotency-Key beside it
            return take(asking, source, new Label(fileName, dryRun, "webhook:" + id, true), asked, spool.read());
        }
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @BodyLimit(MOST_BYTES + FORM_BYTES)
    @Needs(value = Action.IMPORT_SUBMIT, reach = Reach.SOURCE)
    @Doc(
            value = "The same with the sheet as the one file of a form, as a browser sends it.",
            status = 201,
            or = 200,
            answer = ReportJson.class)
    public Response submitImportForm(
            @Context Asking asking,
            @QueryParam("profile")
                    @Limit(
                            max = 60,
                            pattern = "[a-z][a-z0-9-]*",
                            about = "required, but with a key of a source: its route says it then")
                    String profile,
            @QueryParam("source") @Limit(max = 60, required = true) String source,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRun,
            @QueryParam("name") @Limit String name,
            @QueryParam("complete") @Limit(about = "if absent false; with a key of a source as its route says")
                    Boolean complete,
            @QueryParam("area") @Limit(max = 5) String area,
            @QueryParam("unit") @Limit(max = 60) String unit,
            @QueryParam("sector") @Limit(max = 40) String sector,
            @HeaderParam("Idempotency-Key") @Limit(max = 100) String delivery,
            @HeaderParam(DeliverySignature.SIGNATURE) @Limit(max = 1000) String signatures,
            MultipartBody form)
            throws IOException {
        if (signatures != null) {
            throw Values.invalid(
                    "webhook-signature",
                    "webhook.form",
                    new Text(
                            "Không ký được biểu mẫu: hãy gửi chính tệp bảng (text/csv hoặc XLSX) làm nội dung và ký nội dung ấy.",
                            "A form cannot be signed: send the sheet itself (text/csv or XLSX) as the body, and sign that."));
        }
        var file = form.getAllAttachments().stream()
                .filter(part -> fileName(part).isPresent())
                .findFirst()
                .orElseThrow(() -> Values.invalid(
                        "file", "import.file", new Text("Biểu mẫu không có tệp nào.", "The form holds no file.")));
        var fileName = Values.text(name).or(() -> fileName(file)).orElseThrow();
        var label = new Label(fileName, dryRun, delivery, false);
        try (var sheet = file.getDataHandler().getInputStream()) {
            return take(asking, source, label, reading(profile, complete, area, unit, sector), sheet);
        }
    }

    private static Optional<String> fileName(Attachment part) {
        var disposition = part.getContentDisposition();
        return disposition == null ? Optional.empty() : Values.text(disposition.getFilename());
    }

    /** What the sender calls a sheet, what is to become of it, and whether it is signed. */
    private record Label(String fileName, boolean dryRun, String delivery, boolean signed) {}

    private static AskedReading reading(String profile, Boolean complete, String area, String unit, String sector) {
        return new AskedReading(
                Values.text(profile),
                Optional.ofNullable(complete),
                Values.area("area", area),
                Values.text(unit),
                Values.text(sector));
    }

    private static Imports.Order order(Asking asking, SourceId source, Label label, AskedReading reading) {
        var fileName = label.fileName();
        // the name is only shown: what looks like a folder is cut off, whatever the sender's system
        var shown = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        return new Imports.Order(
                source,
                reading.profile().orElseThrow(),
                Values.text(shown.replaceAll("\\p{Cntrl}", "")).orElse("import"),
                label.dryRun() ? Intake.Mode.DRY_RUN : Intake.Mode.COMMIT,
                asking.caller().account(),
                "rest",
                Values.text(label.delivery())
                        .map(key -> "rest:" + asking.caller().account() + ":" + key),
                reading.complete().orElse(false),
                reading.area(),
                reading.unit(),
                reading.sector());
    }

    /** @return the source of that id, for which the caller may speak */
    private SourceId may(Asking asking, String named) {
        var source = Values.source("source", named).orElseThrow();
        services.need(AccessDecisions.class).require(asking.caller(), Action.IMPORT_SUBMIT, source);
        return source;
    }

    /** Who speaks with a key of a source is read as its route says. */
    private Response take(Asking asking, String named, Label label, AskedReading asked, InputStream sheet) {
        var source = may(asking, named);
        var caller = asking.caller();
        var imports = services.need(Imports.class);
        if (caller.source().isPresent()) {
            var report = services.need(AgencyDoor.class).through(source, label.signed(), route -> {
                var reading = asked.within(route, name -> name);
                return take(imports, route, order(asking, source, label, reading), sheet);
            });
            return answer(asking, imports.forAgency(report), !label.dryRun());
        }
        if (asked.profile().isEmpty()) {
            throw Values.invalid(
                    "profile",
                    "field.required",
                    new Text(
                            "Thiếu “profile”: mẫu để đọc bảng, ví dụ commune.",
                            "\"profile\" is missing: how the sheet is written, for example commune."));
        }
        return answer(asking, imports.take(order(asking, source, label, asked), sheet), !label.dryRun());
    }

    /** What nothing could be taken of is kept with the route. */
    private IntakeReport take(Imports imports, AgencyRoute route, Imports.Order order, InputStream sheet) {
        var letters = services.find(DeadLetters.class);
        var name = order.fileName();
        try (var spool = SheetSpool.of(sheet, () -> true)) {
            var delivered = new RefusedDelivery(name, AgencySheets.mediaType(name), () -> bytes(spool));
            try {
                var report = imports.take(order, spool.read());
                delivered.keep(letters, route, report);
                return report;
            } catch (HubException refusal) {
                throw order.mode() == Intake.Mode.COMMIT ? delivered.keep(letters, route, refusal) : refusal;
            }
        } catch (IOException brokenOff) {
            throw new UncheckedIOException(brokenOff);
        }
    }

    private static byte[] bytes(SheetSpool spool) {
        try {
            return spool.read().readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Response answer(Asking asking, IntakeReport report, boolean commit) {
        var answer = Response.status(commit ? 201 : 200).entity(ReportJson.of(report, asking));
        return commit && report.importId() != 0
                ? answer.header("Location", "/api/v1/imports/" + report.importId())
                        .build()
                : answer.build();
    }

    @GET
    @Needs(value = Action.IMPORT_READ, reach = Reach.PROVINCE)
    @Doc("Lists imports, newest first, without their rows.")
    public ListJson<ReportJson> listImports(
            @Context Asking asking,
            @QueryParam("source") @Limit(max = 60, about = "source id") String source,
            @QueryParam("state") @Limit(max = 10, pattern = ReportJson.STATES) String state,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        return ListJson.of(
                services.need(ImportLog.class)
                        .list(
                                asking.scope(),
                                Values.source("source", source),
                                Values.text(state)
                                        .map(word -> IntakeReport.Standing.valueOf(word.toUpperCase(Locale.ROOT))),
                                limit,
                                Values.text(cursor)),
                report -> ReportJson.of(report, asking));
    }

    @GET
    @Path("/{id}")
    @Needs(value = Action.IMPORT_READ, reach = Reach.PROVINCE)
    @Doc("The whole report of an import.")
    public ReportJson getImport(@Context Asking asking, @PathParam("id") @Limit long id) {
        return ReportJson.of(report(asking, id), asking);
    }

    @GET
    @Path("/{id}/report.xlsx")
    @Produces(XLSX)
    @Needs(value = Action.IMPORT_READ, reach = Reach.PROVINCE)
    @Doc(value = "The report of an import as a sheet, to be handed back.", answer = byte[].class)
    public Response getImportSheet(@Context Asking asking, @PathParam("id") @Limit long id) {
        var report = report(asking, id);
        var imports = services.need(Imports.class);
        StreamingOutput sheet = out -> imports.writeReport(report, out);
        return Response.ok(sheet)
                .type(XLSX)
                .header("Content-Disposition", "attachment; filename=\"import-" + id + ".report.xlsx\"")
                .build();
    }

    @POST
    @Path("/{id}/release")
    @Needs(value = Action.IMPORT_DECIDE, reach = Reach.PROVINCE)
    @Doc("Applies an import that waits because it would mark many cameras missing, worked out anew.")
    public ReportJson releaseImport(@Context Asking asking, @PathParam("id") @Limit long id) {
        var decided = services.need(WaitingImports.class)
                .release(asking.scope(), id, asking.caller().account(), "rest");
        return ReportJson.of(decided, asking);
    }

    @POST
    @Path("/{id}/discard")
    @Needs(value = Action.IMPORT_DECIDE, reach = Reach.PROVINCE)
    @Doc("Puts such an import aside; the same words said again do not wait again.")
    public ReportJson discardImport(@Context Asking asking, @PathParam("id") @Limit long id) {
        var decided = services.need(WaitingImports.class)
                .discard(asking.scope(), id, asking.caller().account(), "rest");
        return ReportJson.of(decided, asking);
    }

    @POST
    @Path("/{id}/undo")
    @Needs(value = Action.IMPORT_DECIDE, reach = Reach.PROVINCE)
    @Doc("Takes back what an import did, the newest of its source first; what it added is missing from then on.")
    public ReportJson undoImport(@Context Asking asking, @PathParam("id") @Limit long id) {
        var undone = services.need(UndoneImports.class)
                .undo(asking.scope(), id, asking.caller().account(), "rest");
        return ReportJson.of(undone, asking);
    }

    private IntakeReport report(Asking asking, long id) {
        return services.need(ImportLog.class).find(asking.scope(), id).orElseThrow(Values::notFound);
    }
}
