package vn.matluoi.simulators.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that vouches for itself, for {@code localhost} and 127.0.0.1, and its key.
 *
 * @param certificate PEM file
 * @param key PEM file that only its owner reads
 */
public record PemCertificate(Path certificate, Path key) {

    private static final int SECONDS = 60;

    /** {@code NAME.pem} and {@code NAME-key.pem} in that folder; made by this Java's {@code keytool} when they are first asked for. */
    public static PemCertificate kept(Path folder, String name) throws IOException {
        PemCertificate kept = new PemCertificate(folder.resolve(name + ".pem"), folder.resolve(name + "-key.pem"));
        if (!Files.exists(kept.certificate) || !Files.exists(kept.key)) {
            kept.make();
        }
        return kept;
    }

    /** TLS of a server that makes itself a certificate at each start, as devices do. */
    public static SSLContext contextOfAFreshOne() throws IOException {
        Path work = Files.createTempDirectory("simulators-tls");
        PemCertificate fresh = new PemCertificate(work.resolve("device.pem"), work.resolve("device-key.pem"));
        try {
            fresh.make();
            return fresh.context();
        } finally {
            Files.deleteIfExists(fresh.certificate);
            Files.deleteIfExists(fresh.key);
            Files.delete(work);
        }
    }

    /** @return TLS of a server that shows it */
    public SSLContext context() throws IOException {
        String pem = Files.readString(key).replaceAll("-----[A-Z ]+-----", "");
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem));
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            Key mine = KeyFactory.getInstance("EC").generatePrivate(spec);
            keys.setKeyEntry("server", mine, new char[0], new Certificate[] {read(certificate)});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS with " + key + ": " + e.getMessage(), e);
        }
    }

    /** TLS of a client that trusts the one certificate in that PEM file. */
    public static SSLContext trusting(Path certificate) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("server", read(certificate));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate in " + certificate + ": " + e.getMessage(), e);
        }
    }

    /** @return SHA-256 of the certificate, hex */
    public String fingerprint() throws IOException {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(read(certificate).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate in " + certificate + ": " + e.getMessage(), e);
        }
    }

    private static Certificate read(Path certificate) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private void make() throws IOException {
        Path work = Files.createTempDirectory("simulators-tls");
        Path store = work.resolve("server.p12");
        Path secret = work.resolve("secret");
        Path log = work.resolve("log");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try {
            Files.writeString(secret, password);
            keytool(store, secret, log);
            KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
            Key made = keys.getKey("server", password.toCharArray());
            Files.deleteIfExists(key);
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, pem("PRIVATE KEY", made.getEncoded()));
            Files.writeString(
                    certificate,
                    pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(secret);
            Files.deleteIfExists(log);
            Files.deleteIfExists(work);
        }
    }

    private static void keytool(Path store, Path secret, Path log) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "3650",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass:file",
                        secret.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!keytool.waitFor(SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroy();
                throw new IOException("keytool made no certificate: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String pem(String kind, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind);
    }
}
