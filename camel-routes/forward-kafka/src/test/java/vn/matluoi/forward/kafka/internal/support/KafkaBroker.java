package vn.matluoi.forward.kafka.internal.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Apache Kafka itself, one node in a process of its own on loopback; it takes messages of at most {@value #LARGEST} bytes. */
public final class KafkaBroker implements AutoCloseable {

    public static final int LARGEST = 50_000;
    public static final String USER = "hub";

    private static final String STORE_PASSWORD = "of-a-key-that-lives-as-long-as-the-test";

    private final Path folder;
    private final int plain;
    private final int login;
    private final int relayed;
    private final int relay;
    private final int secure;
    private Process process;

    public KafkaBroker(Path folder, String password) throws IOException {
        this.folder = folder;
        var ports = freePorts(6);
        plain = ports.get(0);
        login = ports.get(1);
        relayed = ports.get(3);
        relay = ports.get(4);
        secure = ports.get(5);
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12");
        Files.writeString(
                settings(),
                """
                process.roles = broker,controller
                node.id = 1
                controller.quorum.voters = 1@127.0.0.1:%3$d
                controller.listener.names = CONTROLLER
                listeners = PLAIN://127.0.0.1:%1$d,LOGIN://127.0.0.1:%2$d,RELAYED://127.0.0.1:%6$d,SECURE://127.0.0.1:%8$d,CONTROLLER://127.0.0.1:%3$d
                advertised.listeners = PLAIN://127.0.0.1:%1$d,LOGIN://127.0.0.1:%2$d,RELAYED://127.0.0.1:%7$d,SECURE://127.0.0.1:%8$d
                listener.security.protocol.map = PLAIN:PLAINTEXT,LOGIN:SASL_PLAINTEXT,RELAYED:PLAINTEXT,SECURE:SASL_SSL,CONTROLLER:PLAINTEXT
                inter.broker.listener.name = PLAIN
                sasl.enabled.mechanisms = SCRAM-SHA-512
                listener.name.login.scram-sha-512.sasl.jaas.config = \
                org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.secure.scram-sha-512.sasl.jaas.config = \
                org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.secure.ssl.keystore.type = PKCS12
                listener.name.secure.ssl.keystore.location = %9$s
                listener.name.secure.ssl.keystore.password = %10$s
                listener.name.secure.ssl.key.password = %10$s
                log.dirs = %4$s
                num.partitions = 3
                offsets.topic.replication.factor = 1
                offsets.topic.num.partitions = 1
                group.initial.rebalance.delay.ms = 0
                message.max.bytes = %5$d
                """
                        .formatted(
                                plain,
                                login,
                                ports.get(2),
                                folder.resolve("data"),
                                LARGEST,
                                relayed,
                                relay,
                                secure,
                                store(),
                                STORE_PASSWORD));
        var quiet = new PrintStream(OutputStream.nullOutputStream());
        assertThat(StorageTool.execute(
                        new String[] {
                            "format",
                            "--cluster-id",
                            "MkU3OEVBNTcwNTJENDM2Qk",
                            "--config",
                            settings().toString(),
                            "--add-scram",
                            "SCRAM-SHA-512=[name=%s,password=%s]".formatted(USER, password)
                        },
                        quiet))
                .isZero();
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        for (var i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
        }
        var ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
        for (var socket : sockets) {
            socket.close();
        }
        return ports;
    }

    public void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "kafka.Kafka",
                        settings().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    public void stop() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
    }

    /** Without a log-in. */
    public String address() {
        return "127.0.0.1:" + plain;
    }

    /** With one. */
    public String loginAddress() {
        return "127.0.0.1:" + login;
    }

    /** With one, and encrypted. */
    public String secureAddress() {
        return "127.0.0.1:" + secure;
    }

    /** @return what it shows there, PEM; nobody else signed it, and it names 127.0.0.1 */
    public String certificate() throws IOException {
        return keytool("-exportcert", "-rfc");
    }

    private Path store() {
        return folder.resolve("broker.p12");
    }

    /** @return what it says */
    private String keytool(String... command) throws IOException {
        var all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        all.addAll(List.of(command));
        all.addAll(List.of("-alias", "broker", "-keystore", store().toString(), "-storepass", STORE_PASSWORD));
        var process = new ProcessBuilder(all).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return said;
    }

    /** @return a line to it that can lose its answers; one at a time */
    public Relay relay() throws IOException {
        return new Relay(relay, relayed);
    }

    /** @return at least so many of what a topic holds, in the order in which they were written to each partition */
    public List<ConsumerRecord<String, byte[]>> read(String topic, int count) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", address(), "group.id", topic, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            for (var tries = 0; tries < 60 && records.size() < count; tries++) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            stop();
        }
    }
}
