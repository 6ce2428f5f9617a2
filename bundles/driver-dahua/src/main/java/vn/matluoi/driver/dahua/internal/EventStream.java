package vn.matluoi.driver.dahua.internal;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceRequest;

/**
 * One attached event stream. All but {@link #open} and {@link #close()} runs in the connection's order, on handlers' threads, which it
 * holds only while bytes come. Of a device that sends heartbeats three missing ones are the end; of another the silence
 * that the HTTP client allows, as not all firmware sends them.
 */
final class EventStream implements DeviceHttp.StreamSink, Events.Subscription {

    /** What the device is asked to send a heartbeat by. */
    static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final Duration SILENCE = HEARTBEAT.multipliedBy(3);

    /** A whole event comes at once; what is not whole after this was cut off. */
    private static final Duration CUT_OFF = Duration.ofSeconds(2);

    /** A device that refuses does so within this; one that takes the subscription may say nothing before a heartbeat. */
    private static final Duration REFUSES_WITHIN = Duration.ofSeconds(1);

    /** Of an {@code ACTIVE} whose end is not sure to be told. */
    private static final Duration LAPSE = Duration.ofMinutes(1);

    /** Enough to tell a refusal from a boundary. */
    private static final int TELLING = 8;

    private static final int LONGEST_REFUSAL = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Cgi cgi;
    private final String path;
    private final SourceId source;
    private final InstantSource clock;
    private final Set<String> codes;
    private final Events.Sink sink;
    private final CompletableFuture<Optional<Cgi.Answer.Absent>> opening = new CompletableFuture<>();
    private final CompletableFuture<AutoCloseable> wire = new CompletableFuture<>();
    private final LongSupplier nanos;
    private volatile boolean closed;
    private final EventScanner scanner = new EventScanner(new Told()); // in the connection's order, as all below
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private int status;
    private long begun;
    private long last;
    private boolean heard;
    private boolean beats;
    private boolean flushing;

    /**
     * @param codes the only ones to tell; empty for all
     * @param nanos a clock that never jumps, in nanoseconds
     */
    EventStream(
            Cgi cgi,
            String path,
            SourceId source,
            InstantSource clock,
            Set<String> codes,
            Events.Sink sink,
            LongSupplier nanos) {
        this.cgi = cgi;
        this.path = path;
        this.source = source;
        this.clock = clock;
        this.codes = codes;
        this.sink = sink;
        this.nanos = nanos;
    }

    /**
     * Opens it, and waits until the device took the subscription or refused it.
     *
     * @return the refusal, if it is one
     * @throws DeviceException.Unsupported if the device closes the stream at once
     */
    Optional<Cgi.Answer.Absent> open(Duration timeout) throws DeviceException {
        cgi.connection().stream(DeviceRequest.get(path), this).whenComplete((opened, failure) -> {
            if (failure == null) {
                wire.complete(opened);
            } else {
                wire.completeExceptionally(failure instanceof CompletionException e ? e.getCause() : failure);
            }
        });
        boolean answered = false;
        try {
            cgi.await(wire, timeout);
            var refusal = cgi.await(opening, timeout);
            answered = true;
            return refusal;
        } finally {
            if (!answered) {
                close();
            }
        }
    }

    @Override
    public void begun(int answered, String contentType) {
        status = answered;
        begun = nanos.getAsLong();
        last = begun;
        cgi.connection().later(REFUSES_WITHIN, this::decide);
        watch(SILENCE);
    }

    /** Also when the session was closed, which closes this without a word. */
    private boolean over() {
        return closed || cgi.closed();
    }

    @Override
    public void accept(byte[] piece) {
        last = nanos.getAsLong();
        if (over()) {
            return;
        }
        if (opening.isDone()) {
            scan(piece);
            return;
        }
        if (beginning.size() < LONGEST_REFUSAL) {
            beginning.writeBytes(piece);
        }
        if (beginning.size() >= TELLING && !refuses()) {
            decide();
        }
    }

    private boolean refuses() {
        var said = KeyValues.text(beginning.toByteArray()).strip();
        return status < 200 || status >= 300 || Cgi.isError(said) || said.startsWith("{");
    }

    private void decide() {
        if (opening.isDone()) {
            return;
        }
        var said = beginning.toByteArray();
        beginning.reset();
        try {
            var refusal = Cgi.refusal(path, status, said);
            opening.complete(refusal);
            if (refusal.isEmpty()) {
                scan(said);
            } else {
                close();
            }
        } catch (DeviceException e) {
            opening.completeExceptionally(e);
            close();
        }
    }

    private void scan(byte[] piece) {
        scanner.accept(piece);
        if (scanner.pending() && !flushing) {
            flushing = true;
            cgi.connection().later(CUT_OFF, this::flush);
        }
    }

    private void flush() {
        flushing = false;
        if (scanner.pending() && !over()) {
            var quiet = Duration.ofNanos(nanos.getAsLong() - last);
            if (quiet.compareTo(CUT_OFF) >= 0) {
                scanner.flush();
            } else {
                flushing = true;
                cgi.connection().later(CUT_OFF.minus(quiet), this::flush);
            }
        }
    }

    private void watch(Duration rest) {
        cgi.connection().later(rest, () -> {
            if (over()) {
                return;
            }
            var quiet = Duration.ofNanos(nanos.getAsLong() - last);
            if (quiet.compareTo(SILENCE) < 0) {
                watch(SILENCE.minus(quiet));
            } else if (beats) {
                close();
                sink.ended(Words.noHeartbeat(quiet.toSeconds()));
            } else {
                watch(SILENCE);
            }
        });
    }

    @Override
    public void ended(DeviceException why) {
        if (over()) {
            return;
        }
        if (beginning.size() > 0 || status >= 300) {
            decide(); // what it said before it ended is all it had to say
        }
        boolean taken = opening.isDone();
        if (closed) {
            return; // it was a refusal, and whoever waits for the subscription is told
        }
        scanner.flush();
        closed = true;
        boolean atOnce = !heard && nanos.getAsLong() - begun < 2 * HEARTBEAT.toNanos();
        var reason = atOnce ? Words.eventsClosedAtOnce() : why;
        if (taken) {
            sink.ended(reason);
        } else {
            opening.completeExceptionally(reason);
        }
    }

    /** Safe to repeat, from any thread. */
    @Override
    public void close() {
        closed = true;
        wire.thenAccept(EventStream::hangUp);
    }

    private static void hangUp(AutoCloseable wire) {
        try {
            wire.close();
        } catch (Exception e) { // the interface says so; closing a stream throws nothing
            throw new IllegalStateException(e);
        }
    }

    /** Takes what the scanner finds. */
    private final class Told implements EventScanner.Found {

        @Override
        public void heartbeat() {
            heard = true;
            beats = true;
        }

        @Override
        public void event(String head, String data) {
            heard = true;
            var read = EventReader.read(head, data, source, clock.instant());
            if (read.isEmpty()) {
                return;
            }
            var event = read.get();
            if (codes.isEmpty() || codes.contains(EventReader.code(event))) {
                boolean lapses = event.phase() == Phase.ACTIVE && !EventCodes.sureToStop(event.type());
                hand(event, lapses ? Optional.of(LAPSE) : Optional.empty());
            }
        }

        /** A subscriber that throws is no reason to tell it nothing more. */
        private void hand(CameraEvent event, Optional<Duration> lapse) {
            try {
                sink.event(event, lapse);
            } catch (RuntimeException e) {
                LOG.debug("an event of {} was not taken", source, e);
            }
        }
    }
}
