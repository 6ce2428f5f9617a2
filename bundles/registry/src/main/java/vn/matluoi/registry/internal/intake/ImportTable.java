package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Page;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.registry.ImportLog;
import vn.matluoi.registry.internal.db.Cursor;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** Imports and their raw rows, read from the tables {@code imports} and {@code import_rows}. */
@Component(service = ImportLog.class)
public final class ImportTable implements ImportLog {

    private static final String LIST = "imports";
    private static final int MOST = 200;
    private static final int MOST_ROWS = 10_000;

    private static final String SELECT = "select id, source, label, taken_at, row_count, created, updated, unchanged,"
            + " rejected, doubtful, missing, findings, standing from imports";

    private final Database database;

    @Activate
    public ImportTable(@Reference Database database) {
        this.database = database;
    }

    @Override
    public Page<IntakeReport> list(
            Scope scope, Optional<SourceId> source, Optional<Standing> standing, int limit, Optional<String> cursor) {
        Limits.check("limit", limit, MOST);
        var where = new Where().scope(scope, "area");
        source.ifPresent(speaker -> where.and("source = ?", speaker.value()));
        standing.ifPresent(one -> where.and("standing = ?", one.name()));
        return database.read(connection -> {
            var total = Rows.number(connection, "select count(*) from imports" + where.sql(), where.values());
            cursor.ifPresent(at -> where.and("id < ?", Cursor.number(LIST, at)));
            var found = Rows.list(
                    connection,
                    SELECT + where.sql() + " order by id desc fetch first " + (limit + 1) + " rows only",
                    where.values(),
                    row -> report(row, List.of()));
            var page = found.subList(0, Math.min(limit, found.size()));
            var next = found.size() <= limit
                    ? Optional.<String>empty()
                    : Optional.of(
                            Cursor.of(LIST, Long.toString(page.get(limit - 1).importId())));
            return new Page<>(page, next, total);
        });
    }

    @Override
    public Optional<IntakeReport> find(Scope scope, long importId) {
        return database.read(
                connection -> find(connection, new Where().scope(scope, "area").and("id = ?", importId)));
    }

    @Override
    public IntakeReport forAgency(IntakeReport report) {
        return database.read(connection -> AgencyView.of(connection, report));
    }

    /** @return the whole report of an import, read within the caller's transaction */
    static Optional<IntakeReport> find(Connection connection, Where where) throws SQLException {
        var head = Rows.first(connection, SELECT + where.sql(), where.values(), row -> report(row, List.of()));
        if (head.isEmpty()) {
            return head;
        }
        var rows = Rows.list(
                connection,
                "select row_no, outcome, camera, findings from import_rows where import_id = ? order by place",
                List.of(head.get().importId()),
                row -> new IntakeReport.RowReport(
                        row.getInt("row_no"),
                        IntakeReport.Outcome.valueOf(row.getString("outcome")),
                        Rows.text(row, "camera").map(CameraId::new),
                        FindingJson.read(row.getString("findings"))));
        var report = head.get();
        return Optional.of(new IntakeReport(
                report.importId(),
                report.source(),
                report.label(),
                report.mode(),
                report.at(),
                report.counts(),
                report.findings(),
                rows,
                report.standing()));
    }

    @Override
    public List<Map<String, String>> rawRows(Scope scope, long importId, int from, int limit) {
        Limits.check("limit", limit, MOST_ROWS);
        var where = new Where().scope(scope, "area").and("id = ?", importId);
        return database.read(connection -> {
            if (Rows.number(connection, "select count(*) from imports" + where.sql(), where.values()) == 0) {
                return List.of();
            }
            return Rows.list(
                    connection,
                    "select raw from import_rows where import_id = ? and place >= ? and place < ? order by place",
                    List.of(importId, from, from + limit),
                    row -> Json.words(row.getString(1)));
        });
    }

    private static IntakeReport report(ResultSet row, List<IntakeReport.RowReport> rows) throws SQLException {
        return new IntakeReport(
                row.getLong("id"),
                new SourceId(row.getString("source")),
                row.getString("label"),
                Intake.Mode.COMMIT,
                Rows.instant(row, "taken_at"),
                new IntakeReport.Counts(
                        row.getInt("row_count"),
                        row.getInt("created"),
                        row.getInt("updated"),
                        row.getInt("unchanged"),
                        row.getInt("rejected"),
                        row.getInt("doubtful"),
                        row.getInt("missing")),
                FindingJson.read(row.getString("findings")),
                rows,
                Standing.valueOf(row.getString("standing")));
    }
}
