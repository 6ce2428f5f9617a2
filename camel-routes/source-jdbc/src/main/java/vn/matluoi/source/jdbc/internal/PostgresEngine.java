package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.osgi.service.jdbc.DataSourceFactory;

/** PostgreSQL, by the driver that the hub has for itself. */
final class PostgresEngine implements Engine {

    private final DataSourceFactory driver;

    PostgresEngine(DataSourceFactory driver) {
        this.driver = driver;
    }

    @Override
    public Connection connect(JdbcSettings settings, String password, Line line) throws SQLException {
        var properties = new Properties();
        properties.setProperty(DataSourceFactory.JDBC_SERVER_NAME, settings.host());
        properties.setProperty(DataSourceFactory.JDBC_PORT_NUMBER, String.valueOf(settings.port()));
        properties.setProperty(DataSourceFactory.JDBC_DATABASE_NAME, settings.database());
        properties.setProperty(DataSourceFactory.JDBC_USER, settings.username());
        properties.setProperty(DataSourceFactory.JDBC_PASSWORD, password);
        properties.setProperty("socketFactory", LineSockets.class.getName());
        properties.setProperty("connectTimeout", String.valueOf(JdbcSettings.CONNECT_MILLIS / 1000));
        properties.setProperty(
                "socketTimeout",
                String.valueOf(settings.patience().plusSeconds(15).toSeconds()));
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("readOnly", "true");
        properties.setProperty("readOnlyMode", "always");
        properties.setProperty("maxResultBuffer", String.valueOf(Queried.MOST_BYTES));
        properties.setProperty("ApplicationName", "Mat Luoi");
        switch (settings.tls()) {
            case FULL -> properties.setProperty("sslmode", "verify-full");
            case CA -> properties.setProperty("sslmode", "verify-ca");
            case OFF -> {
                properties.setProperty("sslmode", "disable");
                properties.setProperty("requireAuth", "scram-sha-256,md5"); // never the password itself
            }
        }
        settings.authority()
                .ifPresent(file ->
                        properties.setProperty("sslrootcert", file.path().toString()));
        var connection =
                LineSockets.by(line, () -> driver.createDataSource(properties).getConnection());
        connection.setAutoCommit(false);
        return connection;
    }
}
