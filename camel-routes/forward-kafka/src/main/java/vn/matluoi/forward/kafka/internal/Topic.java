package vn.matluoi.forward.kafka.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.route.KeyFile;

/**
 * One topic. What has the same key is written to one partition, in order; a delivery counts when every replica that is in step has it
 * ({@code acks=all}), and the client drops what it had to send twice. There is no client, and no thread of one, until something
 * is to be sent, and none after a failure. Sends by one thread at a time; ended by any.
 *
 * <p>The servers that a server names are claims: those that lead the topic are checked against what the hub may reach before
 * anything is written to them. Format: CloudEvents 1.0, Kafka protocol binding 1.0.2, structured mode.
 */
public final class Topic {

    private static final int LARGEST = 1_200_000; // a delivery is at most 1 MiB; with its key and headers
    private static final int BUFFER = 8 * 1024 * 1024;
    private static final int LONGEST_WORDS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] STRUCTURED =
            (Delivery.STRUCTURED + "; charset=utf-8").getBytes(StandardCharsets.US_ASCII);

    private final TopicSettings settings;
    private final DeviceNetworks networks;
    private final Duration patience;
    private final Function<Properties, Producer<String, byte[]>> clients;
    private Optional<Producer<String, byte[]>> producer = Optional.empty(); // guarded by this
    private boolean over;

    Topic(TopicSettings settings, DeviceNetworks networks) {
        this(settings, networks, PATIENCE);
    }

    /** @param patience with one call; three times as long for a record to be confirmed */
    Topic(TopicSettings settings, DeviceNetworks networks, Duration patience) {
        this(settings, networks, patience, Topic::opened);
    }

    /** @param clients makes the client that Kafka is written to by */
    Topic(
            TopicSettings settings,
            DeviceNetworks networks,
            Duration patience,
            Function<Properties, Producer<String, byte[]>> clients) {
        this.settings = settings;
        this.networks = networks;
        this.patience = patience;
        this.clients = clients;
    }

    /** Called by the route. */
    public void send(List<Delivery> batch) throws SinkException {
        try {
            var open = producer();
            for (var partition : open.partitionsFor(settings.topic())) {
                var leader = partition.leader();
                if (leader != null && !leader.isEmpty()) {
                    networks.resolve(leader.host(), leader.port());
                }
            }
            confirm(write(open, batch));
        } catch (DeviceException e) { // asks nobody but the hub's own rules, and they may change
            close();
            throw new SinkException.Away(e.text(), e);
        } catch (KafkaException e) {
            throw judged(e, 0);
        }
    }

    private List<Future<?>> write(Producer<String, byte[]> open, List<Delivery> batch) {
        var sent = new ArrayList<Future<?>>(batch.size());
        for (var one : batch) {
            var record = new ProducerRecord<>(settings.topic(), one.key(), one.json());
            record.headers().add("content-type", STRUCTURED);
            sent.add(open.send(record));
        }
        return sent;
    }

    private void confirm(List<Future<?>> sent) throws SinkException {
        for (var i = 0; i < sent.size(); i++) {
            try {
                sent.get(i).get();
            } catch (ExecutionException e) {
                var rejected = rejected(sent, i, e.getCause());
                throw rejected.isPresent() ? rejected.get() : judged(e.getCause(), i);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                close();
                throw new SinkException.Away(new Text("bị ngắt", "interrupted"), i, Optional.empty(), e);
            }
        }
    }

    /**
     * Kafka takes no record of a group if it rejects one of them, and says of the others only that they were in it.
     *
     * @param index place of the first that Kafka did not take
     * @return that it, or one after it, will never be taken for what it says; empty if that is not why
     */
    private Optional<SinkException> rejected(List<Future<?>> sent, int index, Throwable cause) {
        var own = rejection(cause);
        if (own.isPresent()) {
            return own.map(why -> cause instanceof RecordBatchTooLargeException
                    ? SinkException.Rejected.among(index, why)
                    : SinkException.Rejected.at(index, why));
        }
        if (cause.getClass() != KafkaException.class) {
            return Optional.empty();
        }
        return sent.stream()
                .skip(index + 1L)
                .filter(Future::isDone)
                .flatMap(later -> failure(later).flatMap(Topic::rejection).stream())
                .findFirst()
                .map(why -> SinkException.Rejected.among(index, why));
    }

    private static Optional<Throwable> failure(Future<?> done) {
        try {
            done.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Text> rejection(Throwable cause) {
        if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
            return Optional.of(new Text(
                    "bản tin lớn hơn mức Kafka nhận (max.message.bytes)",
                    "the message is larger than Kafka takes (max.message.bytes)"));
        }
        if (cause instanceof InvalidRecordException || cause instanceof InvalidTimestampException) {
            var why = DeviceWords.clean(String.valueOf(cause.getMessage()), LONGEST_WORDS);
            return Optional.of(new Text("Kafka không nhận bản tin: " + why, "Kafka does not take the message: " + why));
        }
        return Optional.empty();
    }

    /** @param index place of the delivery that Kafka did not take; those before it are confirmed */
    private SinkException judged(Throwable cause, int index) {
        close(); // a client that was refused would try again by itself
        if (cause instanceof InterruptException) {
            return new SinkException.Away(new Text("bị ngắt", "interrupted"), index, Optional.empty(), cause);
        }
        if (cause instanceof SslAuthenticationException) {
            return new SinkException.Refused(
                    new Text(
                            "chứng thư của máy chủ Kafka không do ca.file ký, hoặc không ghi tên máy trong brokers; hỏi bên quản lý Kafka",
                            "the Kafka server's certificate is not signed by ca.file, or does not name the host in brokers; ask those who run it"),
                    index,
                    settings.authority(),
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new SinkException.Refused(
                    new Text(
                            "Kafka không nhận username hoặc mật khẩu%s; sửa rồi hub:sink-resume, tệp đổi thì trạm tự thử lại"
                                    .formatted(inFile(" trong ")),
                            "Kafka does not accept username or the password%s; mend it, then hub:sink-resume; when the file changes the hub tries by itself"
                                    .formatted(inFile(" in "))),
                    index,
                    settings.secret().map(KeyFile::path),
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new SinkException.Refused(
                    new Text(
                            "tài khoản chưa được ghi vào chủ đề %s; nhờ bên quản lý Kafka cấp quyền Write, rồi hub:sink-resume"
                                    .formatted(settings.topic()),
                            "the account may not write to the topic %s; have Write granted to it, then hub:sink-resume"
                                    .formatted(settings.topic())),
                    index,
                    Optional.empty(),
                    cause);
        }
        if (cause instanceof InvalidTopicException) {
            return new SinkException.Refused(
                    new Text(
                            "Kafka không nhận tên chủ đề %s".formatted(settings.topic()),
                            "Kafka does not take the name of the topic %s".formatted(settings.topic())),
                    index,
                    Optional.empty(),
                    cause);
        }
        var text = new Text(
                "Kafka (%s) chưa nhận: %s".formatted(settings.brokers(), cause.getMessage()),
                "Kafka (%s) did not take it: %s".formatted(settings.brokers(), cause.getMessage()));
        return cause instanceof UnknownServerException // a server that answers, and fails: its 500
                ? new SinkException.Failing(text, index)
                : new SinkException.Away(text, index, Optional.empty(), cause);
    }

    private String inFile(String in) {
        return settings.secret().map(file -> in + file).orElse("");
    }

    private synchronized Producer<String, byte[]> producer() throws SinkException, DeviceException {
        if (over) {
            throw new SinkException.Away(new Text("tuyến đã dừng", "the route has stopped"));
        }
        if (producer.isEmpty()) {
            for (var broker : settings.brokers()) {
                networks.resolve(broker.host(), broker.port());
            }
            producer = Optional.of(clients.apply(properties()));
        }
        return producer.get();
    }

    /** The client finds its own classes by the loader of the thread that makes it. */
    private static Producer<String, byte[]> opened(Properties properties) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaProducer.class.getClassLoader());
        try {
            return new KafkaProducer<>(properties);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Properties properties() throws SinkException {
        var properties = new Properties();
        properties.put(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.brokers().stream().map(TopicSettings.Broker::toString).collect(Collectors.joining(",")));
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "mat-luoi");
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.compression());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
        var call = (int) patience.toMillis();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, call);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, call);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3 * call);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 1_000);
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, call);
        properties.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        properties.put("auto.include.jmx.reporter", false);
        security(properties);
        return properties;
    }

    private void security(Properties properties) throws SinkException {
        var account = settings.account();
        properties.put(
                "security.protocol",
                (account.isPresent() ? "SASL_" : "") + (settings.authority().isPresent() ? "SSL" : "PLAINTEXT"));
        if (settings.authority().isPresent()) {
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, authority());
            properties.put(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, "TLSv1.3,TLSv1.2");
        }
        if (account.isPresent()) {
            var file = settings.secret().orElseThrow();
            var password = file.read()
                    .orElseThrow(() -> new SinkException.Refused(
                            new Text(
                                    "không đọc được mật khẩu trong %s".formatted(file),
                                    "the password in %s cannot be read".formatted(file)),
                            Optional.of(file.path())));
            properties.put(SaslConfigs.SASL_MECHANISM, settings.mechanism());
            properties.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    "%s required username=%s password=%s;"
                            .formatted(
                                    settings.mechanism().equals("PLAIN")
                                            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                                            : "org.apache.kafka.common.security.scram.ScramLoginModule",
                                    quoted(account.get()),
                                    quoted(password)));
        }
    }

    private String authority() throws SinkException {
        var file = settings.authority().orElseThrow();
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new SinkException.Refused(
                    new Text(
                            "không đọc được etc/keys/%s".formatted(file.getFileName()),
                            "etc/keys/%s cannot be read".formatted(file.getFileName())),
                    0,
                    Optional.of(file),
                    e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private synchronized void close() {
        producer.ifPresent(open -> open.close(Duration.ZERO)); // what it has not confirmed is sent again
        producer = Optional.empty();
    }

    /** Nothing is sent any more. */
    synchronized void end() {
        over = true;
        close();
    }

    synchronized void begin() {
        over = false;
    }
}
