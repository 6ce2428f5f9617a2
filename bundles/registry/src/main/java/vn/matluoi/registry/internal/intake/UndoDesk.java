package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.UndoneImports;
import vn.matluoi.registry.internal.db.Database;

/** Lets a person take imports back. */
@Component(service = UndoneImports.class)
public final class UndoDesk implements UndoneImports {

    private final Database database;
    private final AuditLog audit;
    private final InstantSource clock;

    @Activate
    public UndoDesk(@Reference Database database, @Reference AuditLog audit) {
        this(database, audit, InstantSource.system());
    }

    public UndoDesk(Database database, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public IntakeReport undo(Scope scope, long importId, String by, String surface) {
        var applied = database.read(connection -> find(connection, scope, importId));
        var details = Map.of(
                "source", applied.source().value(),
                "label", applied.label(),
                "created", String.valueOf(applied.counts().created()),
                "updated", String.valueOf(applied.counts().updated()),
                "missing", String.valueOf(applied.counts().missing()));
        return audit.recorded(
                AuditRecord.of(by, surface, "import.undo", String.valueOf(importId), AuditRecord.Outcome.DONE, details),
                () -> database.change((connection, journal) -> {
                    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                    new Undo(connection, journal, find(connection, scope, importId), by, now).run();
                    return find(connection, scope, importId);
                }));
    }

    private static IntakeReport find(Connection connection, Scope scope, long importId) throws SQLException {
        return WaitingDecisions.find(connection, scope, importId);
    }
}
