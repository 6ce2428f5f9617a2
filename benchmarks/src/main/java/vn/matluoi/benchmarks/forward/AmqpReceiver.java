package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import vn.matluoi.forward.amqp.internal.support.Artemis;

/** An Artemis in this program, whose one queue is emptied whenever somebody looks. */
public final class AmqpReceiver implements EventReceiver {

    private static final String QUEUE = "so-su-kien";
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Artemis broker;
    private final Brought brought = new Brought();

    /** @param folder what the broker keeps */
    public AmqpReceiver(Path folder) throws IOException {
        try {
            broker = new Artemis(folder);
        } catch (Exception e) { // as the library declares
            throw new IOException("Artemis does not start", e);
        }
    }

    @Override
    public String settings() {
        return "template = forward-amqp\nurl = amqp://127.0.0.1:%d\naddress = %s\nplain = true\n"
                .formatted(broker.port(), QUEUE);
    }

    @Override
    public synchronized Brought look() throws IOException {
        try {
            for (byte[] message : broker.drain(QUEUE, QUIET)) {
                brought.take(JSON.readTree(message));
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // as the library declares
            throw new IOException("Artemis cannot be read", e);
        }
        return brought;
    }

    @Override
    public void close() throws IOException {
        try {
            broker.close();
        } catch (Exception e) { // as the library declares
            throw new IOException("Artemis does not end", e);
        }
    }
}
