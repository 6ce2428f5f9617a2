package vn.matluoi.simulators.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

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
