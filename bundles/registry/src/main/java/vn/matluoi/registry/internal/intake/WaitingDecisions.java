package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
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

/** Lets a person decide about statements and withdrawals that wait. */
@Component(service = WaitingImports.class)
public final class WaitingDecisions implements WaitingImports {

    private final Database database;
    private final StatementIntake intake;
    private final AuditLog audit;
    private final InstantSource clock;

    @Activate
    public WaitingDecisions(
            @Reference Database database, @Reference StatementIntake intake, @Reference AuditLog audit) {
        this(database, intake, audit, InstantSource.system());
    }

    public WaitingDecisions(Database database, StatementIntake intake, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.intake = intake;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public IntakeReport release(Scope scope, long importId, String by, String surface) {
        var waiting = waiting(scope, importId);
        return audit.recorded(
                record(waiting, "import.release", by, surface),
                () -> database.change((connection, journal) -> {
                    var statement = statement(connection, scope, importId);
                    if (statement.isPresent()) {
                        return intake.release(connection, journal, importId, statement.get());
                    }
                    Withdrawals.release(
                            connection, journal, importId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
                    return find(connection, scope, importId);
                }));
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

    /**
     * Asked again within the transaction that decides: meanwhile somebody else may have, or something later came.
     *
     * @return the statement that waits; empty if withdrawals do
     */
    private static Optional<Statement> statement(Connection connection, Scope scope, long importId)
            throws SQLException {
        var report = find(connection, scope, importId);
        var statement = WaitingTable.find(connection, importId);
        if (statement.isEmpty() && !Withdrawals.waits(connection, importId)) {
            throw new HubException(HubException.Reason.CONFLICT, "import.not-waiting", whyNot(report));
        }
        return statement;
    }

    private static Text whyNot(IntakeReport report) {
        var id = report.importId();
        return switch (report.standing()) {
            case REPLACED ->
                new Text(
                        "Lần nhập số %d đã được dữ liệu đến sau thay thế. Xem lần nhập mới nhất của nguồn %s."
                                .formatted(id, report.source()),
                        "What came later took the place of import %d. See the newest import of source %s."
                                .formatted(id, report.source()));
            case DISCARDED ->
                new Text(
                        "Lần nhập số %d đã bị hủy, và nguồn %s đã nêu lại mọi camera của nó: không còn gì để quyết định."
                                .formatted(id, report.source()),
                        "Import %d was discarded, and source %s has told of all its cameras again: there is nothing left to decide."
                                .formatted(id, report.source()));
            case FAILED ->
                new Text(
                        "Lần nhập số %d không đọc được nên không ghi gì: không có gì để quyết định. Hãy gửi lại dữ liệu đúng."
                                .formatted(id),
                        "Import %d could not be read, and nothing of it was taken: there is nothing to decide. Send it again as it should be."
                                .formatted(id));
            default ->
                new Text(
                        "Lần nhập số %d không chờ quyết định: nó đã được ghi.".formatted(id),
                        "Import %d does not wait for a decision: it was taken.".formatted(id));
        };
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
