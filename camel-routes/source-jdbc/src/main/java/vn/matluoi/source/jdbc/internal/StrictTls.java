package vn.matluoi.source.jdbc.internal;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.tls.main.DefaultTlsSocketPlugin;

/**
 * TLS by the certificates of {@code ca.file} and no others. The driver's own way goes on with any self-signed certificate until the
 * server has, or has not, shown that it knows the password's hash. Loaded by the driver.
 */
public final class StrictTls extends DefaultTlsSocketPlugin {

    static final String NAME = "matluoi";

    @Override
    public String type() {
        return NAME;
    }

    @Override
    public TrustManager[] getTrustManager(Configuration configuration, ExceptionFactory exceptions, HostAddress host)
            throws SQLException {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(Authorities.read(Path.of(configuration.serverSslCert())));
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public KeyManager[] getKeyManager(Configuration configuration, ExceptionFactory exceptions) {
        return null; // as the interface wants it for none
    }
}
