package vn.matluoi.rest.internal.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.servlet.AsyncContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.rest.internal.Services;

/**
 * Those who listen to events as they come. One thread serves them all: at news, and each second, it reads for each one that
 * took what it had. Their number is bounded, and so is each one's life: of one who vanished nothing is heard, for minutes
 * not even that what was sent did not arrive. A client comes back by itself (HTML Living Standard §9.2.3) and says where it
 * was, so that nothing is lost. Any thread.
 */
public final class EventStreams implements AutoCloseable {

    /** Streams at once. */
    public static final int MOST = 100;

    /** Streams of one account at once: one more ends the oldest. */
    public static final int MOST_OF_ONE = 10;

    /** A stream ends after so long, whoever listens: a client that lives opens it anew, and is proved anew. */
    public static final Duration LIFE = Duration.ofSeconds(25);

    /** A comment is sent when nothing else was: it keeps proxies from closing, and says how far the journal was read. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** So long a client waits until it comes back. */
    private static final long RETRY_MS = 1000;

    /** So long one waits for whom there is no place: its place may be free by then, and others come back in turn. */
    private static final long RETRY_FULL_MS = 10_000;

    private static final String FULL =
            """
            retry: %d
            : Đang mở quá nhiều luồng sự kiện (tối đa %d); hãy trở lại sau. / Too many streams of events are open (%d at most); come back later.

            """
                    .formatted(RETRY_FULL_MS, MOST, MOST);

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
    private static final int BATCH = 50;
    private static final long TOGETHER_MS = 100;

    private final Services services;
    private final LongSupplier nanos;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean coming = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var one = new Thread(task, "matluoi-event-streams");
        one.setDaemon(true);
        return one;
    });
    private long newest; // used by the thread
    private Optional<EventLog> watched = Optional.empty(); // used by the thread
    private volatile AutoCloseable watch = () -> {};

    public EventStreams(Services services, LongSupplier nanos) {
        this.services = services;
        this.nanos = nanos;
        thread.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Reads what one listener may see. */
    @FunctionalInterface
    public interface Reading {

        /** @return events after that number, oldest first */
        List<StoredEvent> read(long after, int limit);
    }

    private final class Listener {

        private final String account;
        private final StillThere stillThere;
        private final Reading reading;
        private final Function<StoredEvent, byte[]> shape;
        private final EventStream stream;
        private final long opened = nanos.getAsLong();
        private volatile boolean more; // may be there to send when the client took what it has
        private long after; // used by the thread, as below
        private long looked = opened;
        private long sent = opened;

        private Listener(
                String account,
                AsyncContext context,
                StillThere stillThere,
                Reading reading,
                Function<StoredEvent, byte[]> shape,
                long after) {
            this.account = account;
            this.stillThere = stillThere;
            this.reading = reading;
            this.shape = shape;
            this.after = after;
            this.stream = new EventStream(context, "retry: " + RETRY_MS + '\n' + position(), this::drained);
        }

        private void drained() {
            if (more) {
                soon(() -> guarded(() -> serve(newest)), 0);
            }
        }

        private void endInTime() {
            if (nanos.getAsLong() - opened >= LIFE.toNanos()) {
                stream.end(); // also if it did not take what it has
            }
        }

        private void serve(long last) {
            endInTime();
            more = true; // before it is asked, so that it cannot become idle unnoticed
            if (!stream.isIdle()) {
                return;
            }
            more = false;
            var now = nanos.getAsLong();
            if (now - looked >= HEARTBEAT.toNanos()) {
                looked = now;
                if (!stillThere.test()) {
                    stream.end();
                    return;
                }
            }
            if (after < last) {
                var read = reading.read(after, BATCH);
                // nothing of its own is between here and the last
                after = read.isEmpty() ? last : read.get(read.size() - 1).sequence();
                more = after < last;
                if (!read.isEmpty()) {
                    send(messages(read), now);
                    return;
                }
            }
            if (now - sent >= HEARTBEAT.toNanos()) {
                send((":\n" + position()).getBytes(StandardCharsets.UTF_8), now);
            }
        }

        /** @return where it is in the journal, for its client to come back with; no message, as there is no data */
        private String position() {
            return "id: " + after + "\n\n";
        }

        private void send(byte[] bytes, long now) {
            sent = now;
            stream.offer(bytes);
        }

        private byte[] messages(List<StoredEvent> events) {
            var bytes = new ByteArrayOutputStream();
            for (var event : events) {
                bytes.writeBytes(("id: " + event.sequence() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
                bytes.writeBytes(shape.apply(event));
                bytes.write('\n');
                bytes.write('\n');
            }
            return bytes.toByteArray();
        }
    }

    /**
     * Opens a stream on an answer that is asynchronous already, and ends it when the caller may not see it any more, and
     * after {@link #LIFE} in any case. The oldest of an account that has {@link #MOST_OF_ONE} ends now. If there are too many, the
     * answer says so and when to come back, and is good all the same: at any other {@code EventSource} gives up for good (HTML
     * Living Standard §9.2.3).
     *
     * @param shape one line of JSON
     * @param after number of the event to begin after
     */
    public synchronized void open(
            String account,
            AsyncContext context,
            StillThere stillThere,
            Reading reading,
            Function<StoredEvent, byte[]> shape,
            long after) {
        listeners.removeIf(each -> each.stream.isOver());
        var own =
                listeners.stream().filter(each -> each.account.equals(account)).toList(); // in the order they came
        if (own.size() >= MOST_OF_ONE) {
            own.get(0)
                    .stream
                    .end("retry: " + RETRY_FULL_MS + "\n\n"); // or they would take each other's place in a ring
            listeners.remove(own.get(0));
        } else if (listeners.size() >= MOST) {
            EventStream.once(context, FULL);
            return;
        }
        listeners.add(new Listener(account, context, stillThere, reading, shape, after));
        news();
    }

    /** @return how many are open */
    int size() {
        listeners.removeIf(each -> each.stream.isOver());
        return listeners.size();
    }

    /** There is something to send, or room for it: what comes together is served together. */
    private void news() {
        if (coming.compareAndSet(false, true)) {
            soon(
                    () -> {
                        coming.set(false);
                        tick();
                    },
                    TOGETHER_MS);
        }
    }

    private void soon(Runnable work, long delayMs) {
        try {
            thread.schedule(work, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("no stream is served any more");
        }
    }

    private void tick() {
        guarded(() -> {
            listeners.forEach(Listener::endInTime);
            listeners.removeIf(each -> each.stream.isOver());
            var log = listeners.isEmpty() ? Optional.<EventLog>empty() : services.find(EventLog.class);
            watch(log);
            newest = log.map(EventLog::last).orElse(newest);
            listeners.forEach(each -> each.serve(newest));
        });
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (HubException notNow) {
            LOG.debug("events cannot be read", notNow);
        } catch (RuntimeException fault) { // the next second must come
            LOG.warn("streams of events could not be served", fault);
        }
    }

    /** The journal comes and goes with its bundle. */
    private void watch(Optional<EventLog> log) {
        if (!watched.equals(log)) {
            try {
                watch.close();
            } catch (Exception gone) { // with its bundle
                LOG.debug("the former journal is gone", gone);
            }
            watch = log.isEmpty() ? () -> {} : log.get().watch(last -> news());
            watched = log;
        }
    }

    @Override
    public void close() {
        thread.shutdown(); // no interrupt: Derby takes one for the end of its files
        listeners.forEach(each -> each.stream.end());
        try {
            watch.close();
        } catch (Exception gone) { // with its bundle
            LOG.debug("the journal is gone", gone);
        }
    }
}
