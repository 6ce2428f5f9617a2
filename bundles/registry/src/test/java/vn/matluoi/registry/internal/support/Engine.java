package vn.matluoi.registry.internal.support;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

/** The engines the catalogue must run on alike. */
public enum Engine {
    DERBY {
        @Override
        DataSource empty(String name) {
            return pool("jdbc:derby:memory:" + name + ";create=true", "");
        }
    },
    POSTGRESQL {
        @Override
        DataSource empty(String name) {
            try {
                return pool(PostgresCluster.running().newDatabase(name), PostgresCluster.user());
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
        return empty("registry_" + COUNT.incrementAndGet());
    }

    abstract DataSource empty(String name);

    private static DataSource pool(String url, String user) {
        var pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setUsername(user);
        pool.setPassword("");
        pool.setMaxTotal(10);
        return pool;
    }
}
