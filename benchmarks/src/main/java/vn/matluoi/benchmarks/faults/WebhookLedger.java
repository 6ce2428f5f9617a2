package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.forward.Brought;
import vn.matluoi.benchmarks.forward.Receiver;
import vn.matluoi.benchmarks.forward.Told;

/**
 * A receiver of webhooks that writes down, on the disk, what it is brought before it confirms. One of its answers in so many is lost on its way;
 * it can be away, and it can fall silent over a message.
 */
final class WebhookLedger implements AutoCloseable {

    private static final int ANSWERS_A_LOSS = 20;

    private final String key = Hub.password();
    private final Random random;
    private final FileOutputStream taken;
    private final Brought brought = new Brought();
    private final Receiver receiver;
    private final AtomicInteger untilSilent = new AtomicInteger(Integer.MAX_VALUE); // messages
    private volatile CountDownLatch released = new CountDownLatch(1);

    /** Begins to listen. @param file for the ledger */
    WebhookLedger(Path file, long seed) throws IOException {
        random = new Random(seed);
        taken = new FileOutputStream(file.toFile());
        receiver = new Receiver(key, this::take);
    }

    private boolean take(Iterable<JsonNode> events) throws IOException {
        if (untilSilent.getAndDecrement()
                <= 0) { // read, and nothing kept of it: as a receiver that ends at that moment
            await(released);
            return false;
        }
        StringBuilder lines = new StringBuilder();
        for (JsonNode event : events) {
            Told told = Told.of(event);
            lines.append(
                    told.source() + ' ' + told.number() + ' ' + event.path("id").asText() + '\n');
        }
        synchronized (taken) {
            taken.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            taken.getFD().sync();
            events.forEach(brought::take);
            return random.nextInt(ANSWERS_A_LOSS) > 0;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who listens, and by what key messages are signed. */
    Receiver receiver() {
        return receiver;
    }

    String key() {
        return key;
    }

    Brought brought() {
        return brought;
    }

    /** After so many messages more it neither keeps nor confirms the next, until {@link #goOn}. */
    void fallSilentAfter(int messages) {
        untilSilent.set(messages);
    }

    void goOn() {
        untilSilent.set(Integer.MAX_VALUE);
        released.countDown();
        released = new CountDownLatch(1);
    }

    @Override
    public void close() throws IOException {
        receiver.close();
        taken.close();
    }
}
