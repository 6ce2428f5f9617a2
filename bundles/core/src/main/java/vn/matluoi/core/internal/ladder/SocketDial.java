package vn.matluoi.core.internal.ladder;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;

/** Dials by plain sockets, only where {@link DeviceNetworks} allows it. No byte of the device is read but its certificate. */
@Component(service = Dial.class)
public final class SocketDial implements Dial {

    private static final Logger LOG = LoggerFactory.getLogger(SocketDial.class);

    /** Longest a certificate is waited for, whatever the source allows: a device may drip it byte by byte. */
    private static final Duration LONGEST = Duration.ofSeconds(15);

    // the networks allowed change with their file: their service comes and goes without restarting supervision
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile DeviceNetworks networks;

    @Override
    public InetSocketAddress resolve(String host, int port) throws DeviceException {
        var allowed = networks;
        if (allowed == null) {
            throw new DeviceException.Unreachable(new Text(
                    "thành phần kết nối thiết bị (http-client) chưa hoạt động; xem etc/vn.matluoi.devices.cfg và nhật ký",
                    "the device client (http-client) does not serve yet; see etc/vn.matluoi.devices.cfg and the log"));
        }
        return allowed.resolve(host, port);
    }

    @Override
    public void connect(InetSocketAddress address, Duration timeout) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(address, (int) timeout.toMillis());
        }
    }

    @Override
    public String certificate(InetSocketAddress address, String host, Duration timeout) throws IOException {
        var seen = new Onlooker();
        var millis = (int) (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).toMillis();
        try (var plain = new Socket()) {
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(() -> hangUp(plain));
            plain.connect(address, millis);
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {seen}, new SecureRandom());
            try (var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, host, address.getPort(), true)) {
                socket.startHandshake();
            }
        } catch (IOException e) {
            if (seen.fingerprint.isEmpty()) {
                throw e;
            } // it showed its certificate before it broke off: that is all that was wanted
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not usable in this Java", e);
        }
        return seen.fingerprint;
    }

    /** The time is up: whoever reads from it stops reading. Does nothing to a socket that is closed already. */
    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("a socket did not close", e);
        }
    }

    /** Looks at the certificate. The pin is checked by whoever sends something. */
    private static final class Onlooker extends X509ExtendedTrustManager {

        private String fingerprint = "";

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                fingerprint = HexFormat.of().formatHex(digest);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the certificate cannot be read", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("the hub is the client here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            checkClientTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
