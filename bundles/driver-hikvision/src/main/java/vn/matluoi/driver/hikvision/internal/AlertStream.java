package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events.Sink;
import vn.matluoi.api.driver.DeviceFacet.Events.Subscription;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.http.DeviceHttp.StreamSink;

/**
 * A running {@code alertStream}: parts become events. It holds no thread; all of it runs on the connection's I/O thread
 * but {@link #close()}, which any may call.
 */
final class AlertStream implements StreamSink, Subscription {

    /** An end is often never told: an alarm that was not repeated for so long is over (VENDORS 4.3). */
    static final Duration LAPSE = Duration.ofSeconds(5);

    /** Three heartbeats without a part end the stream, but not sooner, and not later, than this. */
    static final Duration SHORTEST_SILENCE = Duration.ofSeconds(15);

    static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

    private static final Logger LOG = LoggerFactory.getLogger(AlertStream.class);
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}&&[^\\r\\n\\t]]");

    private final Isapi isapi;
    private final SourceId source;
    private final ZoneId zone;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final EventChannels channels;
    private final Sink sink;
    private Optional<AlertScanner> scanner = Optional.empty(); // on the I/O thread, as all to closed
    private long lastPart;
    private long lastBeat;
    private boolean beats;
    private long longestGap;
    private volatile AutoCloseable watching = () -> {};
    private volatile boolean closed;
    private volatile Optional<AutoCloseable> wire = Optional.empty();

    AlertStream(
            Isapi isapi,
            SourceId source,
            ZoneId zone,
            InstantSource clock,
            LongSupplier nanos,
            EventChannels channels,
            Sink sink) {
        this.isapi = isapi;
        this.source = source;
        this.zone = zone;
        this.clock = clock;
        this.nanos = nanos;
        this.channels = channels;
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
        var alert = Alert.of(fields);
        if (alert.isPresent()) {
            hand(alert.get(), text);
        } else if (fields.get("eventType").isEmpty()) {
            ResponseStatus.of(fields)
                    .filter(s -> s.meaning() != ResponseStatus.Meaning.OK)
                    .ifPresent(s -> fail(Isapi.refusal(HikvisionEvents.PATH, 200, s)));
        }
    }

    /** A subscriber that throws is no reason to tell it nothing more. */
    private void hand(Alert alert, String text) {
        var fields = alert.fields();
        var event = new CameraEvent(
                source,
                channels.heard(fields.get("dynChannelID"), fields.get("channelID")),
                alert.type(),
                alert.phase(),
                fields.get("dateTime").flatMap(DeviceTime::wall).map(wall -> wall.atZone(zone)
                        .toInstant()),
                clock.instant(),
                alert.topic(),
                UNSEEN.matcher(text).replaceAll(" "));
        try {
            sink.event(event, alert.phase() == Phase.ACTIVE ? Optional.of(LAPSE) : Optional.empty());
        } catch (RuntimeException e) {
            LOG.debug("an event of {} was not taken", source, e);
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
