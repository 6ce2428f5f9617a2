package vn.matluoi.registry.internal.support;

import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/** An audit log that is a list. */
public final class KeptAudit implements AuditLog {

    public final List<AuditRecord> records = new ArrayList<>();

    @Override
    public AuditEntry append(AuditRecord record) {
        records.add(record);
        return new AuditEntry(records.size(), Hub.NOW, record, "", "", "");
    }

    @Override
    public List<AuditEntry> read(long after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verification verify() {
        throw new UnsupportedOperationException();
    }
}
