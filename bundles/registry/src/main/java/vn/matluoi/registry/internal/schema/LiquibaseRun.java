package vn.matluoi.registry.internal.schema;

import java.sql.Connection;
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

/** The only class that touches Liquibase's engine: it is loaded only when a changelog is new. */
final class LiquibaseRun {

    /** Liquibase would otherwise tell its makers of each run. The hub calls nobody. */
    private static final Map<String, Object> QUIET = Map.of("liquibase.analytics.enabled", false);

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
            Scope.child(QUIET, () -> update(changelog, connection));
        } catch (LiquibaseException e) {
            throw e;
        } catch (Exception e) {
            throw new LiquibaseException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void update(Changelog changelog, Connection connection) throws LiquibaseException {
        var database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        if (database instanceof DerbyDatabase derby) {
            derby.setShutdownEmbeddedDerby(false);
        }
        var liquibase = new Liquibase(changelog.path(), new Changelog.Shelf(changelog), database);
        liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
        liquibase.update(new Contexts(), new LabelExpression());
    }
}
