package vn.matluoi.access.internal;

import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.core.DerbyDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** A Derby database in memory, migrated by the bundle's own changelog. */
final class MigratedDerby {

    private MigratedDerby() {}

    static DataSource create(String changelog) {
        var database = new EmbeddedDataSource();
        database.setDatabaseName("memory:" + UUID.randomUUID());
        database.setCreateDatabase("create");
        try (var connection = database.getConnection()) {
            var derby = new DerbyDatabase();
            derby.setConnection(new JdbcConnection(connection));
            derby.setShutdownEmbeddedDerby(false);
            new Liquibase(changelog, new ClassLoaderResourceAccessor(MigratedDerby.class.getClassLoader()), derby)
                    .update(new Contexts());
        } catch (SQLException | LiquibaseException failure) {
            throw new IllegalStateException(failure);
        }
        return database;
    }
}
