package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.intake.WaitingImports;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Where;

/** Lets a person decide about statements that wait. */
@Component(service = WaitingImports.class)
public final class WaitingDecisions implements WaitingImports {

    private final Database database;
    private final StatementIntake intake;
    private final AuditLog audit;

    @Activate
    public WaitingDecisions(
            @Reference Database database, @Reference StatementIntake intake, @Reference AuditLog audit) {
        this.database = database;
        this.intake = intake;
        this.audit = audit;
    }

    @Override
    public IntakeReport release(Scope scope, long importId, String by, String surface) {
        var waiting = waiting(scope, importId);
        return audit.recorded(
                record(waiting, "import.release", by, surface),
                () -> database.change((connection, journal) ->
                        intake.release(connection, journal, importId, statement(connection, scope, importId))));
    }

    @Override
    public IntakeReport discard(Scope scope, long importId, String by, String surface) {
        var waiting = waiting(scope, importId);
        return audit.recorded(
                record(waiting, "import.discard", by, surface),
                () -> database.change((connection, journal) -> {
                    statement(connection, scope, importId);
                    WaitingTable.stand(connection, importId, Standing.DISCARDED);
                    return find(connection, scope, importId);
                }));
    }

    private IntakeReport waiting(Scope scope, long importId) {
        return database.read(connection -> {
            statement(connection, scope, importId);
            return find(connection, scope, importId);
        });
    }

    static IntakeReport find(Connection connection, Scope scope, long importId) throws SQLException {
        return ImportTable.find(connection, new Where().scope(scope, "area").and("id = ?", importId))
                .orElseThrow(() -> new HubException(
                        HubException.Reason.NOT_FOUND,
                        "import.unknown",
                        new Text(
                                "Không có lần nhập số %d trong phạm vi của bạn.".formatted(importId),
                                "There is no import %d within your scope.".formatted(importId))));
    }

    /** Asked again within the transaction that decides: meanwhile somebody else may have, or a later list came. */
    private static Statement statement(Connection connection, Scope scope, long importId) throws SQLException {
        var report = find(connection, scope, importId);
        return WaitingTable.find(connection, importId)
                .orElseThrow(() -> new HubException(
                        HubException.Reason.CONFLICT,
                        "import.not-waiting",
                        report.standing() == Standing.REPLACED
                                ? new Text(
                                        "Lần nhập số %d đã được một bảng kê đủ đến sau thay thế. Xem lần nhập mới nhất của nguồn %s."
                                                .formatted(importId, report.source()),
                                        "A later complete list took the place of import %d. See the newest import of source %s."
                                                .formatted(importId, report.source()))
                                : new Text(
                                        "Lần nhập số %d không chờ quyết định: nó đã được ghi.".formatted(importId),
                                        "Import %d does not wait for a decision: it was taken.".formatted(importId))));
    }

    private static AuditRecord record(IntakeReport waiting, String action, String by, String surface) {
        return AuditRecord.of(
                by,
                surface,
                action,
                String.valueOf(waiting.importId()),
                AuditRecord.Outcome.DONE,
                Map.of(
                        "source", waiting.source().value(),
                        "label", waiting.label(),
                        "missing", String.valueOf(waiting.counts().missing())));
    }
}
