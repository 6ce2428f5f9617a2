package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * A database whose driver was installed beside the hub. It is told the hub's own {@link Relay} instead of the server, and no certificate
 * authority: nothing that it says of the server's identity would be known here, so only a route that asks for none is served.
 */
class OtherEngine implements Engine {

    private final DataSourceFactory driver;
    private final Duration grace;

    /** @param grace how much longer than a query the server may be silent */
    OtherEngine(DataSourceFactory driver, Duration grace) {
        this.driver = driver;
        this.grace = grace;
    }

    @Override
    public final Optional<ClassLoader> foreign() {
        return Optional.of(driver.getClass().getClassLoader());
    }

    @Override
    public Connection connect(JdbcSettings settings, String password, Line line) throws SQLException {
        if (settings.tls() != JdbcSettings.Tls.OFF) {
            throw new IllegalArgumentException(
                    "only tls = off goes with another driver"); // refused by the check already
        }
        return connect(properties(settings, password, relay(settings, line)));
    }

    final Relay relay(JdbcSettings settings, Line line) throws SQLException {
        return Relay.open(line, settings.patience().plus(grace));
    }

    static Properties properties(JdbcSettings settings, String password, Relay relay) {
        var properties = new Properties();
        properties.setProperty(DataSourceFactory.JDBC_SERVER_NAME, relay.address());
        properties.setProperty(DataSourceFactory.JDBC_PORT_NUMBER, String.valueOf(relay.port()));
        properties.setProperty(DataSourceFactory.JDBC_DATABASE_NAME, settings.database());
        properties.setProperty(DataSourceFactory.JDBC_USER, settings.username());
        properties.setProperty(DataSourceFactory.JDBC_PASSWORD, password);
        return properties;
    }

    final Connection connect(Properties properties) throws SQLException {
        var source = driver.createDataSource(properties);
        source.setLoginTimeout(JdbcSettings.CONNECT_MILLIS / 1000);
        var connection = source.getConnection();
        try {
            connection.setReadOnly(true);
        } catch (SQLFeatureNotSupportedException e) {
            // the rights of the account guard
        }
        connection.setAutoCommit(false);
        return connection;
    }
}
