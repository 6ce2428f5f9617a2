package vn.matluoi.source.jdbc.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server's certificate that vouches for itself, with its key, both as PEM.
 *
 * @param certificate file
 * @param key file
 */
public record Certificate(Path certificate, Path key) {

    /** Made by the JDK's keytool. */
    public static Certificate of(String host, Path folder) {
        return of(host, folder, "-1d");
    }

    /**
     * @param from when its ten years begin, as keytool has it: {@code -1d}, {@code 1970/01/01}
     */
    public static Certificate of(String host, Path folder, String from) {
        try {
            var store = folder.resolve(host + ".p12");
            var made = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=" + host,
                            "-ext",
                            "san=dns:" + host,
                            "-startdate",
                            from,
                            "-validity",
                            "3650",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "changeit",
                            "-keystore",
                            store.toString())
                    .redirectErrorStream(true)
                    .start();
            var said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (made.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(said);
            }
            var keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            return new Certificate(
                    pem(
                            folder.resolve(host + ".crt"),
                            "CERTIFICATE",
                            keys.getCertificate("server").getEncoded()),
                    pem(
                            folder.resolve(host + ".key"),
                            "PRIVATE KEY",
                            keys.getKey("server", "changeit".toCharArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return what a server needs to show it */
    public SSLContext context() {
        try (var in = Files.newInputStream(certificate)) {
            var shown = CertificateFactory.getInstance("X.509").generateCertificate(in);
            var bare = Files.readString(key).replaceAll("-----.*?-----", "");
            var proof = KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(bare)));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", proof, new char[0], new java.security.cert.Certificate[] {shown});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path pem(Path file, String what, byte[] der) throws IOException {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, body, what));
    }
}
