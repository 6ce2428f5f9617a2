package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * A database whose driver was installed beside the hub, as that of SQL Server. It is told the address that was looked up, and no
 * certificate authority: nothing that it says of the server's identity would be known here, so only a route that asks for none is served.
 */
final class OtherEngine implements Engine {

    private final DataSourceFactory driver;

    OtherEngine(DataSourceFactory driver) {
        this.driver = driver;
    }

    @Override
    public Connection connect(JdbcSettings settings, String password, Line line) throws SQLException {
        if (settings.tls() != JdbcSettings.Tls.OFF) {
            throw new IllegalArgumentException(
                    "only tls = off goes with another driver"); // refused by the check already
        }
        var properties = new Properties();
        properties.setProperty(DataSourceFactory.JDBC_SERVER_NAME, line.address());
        properties.setProperty(DataSourceFactory.JDBC_PORT_NUMBER, String.valueOf(settings.port()));
        properties.setProperty(DataSourceFactory.JDBC_DATABASE_NAME, settings.database());
        properties.setProperty(DataSourceFactory.JDBC_USER, settings.username());
        properties.setProperty(DataSourceFactory.JDBC_PASSWORD, password);
        var source = driver.createDataSource(properties);
        source.setLoginTimeout(JdbcSettings.CONNECT_MILLIS / 1000);
        var connection = source.getConnection();
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        connection.setNetworkTimeout(
                Runnable::run,
                Math.toIntExact(settings.patience().plusSeconds(15).toMillis()));
        return connection;
    }
}
