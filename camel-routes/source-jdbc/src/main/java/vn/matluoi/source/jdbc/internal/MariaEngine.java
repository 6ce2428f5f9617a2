package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;

/** MariaDB and MySQL, by the driver within this bundle. */
final class MariaEngine implements Engine {

    @Override
    public Connection connect(JdbcSettings settings, String password, Line line) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", settings.username());
        properties.setProperty("password", password);
        properties.setProperty("socketFactory", LineSockets.class.getName());
        properties.setProperty("connectTimeout", String.valueOf(JdbcSettings.CONNECT_MILLIS));
        properties.setProperty(
                "socketTimeout",
                String.valueOf(settings.patience().plusSeconds(15).toMillis()));
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("permitRedirect", "false"); // to whatever server that one names
        properties.setProperty("allowPublicKeyRetrieval", "false");
        properties.setProperty("restrictedAuth", "mysql_native_password,client_ed25519,caching_sha2_password");
        properties.setProperty("fallbackToSystemKeyStore", "false");
        properties.setProperty("fallbackToSystemTrustStore", "false");
        properties.setProperty("tlsSocketType", StrictTls.NAME);
        properties.setProperty("connectionAttributes", "program_name:Mat Luoi");
        properties.setProperty("tinyInt1isBit", "false"); // 2 is a number
        properties.setProperty("transformedBitIsBoolean", "false");
        properties.setProperty("autocommit", "false");
        properties.setProperty(
                "sslMode",
                switch (settings.tls()) {
                    case FULL -> "verify-full";
                    case CA -> "verify-ca";
                    case OFF -> "disable";
                });
        settings.authority()
                .ifPresent(file ->
                        properties.setProperty("serverSslCert", file.path().toString()));
        // of host and database JdbcCheck takes nothing that means more in an address
        var address = "jdbc:mariadb://%s:%d/%s".formatted(settings.host(), settings.port(), settings.database());
        var connection = LineSockets.by(line, () -> Driver.connect(Configuration.parse(address, properties)));
        try (var statement = connection.createStatement()) {
            statement.execute("START TRANSACTION READ ONLY"); // setReadOnly() tells the server nothing
        }
        return connection;
    }
}
