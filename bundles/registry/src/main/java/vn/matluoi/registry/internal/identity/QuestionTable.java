package vn.matluoi.registry.internal.identity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.SourceId;
import vn.matluoi.registry.internal.db.Counter;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;

/** Questions "same camera?" in the table {@code identity_questions}. */
public final class QuestionTable {

    static final String SELECT =
            "select q.id, q.subject, coalesce(a.camera, q.candidate) as candidate, q.standing, q.source,"
                    + " q.area, q.score, q.reason, q.signs, q.import_id, q.row_no, q.statement, q.item, q.answer, q.asked_at,"
                    + " q.decided_at, q.decided_by from identity_questions q"
                    + " left join camera_aliases a on a.alias = q.candidate";

    private QuestionTable() {}

    /** Asks, unless the same was asked before and answered on the same signs; one that is open is brought up to date. */
    public static void ask(Connection connection, Doubt doubt, Candidate candidate, Instant now) throws SQLException {
        var before = Rows.first(
                connection,
                "select id, standing, signs_key from identity_questions where subject = ? and candidate = ?",
                List.of(doubt.subject(), candidate.camera()),
                row -> new Before(row.getLong(1), row.getString(2), row.getString(3)));
        if (before.isEmpty()) {
            insert(connection, doubt, candidate, now);
        } else if (!before.get().answers(candidate)) {
            update(connection, before.get(), doubt, candidate, now);
        }
    }

    private static void insert(Connection connection, Doubt doubt, Candidate candidate, Instant now)
            throws SQLException {
        Rows.update(
                connection,
                "insert into identity_questions (id, subject, candidate, standing, source, area, score, reason, signs,"
                        + " signs_key, import_id, row_no, statement, item, asked_at) values (" + Rows.marks(15) + ")",
                Counter.QUESTION.take(connection, 1),
                doubt.subject(),
                candidate.camera(),
                "OPEN",
                doubt.source().value(),
                doubt.area(),
                candidate.score(),
                doubt.reason(),
                Sign.write(candidate.signs()),
                candidate.key(),
                doubt.importId(),
                doubt.row(),
                doubt.statement().orElse(null),
                doubt.item().orElse(null),
                now);
    }

    private static void update(Connection connection, Before before, Doubt doubt, Candidate candidate, Instant now)
            throws SQLException {
        if (!before.standing().equals("OPEN")) {
            Rows.update(
                    connection,
                    "update identity_questions set standing = 'OPEN', asked_at = ?, answer = null, decided_at = null,"
                            + " decided_by = null where id = ?",
                    now,
                    before.id());
        }
        Rows.update(
                connection,
                "update identity_questions set area = ?, score = ?, reason = ?, signs = ?, signs_key = ?, import_id = ?,"
                        + " row_no = ?, statement = ?, item = ? where id = ?",
                doubt.area(),
                candidate.score(),
                doubt.reason(),
                Sign.write(candidate.signs()),
                candidate.key(),
                doubt.importId(),
                doubt.row(),
                doubt.statement().orElse(null),
                doubt.item().orElse(null),
                before.id());
    }

    /** @return those of the subjects about which a question is open */
    public static Set<String> open(Connection connection, Set<String> subjects) throws SQLException {
        var open = new HashSet<String>();
        Lookup.each(
                connection,
                "select subject from identity_questions where standing = 'OPEN' and subject in (%s)",
                List.of(),
                subjects,
                row -> open.add(row.getString(1)));
        return open;
    }

    /** What is open about a row whose camera is known by now, or about a camera that was merged, is asked no longer. */
    public static void close(Connection connection, String subject) throws SQLException {
        Rows.update(
                connection,
                "update identity_questions set standing = 'CLOSED' where subject = ? and standing = 'OPEN'",
                subject);
    }

    static Optional<Asked> find(Connection connection, Where where) throws SQLException {
        return Rows.first(connection, SELECT + where.sql(), where.values(), QuestionTable::asked);
    }

    static Asked asked(ResultSet row) throws SQLException {
        return new Asked(
                row.getLong("id"),
                row.getString("subject"),
                row.getString("candidate"),
                row.getString("standing"),
                new SourceId(row.getString("source")),
                row.getString("area"),
                row.getString("reason"),
                Sign.read(row.getString("signs")),
                row.getLong("import_id"),
                row.getInt("row_no"),
                Rows.text(row, "statement"),
                Rows.text(row, "item"),
                Rows.text(row, "answer"),
                Rows.instant(row, "asked_at"),
                Rows.maybeInstant(row, "decided_at"),
                Rows.text(row, "decided_by"));
    }

    static void decide(Connection connection, long id, String standing, Optional<String> answer, String by, Instant now)
            throws SQLException {
        Rows.update(
                connection,
                "update identity_questions set standing = ?, answer = ?, decided_by = ?, decided_at = ? where id = ?",
                standing,
                answer.orElse(null),
                by,
                now,
                id);
    }

    static void differs(Connection connection, String subject, String candidate, String by, Instant now)
            throws SQLException {
        Rows.update(
                connection,
                "update identity_questions set standing = 'DIFFERENT', decided_by = ?, decided_at = ?"
                        + " where subject = ? and candidate = ?",
                by,
                now,
                subject,
                candidate);
    }

    /**
     * What is in doubt.
     *
     * @param subject {@code row HASH} or {@code camera ID}
     * @param area where it stands
     * @param reason a stable word
     * @param statement the statement of a row that waits, without items; empty for a camera
     * @param item the row
     */
    public record Doubt(
            String subject,
            SourceId source,
            String area,
            String reason,
            long importId,
            int row,
            Optional<String> statement,
            Optional<String> item) {}

    /** A question as it is kept. */
    record Asked(
            long id,
            String subject,
            String candidate,
            String standing,
            SourceId source,
            String area,
            String reason,
            List<Sign> signs,
            long importId,
            int row,
            Optional<String> statement,
            Optional<String> item,
            Optional<String> answer,
            Instant askedAt,
            Optional<Instant> decidedAt,
            Optional<String> decidedBy) {

        /** @return the camera that is asked about; empty if a row is */
        Optional<String> camera() {
            return subject.startsWith("camera ")
                    ? Optional.of(subject.substring("camera ".length()))
                    : Optional.empty();
        }
    }

    private record Before(long id, String standing, String signsKey) {

        boolean answers(Candidate candidate) {
            return standing.equals("DIFFERENT") && signsKey.equals(candidate.key());
        }
    }
}
