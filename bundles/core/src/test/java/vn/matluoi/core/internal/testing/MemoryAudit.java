package vn.matluoi.core.internal.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/** An audit log in memory. */
public final class MemoryAudit implements AuditLog {

    public final List<AuditRecord> records = new ArrayList<>();
    public boolean away;

    @Override
    public synchronized AuditEntry append(AuditRecord record) {
        if (away) {
            throw new HubException(HubException.Reason.UNAVAILABLE, "audit.away", Text.same("the log is away"));
        }
        records.add(record);
        return new AuditEntry(records.size(), Instant.EPOCH, record, "", "", "");
    }

    /** @return action and outcome of each record */
    public synchronized List<String> outcomes() {
        return records.stream()
                .map(record -> record.action() + " " + record.outcome())
                .toList();
    }

    @Override
    public List<AuditEntry> read(long after, int limit) {
        return List.of();
    }

    @Override
    public Verification verify() {
        return new Verification(records.size(), true, 0);
    }
}
