package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Rows;

/**
 * Statements that wait for a person, word for word, in the tables {@code waiting_statements} and {@code waiting_items}.
 * Kept until they are applied or replaced; what is discarded may still be released.
 */
final class WaitingTable {

    private static final String OPEN = "standing in ('WAITING', 'DISCARDED')";

    private WaitingTable() {}

    /** @return the one of the same source and layer that waits or was discarded, if it says word for word the same */
    static Optional<Long> same(Connection connection, Statement statement, String fingerprint) throws SQLException {
        if (statement.delivery().isPresent()) {
            return Optional.empty();
        }
        return Rows.first(
                connection,
                "select id from imports where source = ? and layer = ? and fingerprint = ? and " + OPEN
                        + " order by id desc fetch first 1 rows only",
                List.of(statement.source().value(), statement.layer().name(), fingerprint),
                row -> row.getLong(1));
    }

    /** A complete statement came: what waited of its source and layer before waits no longer. */
    static void replaced(Connection connection, Statement statement) throws SQLException {
        var before = Rows.list(
                connection,
                "select id from imports where source = ? and layer = ? and " + OPEN,
                List.of(statement.source().value(), statement.layer().name()),
                row -> row.getLong(1));
        for (var id : before) {
            stand(connection, id, Standing.REPLACED);
            forget(connection, id);
        }
    }

    static void keep(Connection connection, long id, Statement statement) throws SQLException {
        Rows.update(
                connection,
                "insert into waiting_statements (import_id, statement) values (?, ?)",
                id,
                StatementJson.write(statement));
        try (var insert =
                new Batch(connection, "insert into waiting_items (import_id, place, item) values (?, ?, ?)")) {
            var place = 0;
            for (var item : statement.items()) {
                insert.add(id, place++, StatementJson.ItemJson.write(item));
            }
        }
    }

    static Optional<Statement> find(Connection connection, long id) throws SQLException {
        var head = Rows.first(
                connection,
                "select statement from waiting_statements where import_id = ?",
                List.of(id),
                row -> row.getString(1));
        if (head.isEmpty()) {
            return Optional.empty();
        }
        var items = Rows.list(
                connection,
                "select item from waiting_items where import_id = ? order by place",
                List.of(id),
                row -> StatementJson.ItemJson.read(row.getString(1)));
        return Optional.of(StatementJson.read(head.get(), items));
    }

    static void forget(Connection connection, long id) throws SQLException {
        Rows.update(connection, "delete from upstream_withdrawals where import_id = ?", id);
        Rows.update(connection, "delete from waiting_items where import_id = ?", id);
        Rows.update(connection, "delete from waiting_statements where import_id = ?", id);
    }

    static void stand(Connection connection, long id, Standing standing) throws SQLException {
        Rows.update(connection, "update imports set standing = ? where id = ?", standing.name(), id);
    }
}
