package vn.matluoi.registry.internal.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.registry.Identity.Question;
import vn.matluoi.api.registry.Identity.Row;
import vn.matluoi.api.registry.Identity.Standing;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;
import vn.matluoi.registry.internal.intake.StatementIntake;

/** What an answer does with the row that waited for it; within the transaction that answers. */
final class QuestionDesk {

    private final StatementIntake intake;

    QuestionDesk(StatementIntake intake) {
        this.intake = intake;
    }

    /** @throws HubException {@code NOT_FOUND}; {@code CONFLICT} if it is not open */
    static QuestionTable.Asked open(Connection connection, Scope scope, long id) throws SQLException {
        var asked = QuestionTable.find(
                        connection, new Where().scope(scope, "q.area").and("q.id = ?", id))
                .orElseThrow(() -> new HubException(
                        HubException.Reason.NOT_FOUND,
                        "question.unknown",
                        new Text(
                                "Không có câu hỏi số %d trong phạm vi của bạn.".formatted(id),
                                "There is no question %d within your scope.".formatted(id))));
        if (!asked.standing().equals("OPEN")) {
            throw new HubException(
                    HubException.Reason.CONFLICT,
                    "question.answered",
                    new Text(
                            "Câu hỏi số %d không còn chờ trả lời.".formatted(id),
                            "Question %d does not wait for an answer any more.".formatted(id)));
        }
        return asked;
    }

    /** The row is the candidate. */
    CameraId take(Connection connection, Journal journal, QuestionTable.Asked asked, String by, Instant now)
            throws SQLException {
        QuestionTable.decide(connection, asked.id(), "SAME", Optional.of(asked.candidate()), by, now);
        QuestionTable.close(connection, asked.subject());
        var row = taken(connection, journal, asked);
        return row.camera().orElseThrow(() -> cannot(row));
    }

    /** The row is not the candidate; the camera it became, if nothing else is asked about it. */
    Optional<CameraId> leave(Connection connection, Journal journal, QuestionTable.Asked asked, String by, Instant now)
            throws SQLException {
        QuestionTable.decide(connection, asked.id(), "DIFFERENT", Optional.empty(), by, now);
        if (asked.camera().isPresent() || isAsked(connection, asked.subject())) {
            return Optional.empty();
        }
        var row = taken(connection, journal, asked);
        if (row.outcome() == Outcome.REJECTED) {
            throw cannot(row);
        }
        if (row.camera().isPresent()) {
            remember(connection, asked.subject(), row.camera().get().value(), by, now);
        }
        return row.camera();
    }

    private static boolean isAsked(Connection connection, String subject) throws SQLException {
        return Rows.number(
                        connection,
                        "select count(*) from identity_questions where subject = ? and standing = 'OPEN'",
                        List.of(subject))
                > 0;
    }

    private IntakeReport.RowReport taken(Connection connection, Journal journal, QuestionTable.Asked asked)
            throws SQLException {
        return intake.take(
                        connection,
                        journal,
                        asked.statement().orElseThrow(),
                        asked.item().orElseThrow())
                .rows()
                .get(0);
    }

    /** The row is that camera from now on, and that camera is none of those that it was said not to be. */
    private static void remember(Connection connection, String subject, String camera, String by, Instant now)
            throws SQLException {
        var others = Rows.list(
                connection,
                QuestionTable.SELECT + " where q.subject = ? and q.standing = 'DIFFERENT'",
                List.of(subject),
                QuestionTable::asked);
        for (var other : others) {
            QuestionTable.decide(connection, other.id(), "DIFFERENT", Optional.of(camera), by, now);
            var doubt = new QuestionTable.Doubt(
                    "camera " + camera,
                    other.source(),
                    other.area(),
                    other.reason(),
                    other.importId(),
                    other.row(),
                    Optional.empty(),
                    Optional.empty());
            QuestionTable.ask(connection, doubt, new Candidate(other.candidate(), other.signs()), now);
            QuestionTable.differs(connection, doubt.subject(), other.candidate(), by, now);
        }
    }

    private static HubException cannot(IntakeReport.RowReport row) {
        var why = row.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .findFirst()
                .map(finding -> new Text(
                        finding.message().vi() + " " + finding.mend().vi(),
                        finding.message().en() + " " + finding.mend().en()))
                .orElse(new Text("Dòng này không còn ghi được.", "The row cannot be taken any more."));
        return new HubException(HubException.Reason.INVALID, "question.row-refused", why);
    }

    /** @return the question as people see it */
    static Question question(QuestionTable.Asked asked) {
        return new Question(
                asked.id(),
                asked.camera().map(CameraId::new),
                asked.item()
                        .map(StatementIntake::held)
                        .map(item -> new Row(asked.importId(), asked.row(), item.channel(), item.values())),
                new CameraId(asked.candidate()),
                asked.source(),
                asked.signs().stream().mapToInt(Sign::points).sum(),
                asked.reason(),
                asked.signs().stream()
                        .map(sign ->
                                new vn.matluoi.api.registry.Identity.Sign(sign.name(), sign.content(), sign.points()))
                        .toList(),
                Standing.valueOf(asked.standing()),
                asked.answer().map(CameraId::new),
                asked.askedAt(),
                asked.decidedAt(),
                asked.decidedBy());
    }
}
