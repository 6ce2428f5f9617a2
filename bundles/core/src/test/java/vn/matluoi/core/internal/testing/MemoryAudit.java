package vn.matluoi.core.internal.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/** An audit log in memory. */
public final class MemoryAudit implements AuditLog {

    public final List<AuditRecord> records = new ArrayList<>();

    @Override
    public synchronized AuditEntry append(AuditRecord record) {
        records.add(record);
        return new AuditEntry(records.size(), Instant.EPOCH, record, "", "", "");
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
