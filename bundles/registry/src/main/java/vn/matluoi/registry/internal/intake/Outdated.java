package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Statement;

/**
 * Complete statements that come late, such as a list that could not be read when it was brought and is handed in again: their source
 * has spoken since, and of cameras that they cannot know of. They are taken, but nothing is missing because of them.
 */
final class Outdated {

    private Outdated() {}

    /** @return the statement, no longer complete if its source has spoken after it; its findings say so */
    static Statement asFarAsItCounts(Connection connection, Statement statement, Instant now) throws SQLException {
        if (!statement.complete()) {
            return statement;
        }
        var since = ImportWriter.spokenSince(connection, statement, now);
        return since.isEmpty() ? statement : incomplete(statement, since.get());
    }

    private static Statement incomplete(Statement statement, Instant since) {
        var findings = new ArrayList<>(statement.findings());
        findings.add(new Finding(
                Finding.Severity.WARNING,
                0,
                Optional.empty(),
                Optional.empty(),
                Statement.OUTDATED,
                new Text(
                        "Danh sách này có từ %s; nguồn đã gửi dữ liệu mới hơn lúc %s. Vì vậy nó không được coi là đầy đủ: không camera nào bị coi là đã gỡ."
                                .formatted(statement.at(), since),
                        "This list is of %s, and its source has spoken since, at %s. So it does not count as complete: no camera is taken for gone."
                                .formatted(statement.at(), since)),
                new Text(
                        "Nếu cần danh sách đầy đủ, xin nguồn gửi danh sách mới nhất.",
                        "If a complete list is needed, ask the source for its newest one."),
                List.of()));
        return new Statement(
                statement.source(),
                statement.layer(),
                statement.by(),
                statement.at(),
                false,
                statement.profile(),
                statement.delivery(),
                statement.label(),
                statement.defaultArea(),
                statement.defaultUnit(),
                statement.defaultSector(),
                statement.columns(),
                findings,
                statement.items());
    }
}
