package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.identity.QuestionTable;

/** Asks a person what a plan leaves open, and asks no longer what it settles. */
final class Doubts {

    /** More of one statement are a fault of the statement: nobody answers thousands of questions. */
    static final int MOST = 1_000;

    private Doubts() {}

    static void ask(Connection connection, Statement statement, long importId, Plan plan, Instant now)
            throws SQLException {
        for (var subject : plan.settled()) {
            QuestionTable.close(connection, subject);
        }
        var asked = 0;
        for (var row : plan.rows()) {
            if (row.doubt().isPresent() && asked++ < MOST) {
                ask(connection, statement, importId, row.number(), row.doubt().get(), now);
            }
        }
    }

    /** @return whether for each row that waits a question is open: its source may have taken the row back, and say it again */
    static boolean allAsked(Connection connection, Plan plan) throws SQLException {
        var subjects = plan.rows().stream()
                .flatMap(row -> row.doubt().stream())
                .limit(MOST)
                .map(Plan.Doubt::subject)
                .collect(Collectors.toSet());
        return QuestionTable.open(connection, subjects).size() == subjects.size();
    }

    private static void ask(
            Connection connection, Statement statement, long importId, int row, Plan.Doubt doubt, Instant now)
            throws SQLException {
        var held = doubt.item().map(item -> StatementJson.write(one(statement)));
        for (var candidate : doubt.candidates()) {
            QuestionTable.ask(
                    connection,
                    new QuestionTable.Doubt(
                            doubt.subject(),
                            statement.source(),
                            doubt.area(),
                            doubt.reason(),
                            importId,
                            row,
                            held,
                            doubt.item().map(StatementJson.ItemJson::write)),
                    candidate,
                    now);
        }
    }

    /** What is said of the row alone: normalised already, and not complete. */
    private static Statement one(Statement statement) {
        return new Statement(
                statement.source(),
                statement.layer(),
                statement.by(),
                statement.at(),
                false,
                Optional.empty(),
                Optional.empty(),
                statement.label(),
                statement.defaultArea(),
                statement.defaultUnit(),
                statement.defaultSector(),
                statement.columns(),
                List.of(),
                List.of());
    }
}
