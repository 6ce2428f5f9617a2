package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.State;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.CameraColumns;
import vn.matluoi.registry.internal.camera.CameraNumbers;
import vn.matluoi.registry.internal.camera.StatedTable;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.truth.ConflictTable;

/** Writes what a plan changes about cameras, within the caller's transaction. One instance writes one plan. */
final class PlanWriter {

    private final Connection connection;
    private final Journal journal;
    private final Statement statement;
    private final long importId;
    private final Instant now;

    PlanWriter(Connection connection, Journal journal, Statement statement, long importId, Instant now) {
        this.connection = connection;
        this.journal = journal;
        this.statement = statement;
        this.importId = importId;
        this.now = now;
    }

    /** @return for each row of the plan the camera it belongs to; new ones get their identity here */
    static List<Optional<String>> identities(Plan plan, CameraNumbers numbers) {
        var cameras = new ArrayList<Optional<String>>(plan.rows().size());
        for (var row : plan.rows()) {
            cameras.add(
                    row.outcome() == IntakeReport.Outcome.CREATED
                            ? row.write().map(write -> numbers.mint(new AreaCode(write.area()))
                                    .value())
                            : row.known());
        }
        return cameras;
    }

    /** @param cameras what {@link #identities} gave for the same plan */
    void write(Plan plan, List<Optional<String>> cameras) throws SQLException {
        var created = new ArrayList<Row>();
        var updated = new ArrayList<Row>();
        for (var place = 0; place < plan.rows().size(); place++) {
            var write = plan.rows().get(place).write();
            if (write.isPresent()) {
                var row = new Row(cameras.get(place).orElseThrow(), write.get());
                (write.get().known().isPresent() ? updated : created).add(row);
            }
        }
        // always in the order of ids: two writers that lock rows in one order cannot lock each other out
        updated.sort(Comparator.comparing(Row::camera));
        keepBefore(updated, plan.missing());
        cameras(created, updated);
        stated(created, updated);
        evidence(created, updated);
        history(updated);
        conflicts(updated);
        missing(plan.missing());
        created.forEach(row -> note(
                "camera.created", row.camera(), row.write().area(), row.write().fields()));
        updated.forEach(row -> note(
                "camera.updated", row.camera(), row.write().area(), row.write().fields()));
    }

    private void keepBefore(List<Row> updated, List<Plan.Missing> missing) throws SQLException {
        var images = new ArrayList<BeforeImages.Image>();
        for (var row : updated) {
            images.add(new BeforeImages.Image(
                    row.camera(), statement.layer(), row.part(), row.write().statedBefore()));
        }
        missing.forEach(one -> images.add(new BeforeImages.Image(one.camera(), statement.layer(), one.part(), true)));
        BeforeImages.keep(connection, importId, statement.source(), images);
    }

    private void cameras(List<Row> created, List<Row> updated) throws SQLException {
        try (var insert = new Batch(connection, CameraColumns.INSERT)) {
            for (var row : created) {
                insert.add(CameraColumns.inserted(camera(row)));
            }
        }
        try (var update = new Batch(connection, CameraColumns.UPDATE)) {
            for (var row : updated) {
                if (row.write().effective()) {
                    update.add(CameraColumns.updated(camera(row)));
                }
            }
        }
    }

    private Camera camera(Row row) {
        var write = row.write();
        return new Camera(
                new CameraId(row.camera()),
                new AreaCode(write.area()),
                write.source(),
                write.channel(),
                write.values(),
                State.unknown(now),
                now,
                now);
    }

    private void stated(List<Row> created, List<Row> updated) throws SQLException {
        try (var insert = new Batch(connection, StatedTable.INSERT);
                var update = new Batch(connection, StatedTable.UPDATE)) {
            for (var row : created) {
                insert.add(StatedTable.row(row.camera(), row.write().stated(), now));
            }
            for (var row : updated) {
                (row.write().statedBefore() ? update : insert)
                        .add(StatedTable.row(row.camera(), row.write().stated(), now));
            }
        }
    }

    private void evidence(List<Row> created, List<Row> updated) throws SQLException {
        var source = statement.source().value();
        try (var delete = new Batch(
                connection,
                "delete from evidence where content = ? and kind = ? and source = ? and camera = ?"
                        + " and part = ?")) {
            for (var row : updated) {
                for (var word : row.write().gone()) {
                    delete.add(word.content(), word.kind().name(), source, row.camera(), row.part());
                }
                // what is found anew may stand there already, said in another layer
                for (var word : row.write().found()) {
                    delete.add(word.content(), word.kind().name(), source, row.camera(), row.part());
                }
            }
        }
        try (var insert = new Batch(
                connection, "insert into evidence (content, kind, source, camera, part) values (?, ?, ?, ?, ?)")) {
            for (var rows : List.of(created, updated)) {
                for (var row : rows) {
                    for (var word : row.write().found()) {
                        insert.add(word.content(), word.kind().name(), source, row.camera(), row.part());
                    }
                }
            }
        }
    }

    private void history(List<Row> updated) throws SQLException {
        try (var insert = new Batch(connection, StatedHistory.INSERT)) {
            for (var row : updated) {
                for (var ended : row.write().ended().entrySet()) {
                    var field = ended.getKey();
                    var instead = row.write().stated().said().get(field);
                    insert.add(StatedHistory.row(
                            row.camera(),
                            statement.layer(),
                            statement.source(),
                            row.part(),
                            field,
                            ended.getValue(),
                            now,
                            instead == null ? statement.by() : instead.by(),
                            importId));
                }
            }
        }
    }

    private void conflicts(List<Row> updated) throws SQLException {
        var conflicts = new TreeMap<String, String>();
        updated.forEach(row -> row.write().conflicts().ifPresent(fields -> conflicts.put(row.camera(), fields)));
        ConflictTable.write(connection, conflicts);
    }

    private void missing(List<Plan.Missing> missing) throws SQLException {
        try (var update = new Batch(
                connection,
                "update stated set missing_at = ? where camera = ? and layer = ? and source = ? and part = ?")) {
            for (var one : missing) {
                update.add(
                        now,
                        one.camera(),
                        statement.layer().name(),
                        statement.source().value(),
                        one.part());
            }
        }
        missing.forEach(one -> note("camera.missing", one.camera(), one.area(), Map.of()));
    }

    private void note(String kind, String camera, String area, Map<String, String> fields) {
        journal.note(now, kind, camera, area, fields, statement.by(), importId);
    }

    private record Row(String camera, CameraWrite write) {

        String part() {
            return write.stated().part();
        }
    }
}
