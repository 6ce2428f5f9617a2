package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events.Sink;
import vn.matluoi.api.driver.DeviceFacet.Events.Subscription;
import vn.matluoi.api.http.DeviceHttp.StreamSink;

/**
 * A running {@code alertStream}: parts become events. It holds no thread; all of it runs in the connection's order, on handlers' threads
 * but {@link #close()}, which any may call.
 */
final class AlertStream implements StreamSink, Subscription {

    /** Three heartbeats without a part end the stream, but not sooner, and not later, than this. */
    static final Duration SHORTEST_SILENCE = Duration.ofSeconds(15);

    static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

    private final Isapi isapi;
    private final AlertSink alerts;
    private final LongSupplier nanos;
    private final Sink sink;
    private Optional<AlertScanner> scanner = Optional.empty(); // in the connection's order, as all to closed
    private long lastPart;
    private long lastBeat;
    private boolean beats;
    private long longestGap;
    private volatile AutoCloseable watching = () -> {};
    private volatile boolean closed;
    private volatile Optional<AutoCloseable> wire = Optional.empty();

    /** @param sink where {@code alerts} tell, to be told the end, too */
    AlertStream(Isapi isapi, AlertSink alerts, LongSupplier nanos, Sink sink) {
        this.isapi = isapi;
        this.alerts = alerts;
        this.nanos = nanos;
        this.sink = sink;
    }

    /** The stream is open; closing this closes it. */
    void runsOn(AutoCloseable opened) {
        wire = Optional.of(opened);
        if (closed) {
            Isapi.quietly(opened);
        }
    }

    @Override
    public void begun(int status, String contentType) {
        scanner = Optional.of(new AlertScanner(contentType, new AlertScanner.Parts() {
            @Override
            public void text(String text) {
                lastPart = nanos.getAsLong();
                if (!closed) {
                    told(text);
                }
            }

            @Override
            public void other() {
                lastPart = nanos.getAsLong();
            }
        }));
        lastPart = nanos.getAsLong();
        watch();
    }

    @Override
    public void accept(byte[] piece) {
        if (!closed && !scanner.orElseThrow().take(piece)) {
            fail(Words.endlessPart(AlertScanner.LARGEST));
        }
    }

    @Override
    public void ended(DeviceException why) {
        fail(why);
    }

    private void told(String text) {
        var fields = Fields.of(text);
        if (Alert.isHeartbeat(fields)) {
            beat();
            return;
        }
        if (!alerts.tell(fields, text) && fields.get("eventType").isEmpty()) {
            ResponseStatus.of(fields)
                    .filter(s -> s.meaning() != ResponseStatus.Meaning.OK)
                    .ifPresent(s -> fail(Isapi.refusal(HikvisionEvents.PATH, 200, s)));
        }
    }

    private void beat() {
        long now = nanos.getAsLong();
        if (beats) {
            longestGap = Math.max(longestGap, now - lastBeat);
        }
        beats = true;
        lastBeat = now;
    }

    /** A device that sends no heartbeat is not dead for that: then only the longest silence counts. */
    private void watch() {
        if (closed) {
            return;
        }
        long most = LONGEST_SILENCE.toNanos();
        long limit = longestGap == 0
                ? most
                : Math.min(most, Math.max(SHORTEST_SILENCE.toNanos(), 3 * Math.min(longestGap, most)));
        long left = limit - (nanos.getAsLong() - lastPart);
        if (left <= 0) {
            fail(Words.silentStream(Duration.ofNanos(limit)));
        } else {
            watching = isapi.later(
                    Duration.ofNanos(Math.min(left, SHORTEST_SILENCE.toNanos())).plusMillis(1), this::watch);
        }
    }

    private void fail(DeviceException why) {
        if (!closed) {
            close();
            sink.ended(why);
        }
    }

    @Override
    public void close() {
        closed = true;
        Isapi.quietly(watching);
        wire.ifPresent(Isapi::quietly);
    }
}
