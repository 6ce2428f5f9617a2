package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.osgi.service.jdbc.DataSourceFactory;

/** SQL Server, by Microsoft's driver: that one can be told by which certificates the server proves itself. */
final class SqlServerEngine extends OtherEngine {

    static final String DRIVER = "com.microsoft.sqlserver.jdbc.SQLServerDriver";

    SqlServerEngine(DataSourceFactory driver, Duration grace) {
        super(driver, grace);
    }

    @Override
    public Connection connect(JdbcSettings settings, String password, Line line) throws SQLException {
        if (settings.tls() == JdbcSettings.Tls.OFF) {
            return connect(settings, password, relay(settings, line), ";encrypt=false");
        }
        try (var authorities =
                Authorities.written(settings.authority().orElseThrow().path())) {
            // of the host JdbcCheck takes nothing that means more in an address
            var tls =
                    ";encrypt=true;trustServerCertificate=false;hostNameInCertificate=%s;trustStore={%s};trustStoreType=%s;trustStorePassword=%s"
                            .formatted(settings.host(), authorities.file(), Authorities.kind(), authorities.password());
            return connect(settings, password, relay(settings, line), tls);
        }
    }

    private Connection connect(JdbcSettings settings, String password, Relay relay, String tls) throws SQLException {
        var properties = properties(settings, password, relay);
        properties.setProperty(
                DataSourceFactory.JDBC_URL,
                "jdbc:sqlserver://%s:%d;connectRetryCount=0;applicationName=Mat Luoi%s"
                        .formatted(relay.address(), relay.port(), tls));
        return connect(properties);
    }
}
