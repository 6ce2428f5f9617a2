package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.forward.kafka.internal.support.KafkaBroker;

/** A Kafka of this program's own, read partition by partition from the first record on. */
public final class KafkaReceiver implements EventReceiver {

    private static final String TOPIC = "so-su-kien";
    private static final int PARTITIONS = 3;
    private static final Duration MOST_WAIT = Duration.ofMillis(300);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaBroker broker;
    private final Thread end;
    private final KafkaConsumer<byte[], byte[]> consumer; // guarded by this
    private final Brought brought = new Brought();

    /** @param folder what the broker keeps */
    public KafkaReceiver(Path folder) throws IOException {
        broker = new KafkaBroker(Files.createDirectories(folder), Hub.password().replaceAll("\\W", "x"));
        end = new Thread(this::stop, "kafka-end");
        Runtime.getRuntime().addShutdownHook(end);
        broker.start();
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public String settings() {
        return "template = forward-kafka\nbrokers = %s\ntopic = %s\nplain = true\n".formatted(broker.address(), TOPIC);
    }

    @Override
    public synchronized Brought look() throws IOException {
        if (consumer.assignment().size() < PARTITIONS) {
            Set<TopicPartition> there = new HashSet<>();
            consumer.listTopics(Duration.ofSeconds(30))
                    .getOrDefault(TOPIC, List.of())
                    .forEach(one -> there.add(new TopicPartition(TOPIC, one.partition())));
            consumer.assign(there);
        }
        if (consumer.assignment().isEmpty()) {
            return brought; // the topic is made by the first message
        }
        ConsumerRecords<byte[], byte[]> records;
        do {
            records = consumer.poll(MOST_WAIT);
            for (var one : records) {
                brought.take(JSON.readTree(one.value()));
            }
        } while (!records.isEmpty());
        return brought;
    }

    private void stop() {
        try {
            broker.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(end);
        consumer.close(Duration.ZERO);
        stop();
    }
}
