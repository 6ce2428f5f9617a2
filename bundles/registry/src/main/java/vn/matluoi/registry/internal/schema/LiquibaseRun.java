package vn.matluoi.registry.internal.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.DerbyDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.exception.LockException;
import liquibase.lockservice.LockServiceFactory;
import vn.matluoi.registry.internal.db.Dialect;
import vn.matluoi.registry.internal.db.Rows;

/** The only class that touches Liquibase's engine: it is loaded only when a changelog is new. */
final class LiquibaseRun {

    /** Liquibase would otherwise tell its makers of each run. The hub calls nobody. */
    private static final Map<String, Object> QUIET = Map.of("liquibase.analytics.enabled", false);

    /** Any number, the same in every hub: who holds the server's lock of that number may migrate. */
    private static final long TURN = 5_180_326_817_049_403L;

    private LiquibaseRun() {}

    /**
     * Brings the tables up to the changelog. The connection stays open.
     *
     * @throws LiquibaseException if a change fails; those before it stand, the rest wait for a mended changelog
     */
    static void apply(Changelog changelog, Connection connection) throws LiquibaseException {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        // Liquibase finds its own services through the thread's loader
        thread.setContextClassLoader(Liquibase.class.getClassLoader());
        try {
            Scope.child(QUIET, () -> inTurn(changelog, connection));
        } catch (LiquibaseException e) {
            throw e;
        } catch (Exception e) {
            throw new LiquibaseException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Liquibase's own lock is a row, which outlives a hub that is killed while it holds it. On PostgreSQL the server keeps
     * the turn and gives it back with the connection; Derby's files are open in one process only.
     */
    private static void inTurn(Changelog changelog, Connection connection) throws SQLException, LiquibaseException {
        if (Dialect.of(connection) == Dialect.DERBY) {
            update(changelog, connection);
            return;
        }
        if (!turn(connection, "select pg_try_advisory_lock(?)")) {
            throw new LockException("another hub is migrating this database");
        }
        try {
            update(changelog, connection);
        } finally {
            connection.setAutoCommit(true);
            turn(connection, "select pg_advisory_unlock(?)");
        }
    }

    private static boolean turn(Connection connection, String sql) throws SQLException {
        return Rows.first(connection, sql, List.of(TURN), row -> row.getBoolean(1))
                .orElse(false);
    }

    private static void update(Changelog changelog, Connection connection) throws LiquibaseException {
        var database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        if (database instanceof DerbyDatabase derby) {
            derby.setShutdownEmbeddedDerby(false);
        }
        var liquibase = new Liquibase(changelog.path(), new Changelog.Shelf(changelog), database);
        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
        // it is our turn: whoever holds the row is no more
        LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
        liquibase.update(new Contexts(), new LabelExpression());
    }
}
