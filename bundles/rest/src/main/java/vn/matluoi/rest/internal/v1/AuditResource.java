package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The append-only log. */
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {

    private final Services services;

    public AuditResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.AUDIT_READ, reach = Reach.PROVINCE)
    @Doc("Records after a sequence number, oldest first.")
    public AuditJson listAudit(
            @QueryParam("after") @DefaultValue("0") @Limit long after,
            @QueryParam("limit") @DefaultValue("100") @Limit(least = 1, most = 1000) int limit) {
        var items = services.need(AuditLog.class).read(after, limit).stream()
                .map(EntryJson::of)
                .toList();
        return new AuditJson(
                items,
                items.size() < limit
                        ? null
                        : String.valueOf(items.get(items.size() - 1).sequence()));
    }

    @GET
    @Path("/verification")
    @Needs(value = Action.AUDIT_READ, reach = Reach.PROVINCE)
    @Doc("Recomputes every hash from the first record on.")
    public VerificationJson verifyAudit() {
        var found = services.need(AuditLog.class).verify();
        return new VerificationJson(found.checked(), found.intact(), found.intact() ? null : found.firstBroken());
    }

    /** A stretch of the log. */
    public record AuditJson(
            @Limit(items = 1000, required = true) List<EntryJson> items, @Limit(max = 20) String next) {}

    /** What a verification found. */
    public record VerificationJson(
            @Limit(required = true) long checked, @Limit(required = true) boolean intact, Long firstBroken) {}

    /** A record with what is needed to recompute its hash. */
    public record EntryJson(
            @Limit(required = true) long sequence,
            @Limit(max = 40, required = true) String at,
            @Limit(max = 200, required = true) String actor,
            @Limit(max = 100, required = true) String surface,
            @Limit(max = 100, required = true) String action,
            @Limit(max = 400, required = true) String subject,
            @Limit(max = 10, required = true, pattern = "done|refused|failed") String outcome,
            @Limit(max = 1000, items = 100, required = true) Map<String, String> details,
            @Limit(max = 32_672, required = true) String canonical,
            @Limit(max = 64, required = true) String previousHash,
            @Limit(max = 64, required = true) String hash) {

        static EntryJson of(AuditEntry entry) {
            var record = entry.record();
            return new EntryJson(
                    entry.sequence(),
                    entry.at().toString(),
                    record.actor(),
                    record.surface(),
                    record.action(),
                    record.subject(),
                    record.outcome().name().toLowerCase(Locale.ROOT),
                    record.details(),
                    entry.canonical(),
                    entry.previousHash(),
                    entry.hash());
        }
    }
}
