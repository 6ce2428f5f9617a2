package vn.matluoi.registry.internal.support;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.DerbyDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.apache.commons.dbcp2.BasicDataSource;

/** The engines every table must run on alike. */
public enum Engine {
    DERBY {
        @Override
        DataSource empty(String name) {
            return pool("jdbc:derby:memory:" + name + ";create=true", "", "");
        }
    },
    POSTGRESQL {
        @Override
        DataSource empty(String name) {
            try {
                var made = PostgresCluster.running().newDatabase(name);
                return pool(made.url() + "?reWriteBatchedInserts=true", made.user(), made.password());
            } catch (SQLException e) {
                throw new IllegalStateException("no PostgreSQL to test with", e);
            }
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    static {
        System.setProperty("derby.stream.error.file", "target/derby.log");
    }

    /** @return a new, empty database behind a pool like the hub's */
    public DataSource empty() {
        return empty("test_" + COUNT.incrementAndGet());
    }

    /**
     * @param changelog a resource of the bundle under test
     * @return a new database with the tables of that changelog
     */
    public DataSource migrated(String changelog) {
        var database = empty();
        try (var connection = database.getConnection()) {
            var known = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            if (known instanceof DerbyDatabase derby) {
                derby.setShutdownEmbeddedDerby(false);
            }
            new Liquibase(changelog, new ClassLoaderResourceAccessor(Engine.class.getClassLoader()), known)
                    .update(new Contexts());
        } catch (SQLException | LiquibaseException e) {
            throw new IllegalStateException("cannot migrate to " + changelog, e);
        }
        return database;
    }

    abstract DataSource empty(String name);

    private static DataSource pool(String url, String user, String password) {
        var pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaxTotal(10);
        return pool;
    }
}
