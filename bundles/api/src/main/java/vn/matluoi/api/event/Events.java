package vn.matluoi.api.event;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/** Where events go in. */
@ProviderType
public interface Events {

    /** Events in one delivery at most. */
    int MOST_AT_ONCE = 1_000;

    /** How long {@link #take} waits. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Takes an event to write it to the durable journal. Never blocks; any thread. Events of one source are kept in the
     * order they were given.
     *
     * @param assumed the device did not say so: the hub took an event that was not repeated any more for ended
     * @return completes when it is in the journal; {@code false} if it was not to be kept (plates and faces, unless switched
     *     on). Fails with a {@link vn.matluoi.api.HubException} if the journal is full or its database does not answer
     */
    CompletionStage<Boolean> publish(CameraEvent event, boolean assumed);

    /**
     * Takes what a program delivered at once: all of it is written in one transaction, or nothing. For those who can send again: a source
     * that tells faster than it may ({@code source.rate} in {@code etc/vn.matluoi.events.cfg}), or has too much waiting, is told so. Never
     * blocks; any thread; in order with the source's other events.
     *
     * @param events 1 to {@link #MOST_AT_ONCE}, all of one source
     * @param delivery what the sender calls this delivery, other than every other of that source. One that was written is not written
     *     again, also after a restart: it is noted in the transaction of its events, for three days or until 50,000 of
     *     the same source came after it. None: nothing is noted
     * @return completes when all are in the journal. To cancel it withdraws what the journal has not begun to write. Fails with a {@link
     *     HubException}, and then nothing is written: {@code BUSY} (a {@link HubException.Later}) if the source tells too fast, {@code
     *     UNAVAILABLE} if too much waits or the database does not answer
     * @throws IllegalArgumentException if they are none, too many or not of one source
     */
    CompletionStage<Taken> publish(List<CameraEvent> events, Optional<String> delivery);

    /**
     * The same for who waits for the answer, {@link #PATIENCE} at most.
     *
     * @throws HubException as {@link #publish(List, Optional)} fails; by the rule {@code events.slow}, {@code UNAVAILABLE}, if that took
     *     too long: then they are withdrawn, unless they were being written in that moment
     */
    default Taken take(List<CameraEvent> events, Optional<String> delivery) {
        var answer = publish(events, delivery).toCompletableFuture();
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HubException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException slow) {
            answer.cancel(false);
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "events.slow",
                    new Text(
                            "Cơ sở dữ liệu ghi chậm: lần gửi này chưa được xác nhận. Hãy gửi lại sau với cùng mã lần gửi.",
                            "The database is slow: this delivery is not confirmed. Send it again later, with the same id."));
        } catch (InterruptedException stop) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "hub.stopping",
                    new Text(
                            "Trạm đang dừng. Hãy gửi lại sau với cùng mã lần gửi.",
                            "The hub is stopping. Send this again later, with the same id."));
        }
    }

    /**
     * What became of a delivery.
     *
     * @param kept how many of its events are in the journal by it
     * @param notKept how many are not to be kept, as number plates and faces that nobody switched on
     * @param repeated that it had been written before; then both are 0
     */
    record Taken(int kept, int notKept, boolean repeated) {}
}
