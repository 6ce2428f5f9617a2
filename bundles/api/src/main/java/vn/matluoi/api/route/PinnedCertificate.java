package vn.matluoi.api.route;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the one certificate of a fingerprint, expired and self-signed ones too, whoever signed it: the hub asks no certificate
 * authority about agencies' servers. The handshake with any other fails, before anything is sent. For one connection; any thread.
 */
public final class PinnedCertificate extends X509ExtendedTrustManager {

    /** How a fingerprint is written, for what people read; no certificate has it. */
    public static final String EXAMPLE = "3f0a8c51d7e2964b0f1da3c85e7264b99a10cd3e87f5620b4ec1d89273a5f60d";

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

    private final String sha256Hex;
    private volatile Optional<String> shown = Optional.empty();

    /** @param sha256Hex of the certificate, 64 lower-case digits */
    public PinnedCertificate(String sha256Hex) {
        this.sha256Hex = sha256Hex;
    }

    /** @return a fingerprint in the one form in which it is compared: without colons and blanks, in small letters */
    public static String fingerprint(String written) {
        return written.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
    }

    /** @return whether it is the fingerprint of a certificate, by SHA-256, with or without colons and blanks */
    public static boolean isFingerprint(String written) {
        return FINGERPRINT.matcher(fingerprint(written)).matches();
    }

    /** @return TLS 1.2 or 1.3 with that certificate at the other end */
    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** @return fingerprint of another certificate that the server showed, hex; empty while it showed none, or the right one */
    public Optional<String> other() {
        return shown.filter(fingerprint -> !fingerprint.equals(sha256Hex));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        shown = Optional.of(fingerprint(chain[0]));
        if (other().isPresent()) {
            throw new CertificateException("another certificate: " + shown.get());
        }
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateEncodingException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this side is always the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
