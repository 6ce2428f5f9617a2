package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceRequest;

/** Certificates as devices have them: signed by themselves, for another name, long expired. */
class TlsTest {

    private static final DeviceRequest ASK = DeviceRequest.get("/x");

    @TempDir
    private static Path folder;

    private static SSLContext context;
    private static String fingerprint;

    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), System::nanoTime);

    @BeforeAll
    static void makeACertificate() throws Exception {
        var store = folder.resolve("device.p12");
        var password = UUID.randomUUID().toString();
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "d",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=some-other-name",
                        "-startdate",
                        "2010/01/01",
                        "-validity",
                        "365",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(made).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password.toCharArray());
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        fingerprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(keys.getCertificate("d").getEncoded()));
    }

    @AfterEach
    void stop() {
        http.stop();
    }

    private static ServerSocket listen(String... protocols) throws IOException {
        var socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private static Target https(ScriptedDevice device, Optional<String> pin) {
        return device.target("https", Map.of(), pin, Duration.ofSeconds(10));
    }

    @Test
    void showsTheCertificateOfAFirstContact() throws Exception {
        try (var device = new ScriptedDevice(listen(), DigestSide.usual());
                var connection = http.connect(https(device, Optional.empty()))) {
            assertThat(connection.certificate()).isEmpty();
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(connection.certificate()).isEqualTo(fingerprint);
        }
    }

    @Test
    void worksWithThePinnedCertificateHoweverItIsWritten() throws Exception {
        var colons = fingerprint.toUpperCase().replaceAll("(..)(?!$)", "$1:");
        try (var device = new ScriptedDevice(listen(), DigestSide.usual());
                var connection = http.connect(https(device, Optional.of(colons)))) {
            assertThat(connection.call(ASK).status()).isEqualTo(200);
        }
    }

    @Test
    void sendsNothingToAnotherCertificate() throws Exception {
        try (var device = new ScriptedDevice(listen(), DigestSide.usual());
                var connection = http.connect(https(device, Optional.of("00".repeat(32))))) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> connection.call(ASK))
                    .satisfies(e -> {
                        assertThat(e.why()).isEqualTo(Refused.Why.CERTIFICATE);
                        assertThat(e.evidence()).contains(fingerprint);
                    });
            assertThat(device.requests()).isEmpty();
            assertThat(connection.certificate()).isEqualTo(fingerprint);
        }
    }

    @Test
    void sendsBasicOnlyToAnAcceptedCertificate() throws Exception {
        ScriptedDevice.Script basic = (request, out) -> {
            if (request.header("Authorization").isPresent()) {
                ScriptedDevice.ok(out, "<a/>");
            } else {
                ScriptedDevice.send(out, 401, "WWW-Authenticate: Basic realm=\"x\"", "");
            }
            return true;
        };
        try (var device = new ScriptedDevice(listen(), basic);
                var unknown = http.connect(https(device, Optional.empty()));
                var accepted = http.connect(https(device, Optional.of(fingerprint)))) {
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> unknown.call(ASK));
            assertThat(device.requests()).hasSize(1);
            assertThat(accepted.call(ASK).status()).isEqualTo(200);
        }
    }

    @Test
    void followsFromHttpToHttpsAndLogsInThere() throws Exception {
        var tlsPort = new AtomicInteger();
        var side = DigestSide.usual();
        try (var plain = ScriptedDevice.open((request, out) -> {
                    ScriptedDevice.send(out, 302, "Location: https://127.0.0.1:" + tlsPort.get() + request.path(), "");
                    return true;
                });
                var device = new ScriptedDevice(listen(), side);
                var connection = http.connect(plain.target())) {
            tlsPort.set(device.port());
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(plain.requests()).as("asked once, without a password").hasSize(1);
            assertThat(plain.requests().get(0).header("Authorization")).isEmpty();
            assertThat(side.wrong).hasValue(0);
            assertThat(connection.certificate()).isEqualTo(fingerprint);
        }
    }

    @Test
    void saysUnreachableWhereThereIsNoTls() throws Exception {
        try (var device = ScriptedDevice.saying("HTTP/1.1 400 Bad Request\r\n\r\n");
                var connection =
                        http.connect(device.target("https", Map.of(), Optional.empty(), Duration.ofSeconds(1)))) {
            assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> connection.call(ASK));
        }
    }
}
