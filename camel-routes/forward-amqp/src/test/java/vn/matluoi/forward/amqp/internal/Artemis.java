package vn.matluoi.forward.amqp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import vn.matluoi.api.route.PinnedCertificate;

/** Apache ActiveMQ Artemis itself, in this process, on loopback. */
final class Artemis implements AutoCloseable {

    private static final String STORE_PASSWORD = "of-a-key-that-lives-as-long-as-the-test";

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final int port;
    private final Optional<Map.Entry<String, String>> account;
    private final String fingerprint;

    /** One that lets everybody in, without encryption. */
    Artemis(Path folder) throws Exception {
        this(folder, Optional.empty());
    }

    static Artemis encrypted(Path folder, String user, String password) throws Exception {
        return new Artemis(folder, Optional.of(Map.entry(user, password)));
    }

    private Artemis(Path folder, Optional<Map.Entry<String, String>> account) throws Exception {
        this.account = account;
        Files.createDirectories(folder);
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        var acceptor = "tcp://127.0.0.1:%d?protocols=AMQP".formatted(port);
        if (account.isPresent()) {
            var store = certified(folder);
            fingerprint = fingerprint(store);
            acceptor += ";sslEnabled=true;keyStoreType=PKCS12;saslMechanisms=PLAIN;keyStorePath=%s;keyStorePassword=%s"
                    .formatted(store, STORE_PASSWORD);
        } else {
            fingerprint = "";
        }
        var configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(account.isPresent())
                .setJournalDirectory(folder.resolve("journal").toString())
                .addAcceptorConfiguration("amqp", acceptor)
                .addAddressSetting(
                        "#", // what is made by being written to is a queue, and keeps what nobody reads yet
                        new AddressSettings()
                                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false));
        account.ifPresent(one -> {
            var security = new SecurityConfiguration();
            security.addUser(one.getKey(), one.getValue());
            security.addRole(one.getKey(), "writers");
            broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), security));
            configuration.putSecurityRoles(
                    "#",
                    Set.of(new Role(
                            "writers", true, true, true, true, true, true, true, true, true, true, false, false)));
        });
        broker.setConfiguration(configuration);
        broker.start();
    }

    private static Path certified(Path folder) throws IOException, InterruptedException {
        var store = folder.resolve("broker.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=another-name",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        if (made.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("keytool.log")));
        }
        return store;
    }

    private static String fingerprint(Path store) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, STORE_PASSWORD.toCharArray());
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(keys.getCertificate("broker").getEncoded()));
        }
    }

    int port() {
        return port;
    }

    /** @return SHA-256 of its certificate */
    String fingerprint() {
        return fingerprint;
    }

    /** @return what a queue holds: content type, id, body */
    List<String> read(String queue, int count) throws Exception {
        var read = new ArrayList<String>();
        var options = new ConnectionOptions();
        account.ifPresent(one -> {
            options.user(one.getKey()).password(one.getValue()).sslEnabled(true);
            options.sslOptions().verifyHost(false).sslContextOverride(new PinnedCertificate(fingerprint).context());
        });
        try (var client = Client.create();
                var connection = client.connect("127.0.0.1", port, options);
                var receiver = connection.openReceiver(queue)) {
            while (read.size() < count) {
                var delivery = receiver.receive(20, TimeUnit.SECONDS);
                if (delivery == null) {
                    break;
                }
                var message = delivery.message();
                read.add("%s %s %s"
                        .formatted(message.contentType(), message.messageId(), new String((byte[]) message.body())));
            }
        }
        return read;
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
