package vn.matluoi.audit.internal;

import org.osgi.service.component.annotations.Component;
import vn.matluoi.api.schema.SchemaPart;

/** The one table of the log, {@code audit_entry}, and the triggers that refuse to change or remove its rows. */
@Component
public final class AuditSchema implements SchemaPart {

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String changelog() {
        return "db/audit.sql";
    }
}
