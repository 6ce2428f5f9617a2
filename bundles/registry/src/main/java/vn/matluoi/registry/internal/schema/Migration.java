package vn.matluoi.registry.internal.schema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import liquibase.exception.LiquibaseException;
import vn.matluoi.api.schema.SchemaPart;
import vn.matluoi.registry.internal.db.Dialect;
import vn.matluoi.registry.internal.db.Rows;

/**
 * Brings the tables of one part up to its changelog. What was applied is remembered by the changelog's hash, so a
 * later start costs one query and leaves Liquibase alone.
 */
public final class Migration {

    private static final String REMEMBERED = "select hash from schema_parts where part = ?";

    private final DataSource database;

    public Migration(DataSource database) {
        this.database = database;
    }

    /**
     * Blocks for up to several seconds when there is something to do. Not for two threads at once.
     *
     * @return whether there was something to do
     * @throws MigrationFailure if the changelog cannot be read or applied; its message says which part and why
     */
    public boolean migrate(SchemaPart part) throws MigrationFailure {
        try {
            var changelog = Changelog.of(part);
            try (var connection = database.getConnection()) {
                connection.setAutoCommit(true);
                var known = remembered(connection, part.name());
                if (known.filter(changelog.hash()::equals).isPresent()) {
                    return false;
                }
                LiquibaseRun.apply(changelog, connection);
                connection.setAutoCommit(true);
                remember(connection, part.name(), changelog.hash());
                return true;
            }
        } catch (IOException | SQLException | LiquibaseException e) {
            throw new MigrationFailure(part.name(), e);
        }
    }

    /** @throws SQLException if the database does not answer within a second, or what was applied is not noted there */
    void ask() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            statement.executeQuery("select hash from schema_parts").close();
        }
    }

    private static Optional<String> remembered(Connection connection, String part) throws SQLException {
        try {
            return Rows.first(connection, REMEMBERED, List.of(part), row -> row.getString(1));
        } catch (SQLException e) {
            if (!Dialect.of(connection).noSuchTable(e)) {
                throw e;
            }
            Rows.update(
                    connection,
                    "create table schema_parts (part varchar(60) not null primary key, hash varchar(64) not null)");
            return Optional.empty();
        }
    }

    private static void remember(Connection connection, String part, String hash) throws SQLException {
        if (Rows.update(connection, "update schema_parts set hash = ? where part = ?", hash, part) == 0) {
            Rows.update(connection, "insert into schema_parts (part, hash) values (?, ?)", part, hash);
        }
    }

    /** The tables of one part could not be brought up to its changelog. */
    public static final class MigrationFailure extends Exception {

        private static final long serialVersionUID = 1L;

        MigrationFailure(String part, Exception cause) {
            super("the tables of " + part + " could not be migrated: " + innermost(cause), cause);
        }

        private static String innermost(Throwable error) {
            return error.getCause() == null ? error.getMessage() : innermost(error.getCause());
        }
    }
}
