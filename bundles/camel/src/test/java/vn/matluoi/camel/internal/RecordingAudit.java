package vn.matluoi.camel.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/** An audit log in memory. */
final class RecordingAudit implements AuditLog {

    private final List<AuditRecord> records = new ArrayList<>();
    private boolean away;

    void away(boolean on) {
        away = on;
    }

    List<String> actions() {
        return records.stream().map(r -> r.action() + " " + r.outcome()).toList();
    }

    List<String> by(String who) {
        return records.stream()
                .filter(r -> r.actor().equals(who))
                .map(r -> r.action() + " " + r.subject() + " " + r.outcome())
                .toList();
    }

    @Override
    public AuditEntry append(AuditRecord record) {
        if (away) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "audit", Text.same("away"));
        }
        records.add(record);
        return new AuditEntry(records.size(), Instant.EPOCH, record, "", "", "");
    }

    @Override
    public List<AuditEntry> read(long after, int limit) {
        throw new AssertionError("routes do not read the log");
    }

    @Override
    public Verification verify() {
        throw new AssertionError("routes do not verify the log");
    }
}
