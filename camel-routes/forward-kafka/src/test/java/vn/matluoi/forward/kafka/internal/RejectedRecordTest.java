package vn.matluoi.forward.kafka.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;

/** What Kafka's client says of a batch of which some records were not taken, as its {@code Sender} says it. */
class RejectedRecordTest {

    private static final Exception TAKEN = null;
    private static final Exception WITH_ANOTHER =
            new KafkaException("it was part of a batch which had an invalid record");

    /** Answers each record in turn. */
    private static final class Answering extends MockProducer<String, byte[]> {

        private final List<Exception> answers;

        Answering(Exception... answers) {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
            this.answers = new ArrayList<>(Arrays.asList(answers));
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            var answer = answers.remove(0);
            return answer == null
                    ? CompletableFuture.completedFuture(
                            new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0))
                    : CompletableFuture.failedFuture(answer);
        }
    }

    private static <T extends SinkException> T sent(Class<T> type, Exception... answers) {
        var parameters = Map.of("brokers", "127.0.0.1:9092", "topic", "tinh");
        var topic = new Topic(
                TopicSettings.of(parameters::get, Path.of("keys")),
                InetSocketAddress::new,
                Duration.ofSeconds(1),
                properties -> new Answering(answers));
        var batch = new ArrayList<Delivery>();
        for (var i = 0; i < answers.length; i++) {
            batch.add(new Delivery(
                    i,
                    "e-" + i,
                    "urn:matluoi:test:events",
                    "vn.matluoi.event.motion",
                    "nvr",
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH,
                    "{}".getBytes(StandardCharsets.UTF_8)));
        }
        return catchThrowableOfType(type, () -> topic.send(batch));
    }

    @Test
    void aRecordThatKafkaNeverTakesIsRejectedByItsPlace() {
        for (var why : List.of(
                new InvalidRecordException("no key"),
                new InvalidTimestampException("1970"),
                new RecordTooLargeException("too large"))) {
            var problem = sent(SinkException.Rejected.class, TAKEN, why, TAKEN);
            assertThat(problem.index()).as(why.toString()).hasValue(1);
        }
    }

    @Test
    void oneThatIsNotTakenBecauseOfAnotherIsNotRejectedForIt() {
        var problem = sent(
                SinkException.Rejected.class,
                TAKEN,
                WITH_ANOTHER,
                WITH_ANOTHER,
                new InvalidRecordException("no key"),
                WITH_ANOTHER);
        assertThat(problem.confirmed()).isEqualTo(1);
        assertThat(problem.index()).isEmpty();
        assertThat(problem.text().en()).contains("no key");
    }

    @Test
    void aGroupThatIsTooLargeTogetherIsSentInParts() {
        var together = new RecordBatchTooLargeException("together");
        var problem = sent(SinkException.Rejected.class, TAKEN, together, together);
        assertThat(problem.confirmed()).isEqualTo(1);
        assertThat(problem.index()).isEmpty();
    }

    @Test
    void aServerThatFailsOverARecordIsToldFromOneThatIsAway() {
        var unexpected = new UnknownServerException("unexpected error");
        var failing = sent(SinkException.Failing.class, TAKEN, unexpected, unexpected);
        assertThat(failing.confirmed()).isEqualTo(1);
        assertThat(failing.text().en()).contains("unexpected error");
        var away = sent(SinkException.Away.class, TAKEN, new TimeoutException("30 s"));
        assertThat(away).isExactlyInstanceOf(SinkException.Away.class);
    }

    @Test
    void aServerThatDoesNotAnswerIsAwayWhateverItSaidOfOthers() {
        var problem = sent(
                SinkException.Away.class, TAKEN, new TimeoutException("30 s"), new InvalidRecordException("no key"));
        assertThat(problem.confirmed()).isEqualTo(1);
    }
}
