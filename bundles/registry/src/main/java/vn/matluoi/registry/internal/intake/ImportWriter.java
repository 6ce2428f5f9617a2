package vn.matluoi.registry.internal.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** Keeps an import: what it did, every raw row, and the rows that wait for a person. */
final class ImportWriter {

    private static final String INSERT =
            "insert into imports (id, source, area, delivery_key, fingerprint, label, layer,"
                    + " said_by, said_at, complete, taken_at, row_count, created, updated, unchanged, rejected, doubtful, missing,"
                    + " findings, standing) values (" + Rows.marks(20) + ")";

    static final String INSERT_ROW =
            "insert into import_rows (import_id, place, row_no, outcome, camera, raw, findings)"
                    + " values (?, ?, ?, ?, ?, ?, ?)";

    private ImportWriter() {}

    /** @return the report of the same delivery, if it was taken in before */
    static Optional<IntakeReport> delivered(Connection connection, Statement statement) throws SQLException {
        if (statement.delivery().isEmpty()) {
            return Optional.empty();
        }
        var where = new Where()
                .and("source = ?", statement.source().value())
                .and("delivery_key = ?", key(statement.delivery().get()));
        return ImportTable.find(connection, where);
    }

    /**
     * @return number of the newest import of the same source, if word for word the same was stated then and nobody
     *     called it a delivery of its own
     */
    static Optional<Long> repeated(Connection connection, Statement statement, String fingerprint) throws SQLException {
        if (statement.delivery().isPresent()) {
            return Optional.empty();
        }
        return Rows.first(
                        connection,
                        "select id, fingerprint, layer from imports where source = ? and standing in ('APPLIED', 'FAILED') order by id desc"
                                + " fetch first 1 rows only",
                        List.of(statement.source().value()),
                        row -> row.getString("fingerprint").equals(fingerprint)
                                        && row.getString("layer")
                                                .equals(statement.layer().name())
                                ? Optional.of(row.getLong("id"))
                                : Optional.<Long>empty())
                .flatMap(same -> same);
    }

    /** Notes that the same was stated once more. */
    static void statedAgain(Connection connection, long id, Statement statement) throws SQLException {
        Rows.update(
                connection,
                "update imports set said_at = ? where id = ? and said_at < ?",
                statement.at(),
                id,
                statement.at());
    }

    /** @return when the source of that statement last spoke of cameras, if that was after what the statement says was true */
    static Optional<Instant> spokenSince(Connection connection, Statement statement, Instant now) throws SQLException {
        return Rows.first(
                connection,
                "select said_at from imports where source = ? and said_at > ? and said_at <= ? and row_count > 0"
                        + " and standing not in ('DISCARDED', 'UNDONE') order by said_at desc fetch first 1 rows only",
                List.of(statement.source().value(), statement.at(), now),
                row -> Instant.ofEpochMilli(row.getLong(1)));
    }

    static void write(
            Connection connection,
            long id,
            Statement statement,
            AreaCode area,
            Plan plan,
            List<Optional<String>> cameras,
            Standing standing,
            Instant now)
            throws SQLException {
        var counts = plan.counts();
        Rows.update(
                connection,
                INSERT,
                id,
                statement.source().value(),
                area.value(),
                statement.delivery().map(ImportWriter::key).orElse("import " + id),
                plan.fingerprint(),
                label(statement),
                statement.layer().name(),
                statement.by(),
                statement.at(),
                statement.complete(),
                now,
                counts.rows(),
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                counts.rejected(),
                counts.doubtful(),
                counts.missing(),
                FindingJson.write(plan.findings()),
                standing.name());
        rows(connection, id, statement, plan, cameras);
    }

    /** Makes room for an import that waited to be written as it is applied, under the same number. */
    static void erase(Connection connection, long id) throws SQLException {
        Rows.update(connection, "delete from import_rows where import_id = ?", id);
        Rows.update(connection, "delete from imports where id = ?", id);
    }

    /** @return the label as it is kept */
    static String label(Statement statement) {
        return statement.label().length() <= 300
                ? statement.label()
                : statement.label().substring(0, 300);
    }

    private static void rows(
            Connection connection, long id, Statement statement, Plan plan, List<Optional<String>> cameras)
            throws SQLException {
        try (var insert = new Batch(connection, INSERT_ROW)) {
            var place = 0;
            for (var item : statement.items()) {
                if (place == plan.rows().size() || plan.rows().get(place).number() != item.row()) {
                    throw changedMeanwhile();
                }
                var row = plan.rows().get(place);
                insert.add(
                        id,
                        place,
                        item.row(),
                        row.outcome().name(),
                        cameras.get(place).orElse(null),
                        Json.write(item.raw()),
                        FindingJson.write(row.findings()));
                place++;
            }
            if (place != plan.rows().size()) {
                throw changedMeanwhile();
            }
        }
    }

    private static HubException changedMeanwhile() {
        return new HubException(
                HubException.Reason.INVALID,
                "statement.changed",
                new Text(
                        "Dữ liệu đã thay đổi trong khi đang đọc; chưa có gì được ghi. Hãy gửi lại.",
                        "What was stated changed while it was being read; nothing was written. Send it again."));
    }

    /** Deliveries may have names of any length. */
    private static String key(String delivery) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return "sha256 " + HexFormat.of().formatHex(digest.digest(delivery.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
