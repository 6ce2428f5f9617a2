package vn.matluoi.source.jdbc.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.SQLException;
import java.util.UUID;

/** The certificates of {@code ca.file} as a key store, and as a file for a driver that takes no other; it goes when this is closed. */
final class Authorities implements AutoCloseable {

    private static final String KIND = "PKCS12";

    private final Path file;
    private final String password;

    private Authorities(Path file, String password) {
        this.file = file;
        this.password = password;
    }

    /** @throws SQLException if the file cannot be read as certificates */
    static KeyStore read(Path pem) throws SQLException {
        try (var in = Files.newInputStream(pem)) {
            var store = KeyStore.getInstance(KIND);
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new SQLException("ca.file cannot be read as certificates: " + e.getMessage(), "08000", e);
        }
    }

    /** @throws SQLException as {@link #read}, or if no file can be written */
    static Authorities written(Path pem) throws SQLException {
        var store = read(pem);
        try {
            var written = new Authorities(
                    Files.createTempFile("matluoi-ca-", ".p12"), // nobody else may read it
                    UUID.randomUUID().toString());
            try (var out = Files.newOutputStream(written.file)) {
                store.store(out, written.password.toCharArray());
            }
            return written;
        } catch (IOException | GeneralSecurityException e) {
            throw new SQLException("no temporary file can be written: " + e.getMessage(), "HY000", e);
        }
    }

    Path file() {
        return file;
    }

    String password() {
        return password;
    }

    static String kind() {
        return KIND;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // there is no secret in it
        }
    }
}
