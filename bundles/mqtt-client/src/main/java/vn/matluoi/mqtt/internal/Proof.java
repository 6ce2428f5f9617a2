package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import io.netty.handler.ssl.util.SimpleTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.route.KeyFile;

/** By what a broker proves who it is, before anything is sent to it: a fingerprint, or an authority of which it has its name. */
final class Proof {

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    private static final int HANDSHAKE_SECONDS = 10;

    private Proof() {}

    /** @throws Refused {@code CERTIFICATE} if the authority's file cannot be read */
    static MqttClientSslConfig of(MqttBroker broker) throws Refused {
        var config = MqttClientSslConfig.builder()
                .protocols(PROTOCOLS)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
        if (broker.certificate().isPresent()) {
            return config.trustManagerFactory(new Pinned(broker.certificate().get()))
                    .hostnameVerifier((host, session) -> true) // it is this very certificate, whatever it calls itself
                    .build();
        }
        var file = broker.authority().orElseThrow(() -> unreadable("etc/keys"));
        return config.trustManagerFactory(authority(file))
                .build(); // without a verifier TLS itself compares the host's name
    }

    private static TrustManagerFactory authority(KeyFile file) throws Refused {
        try (InputStream in = Files.newInputStream(file.path())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw unreadable(file.toString());
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file.toString());
        }
    }

    private static Refused unreadable(String file) {
        return new Refused(
                Why.CERTIFICATE,
                new Text(
                        "không đọc được chứng thư PEM trong tệp %s".formatted(file),
                        "no PEM certificate can be read from %s".formatted(file)));
    }

    /** The broker has another certificate. */
    static final class OtherCertificate extends CertificateException {

        private static final long serialVersionUID = 1L;

        private final String shown;

        private OtherCertificate(String shown) {
            super("the certificate is not the one pinned but " + shown);
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    private static final class Pinned extends SimpleTrustManagerFactory {

        private final TrustManager[] managers;

        Pinned(String fingerprint) {
            managers = new TrustManager[] {new PinnedManager(fingerprint)};
        }

        @Override
        protected void engineInit(KeyStore keyStore) {
            // there is nothing but the fingerprint
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
            // there is nothing but the fingerprint
        }

        @Override
        protected TrustManager[] engineGetTrustManagers() {
            return managers.clone();
        }
    }

    private static final class PinnedManager extends X509ExtendedTrustManager {

        private final String fingerprint;

        PinnedManager(String fingerprint) {
            this.fingerprint = fingerprint;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            var shown = chain.length == 0 ? "" : fingerprint(chain[0]);
            if (!shown.equals(fingerprint)) {
                throw new OtherCertificate(shown);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this side is always the client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        private static String fingerprint(X509Certificate certificate) throws CertificateException {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has it
            }
        }
    }
}
