package ${package};

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events.Sink;
import vn.matluoi.api.driver.DeviceFacet.Events.Subscription;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.http.DeviceHttp;

/**
 * A running subscription: an event a line, an empty line as a sign of life. What comes is taken apart as it comes, in
 * memory that is bounded; no thread is held.
 */
final class EventStream implements DeviceHttp.StreamSink, Subscription {

    static final int LONGEST_LINE = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final SourceId source;
    private final InstantSource clock;
    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // in the order of the connection
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile int status;
    private volatile Optional<CompletionStage<AutoCloseable>> running = Optional.empty();

    EventStream(SourceId source, InstantSource clock, Sink sink) {
        this.source = source;
        this.clock = clock;
        this.sink = sink;
    }

    /** Waits until the device has taken it. */
    void open(Calls calls, Duration patience) throws DeviceException {
        var opened = calls.stream(${className}Events.PATH, this);
        running = Optional.of(opened);
        boolean taken = false;
        try {
            opened.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (status != 200) {
                throw Calls.refusal(${className}Events.PATH, status);
            }
            taken = true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw Words.silent(${className}Events.PATH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Words.silent(${className}Events.PATH);
        } finally {
            if (!taken) {
                close();
            } else if (over.get()) {
                hangUp(); // it ended before this thread knew that it had begun
            }
        }
    }

    @Override
    public void begun(int code, String contentType) {
        status = code;
    }

    @Override
    public void accept(byte[] piece) {
        for (int i = 0; i < piece.length && status == 200 && !over.get(); i++) {
            if (piece[i] == '\n') {
                tell(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() >= LONGEST_LINE) {
                finish(Words.endlessLine(LONGEST_LINE));
            } else {
                line.write(piece[i]);
            }
        }
    }

    @Override
    public void ended(DeviceException why) {
        if (status == 200) {
            finish(why);
        }
    }

    /** Tells the end once, and hangs up. */
    private void finish(DeviceException why) {
        if (over.compareAndSet(false, true)) {
            hangUp();
            sink.ended(why);
        }
    }

    @Override
    public void close() {
        over.set(true);
        hangUp();
    }

    private void hangUp() {
        running.ifPresent(opened -> opened.thenAccept(stream -> {
            try {
                stream.close();
            } catch (Exception e) {
                LOG.debug("closing an event stream of {}", source, e);
            }
        }));
    }

    /** A subscriber that throws is no reason to tell it nothing more. */
    private void tell(String said) {
        var event = read(said);
        if (event.isPresent()) {
            try {
                // this device always tells the end of what it told the beginning of
                sink.event(event.get(), Optional.empty());
            } catch (RuntimeException e) {
                LOG.debug("an event of {} was not taken", source, e);
            }
        }
    }

    /** @return empty for a sign of life, and for what is no event */
    Optional<CameraEvent> read(String said) {
        var told = KeyValues.line(said);
        return told.get("event")
                .map(word -> new CameraEvent(
                        source,
                        Optional.of(told.number("channel"))
                                .filter(n -> n >= 1 && n <= Layout.MOST_CHANNELS)
                                .map(n -> new ChannelId(String.valueOf(n))),
                        type(word),
                        phase(told.get("phase").orElse("")),
                        told.get("time").flatMap(${className}Health::time),
                        clock.instant(),
                        word,
                        DeviceWords.clean(said, LONGEST_LINE)));
    }

    /** What the hub has no word for stays what it is: its topic is the device's own word. */
    private static Type type(String word) {
        return switch (word) {
            case "motion" -> Type.MOTION;
            case "tamper" -> Type.TAMPER;
            case "video-lost" -> Type.VIDEO_LOST;
            case "disk" -> Type.DISK_FAULT;
            case "input" -> Type.INPUT;
            default -> Type.OTHER;
        };
    }

    private static Phase phase(String word) {
        return switch (word) {
            case "begin" -> Phase.ACTIVE;
            case "end" -> Phase.INACTIVE;
            default -> Phase.PULSE;
        };
    }
}
