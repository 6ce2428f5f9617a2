package vn.matluoi.forward.amqp.internal.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import vn.matluoi.api.route.PinnedCertificate;

/** Apache ActiveMQ Artemis itself, in this process, on loopback; what it accepted it still has when it is started again. */
public final class Artemis implements AutoCloseable {

    private static final String STORE_PASSWORD = "of-a-key-that-lives-as-long-as-the-test";

    private final Path folder;
    private final int port;
    private final Optional<Map.Entry<String, String>> account;
    private final String fingerprint;
    private final String acceptor;
    private EmbeddedActiveMQ broker;

    /** One that lets everybody in, without encryption. */
    public Artemis(Path folder) throws Exception {
        this(folder, Optional.empty());
    }

    public static Artemis encrypted(Path folder, String user, String password) throws Exception {
        return new Artemis(folder, Optional.of(Map.entry(user, password)));
    }

    private Artemis(Path folder, Optional<Map.Entry<String, String>> account) throws Exception {
        this.folder = folder;
        this.account = account;
        Files.createDirectories(folder);
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        var open = "tcp://127.0.0.1:%d?protocols=AMQP".formatted(port);
        if (account.isPresent()) {
            var store = certified(folder);
            fingerprint = fingerprint(store);
            acceptor = open
                    + ";sslEnabled=true;keyStoreType=PKCS12;saslMechanisms=PLAIN;keyStorePath=%s;keyStorePassword=%s"
                            .formatted(store, STORE_PASSWORD);
        } else {
            fingerprint = "";
            acceptor = open;
        }
        start();
    }

    public void start() throws Exception {
        broker = new EmbeddedActiveMQ();
        var configuration = new ConfigurationImpl()
                .setSecurityEnabled(account.isPresent())
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(1 << 20)
                .setJournalMinFiles(2)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
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

    public int port() {
        return port;
    }

    /** @return SHA-256 of its certificate */
    public String fingerprint() {
        return fingerprint;
    }

    /** @return what a queue holds: content type, id, body; it is taken out of it */
    public List<String> read(String queue, int count) throws Exception {
        return read(queue, count, Duration.ofSeconds(20)).stream()
                .map(message ->
                        "%s %s %s".formatted(message.contentType(), message.messageId(), new String(message.body())))
                .toList();
    }

    /** @return the bodies of what a queue holds, until nothing comes for so long; they are taken out of it */
    public List<byte[]> drain(String queue, Duration quiet) throws Exception {
        return read(queue, Integer.MAX_VALUE, quiet).stream().map(Taken::body).toList();
    }

    /** @return of a queue's next message, what it says besides its content type, id and body; it is taken out of the queue */
    public Map<String, Object> readBesides(String queue) throws Exception {
        return read(queue, 1, Duration.ofSeconds(20)).get(0).besides();
    }

    private record Taken(String contentType, Object messageId, byte[] body, Map<String, Object> besides) {

        static Taken of(Message<?> message) throws ClientException {
            var besides = new HashMap<String, Object>();
            message.forEachProperty(besides::put);
            message.forEachFooter(besides::put);
            message.forEachAnnotation(besides::put);
            besides.put("subject", message.subject());
            besides.put("replyTo", message.replyTo());
            besides.put("correlationId", message.correlationId());
            besides.put("to", message.to());
            besides.values().removeIf(Objects::isNull);
            return new Taken(message.contentType(), message.messageId(), (byte[]) message.body(), besides);
        }
    }

    private List<Taken> read(String queue, int count, Duration patience) throws Exception {
        var read = new ArrayList<Taken>();
        var options = new ConnectionOptions();
        account.ifPresent(one -> {
            options.user(one.getKey()).password(one.getValue()).sslEnabled(true);
            options.sslOptions().verifyHost(false).sslContextOverride(new PinnedCertificate(fingerprint).context());
        });
        try (var client = Client.create();
                var connection = client.connect("127.0.0.1", port, options);
                var receiver = connection.openReceiver(queue)) {
            while (read.size() < count) {
                var delivery = receiver.receive(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (delivery == null) {
                    break;
                }
                read.add(Taken.of(delivery.message()));
            }
        }
        return read;
    }

    public void stop() throws Exception {
        broker.stop();
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
