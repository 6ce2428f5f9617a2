package vn.matluoi.source.mqtt.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.registry.Cameras;

/**
 * Writes what is said of the cameras of a source to the journal, unless it is what was said last of the same camera, by whomever: what
 * others say of them, as a program by SOAP, is read in the journal before a repeat is passed over. What was said before the hub started is
 * read there, too, with the first that comes. A state of which the catalogue did not know the camera is written
 * once more when it does: the broker's list of cameras may come after their states. Any thread.
 */
final class LastStates {

    /** A camera of which nothing was said for so long, or among so many, is told once more. */
    static final Duration LOOKS_BACK = Duration.ofDays(30);

    static final int MOST_CAMERAS = 20_000;

    /** How often it is looked whether the cameras are there by now. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** For how long; later it is seen when the broker repeats the state, as it does with each connection. */
    static final Duration LOOKS_FOR = Duration.ofMinutes(10);

    static final int MOST_WAITING = 2_000;

    private static final int LONGEST_PAYLOAD = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(LastStates.class);
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 50;

    private final SourceId source;
    private final Events events;
    private final EventLog log;
    private final LongSupplier newest;
    private final Cameras cameras;
    private final Later later;
    private final InstantSource clock;
    private final Map<ChannelId, CameraEvent> waiting = new LinkedHashMap<>(); // for their cameras, guarded by this
    private boolean due; // it will be looked for them, guarded by this
    private boolean ended; // guarded by this
    private boolean read; // guarded by this
    private long seen; // event of the journal that was heeded last, guarded by this
    private final Map<ChannelId, Said> last = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ChannelId, Said> eldest) {
                    return size() > MOST_CAMERAS;
                }
            };

    /** @param newest number of the journal's newest event, or less for a moment; never blocks */
    LastStates(
            SourceId source,
            Events events,
            EventLog log,
            LongSupplier newest,
            Cameras cameras,
            Later later,
            InstantSource clock) {
        this.source = source;
        this.events = events;
        this.log = log;
        this.newest = newest;
        this.cameras = cameras;
        this.later = later;
        this.clock = clock;
    }

    /**
     * @param since when the hub was told so first
     * @param at when the hub was told so last
     * @param written completes when it is in the journal
     * @param placed whether the catalogue knew its camera
     */
    private record Said(
            CameraEvent.Phase phase, Instant since, Instant at, CompletableFuture<?> written, boolean placed) {

        Said again(Instant when, boolean nowPlaced) {
            return new Said(phase, since, when.isAfter(at) ? when : at, written, placed || nowPlaced);
        }
    }

    /**
     * @param told with a camera
     * @return completes when it is in the journal, by this message or by an earlier one; fails as {@link Events#publish} does
     * @throws vn.matluoi.api.HubException if the journal or the catalogue cannot be read: nothing is written
     */
    synchronized CompletableFuture<?> tell(CameraEvent told) {
        readOnce();
        if (repeats(told)) {
            heed();
        }
        return say(told);
    }

    private boolean repeats(CameraEvent told) {
        var before = last.get(told.channel().orElseThrow());
        return before != null && before.phase() == told.phase();
    }

    private CompletableFuture<?> say(CameraEvent told) {
        var camera = told.channel().orElseThrow();
        var before = last.get(camera);
        var repeats = repeats(told);
        var placed = repeats && before.placed() || isKnown(camera);
        if (repeats && (before.placed() || !placed)) {
            last.put(camera, before.again(told.hubTime(), placed));
            await(told, placed);
            return before.written();
        }
        var said = new Said(
                told.phase(),
                told.hubTime(),
                told.hubTime(),
                events.publish(told, false).toCompletableFuture(),
                placed);
        last.put(camera, said);
        await(told, placed);
        said.written().whenComplete((done, failure) -> {
            if (failure != null) {
                forget(camera, said.written());
            }
        });
        return said.written();
    }

    private boolean isKnown(ChannelId camera) {
        return cameras.ofChannel(source, camera.value()).isPresent();
    }

    private void await(CameraEvent told, boolean placed) {
        var camera = told.channel().orElseThrow();
        waiting.remove(camera);
        if (!placed && !ended && waiting.size() < MOST_WAITING) {
            waiting.put(camera, at(told, told.hubTime()));
            look();
        }
    }

    private void look() {
        if (!due && !waiting.isEmpty()) {
            due = true;
            later.after(LOOK, this::lookAgain);
        }
    }

    private synchronized void lookAgain() {
        due = false;
        var now = clock.instant();
        try {
            if (!waiting.isEmpty()) {
                heed();
            }
            for (var told : List.copyOf(waiting.values())) {
                var camera = told.channel().orElseThrow();
                var said = last.get(camera);
                if (told.hubTime().plus(LOOKS_FOR).isBefore(now) || said != null && said.phase() != told.phase()) {
                    waiting.remove(camera);
                } else if (isKnown(camera)) {
                    say(at(told, now));
                }
            }
        } catch (HubException e) {
            LOG.debug("it cannot be looked for the cameras of {} now", source, e);
        } finally {
            look();
        }
    }

    /** Nothing is written any more but what is told. */
    synchronized void end() {
        ended = true;
        waiting.clear();
    }

    private static CameraEvent at(CameraEvent told, Instant when) {
        var payload = told.payload();
        return new CameraEvent(
                told.source(),
                told.channel(),
                told.type(),
                told.phase(),
                told.deviceTime(),
                when,
                told.topic(),
                payload.substring(0, Math.min(payload.length(), LONGEST_PAYLOAD)));
    }

    private synchronized void forget(ChannelId camera, CompletableFuture<?> written) {
        last.computeIfPresent(camera, (same, said) -> said.written() == written ? null : said);
    }

    /** @return whether something was said of its camera that came later than it */
    synchronized boolean isOutdated(CameraEvent told) {
        readOnce();
        heed();
        var said = last.get(told.channel().orElseThrow());
        return said != null && said.at().isAfter(told.hubTime());
    }

    /** Reads on in the journal; what does not fit in now is read with the next. */
    private void heed() {
        var upTo = newest.getAsLong();
        for (var page = 0; page < MOST_PAGES && seen < upTo; page++) {
            var found = log.read(Scope.all(), query(Optional.empty(), Optional.empty()), seen, PAGE);
            found.forEach(this::heed);
            seen = found.isEmpty() ? upTo : found.get(found.size() - 1).sequence();
        }
    }

    /** What came before that which was said last may stand in the journal later than it is read. */
    private void heed(StoredEvent stored) {
        var event = stored.event();
        if (!event.topic().equals(CameraEvent.STATUS) || event.channel().isEmpty()) {
            return;
        }
        var camera = event.channel().get();
        var before = last.get(camera);
        var placed = stored.camera().isPresent();
        if (before == null
                || !event.hubTime().isBefore(before.since().truncatedTo(ChronoUnit.MILLIS))) { // as it is kept
            last.put(
                    camera,
                    before != null && before.phase() == event.phase()
                            ? before.again(event.hubTime(), placed)
                            : said(event, placed));
        }
    }

    private static Said said(CameraEvent event, boolean placed) {
        return new Said(
                event.phase(), event.hubTime(), event.hubTime(), CompletableFuture.completedFuture(true), placed);
    }

    private void readOnce() {
        if (read) {
            return;
        }
        var upTo = log.last();
        var found = new LinkedHashMap<ChannelId, Said>(); // newest first
        var from = clock.instant().minus(LOOKS_BACK);
        var to = Optional.<Instant>empty();
        for (var page = 0; page < MOST_PAGES && found.size() < MOST_CAMERAS; page++) {
            var events = log.newest(Scope.all(), query(Optional.of(from), to), PAGE);
            if (events.isEmpty()) {
                break;
            }
            for (var stored : events) {
                var event = stored.event();
                if (event.topic().equals(CameraEvent.STATUS)) {
                    event.channel()
                            .ifPresent(camera -> found.putIfAbsent(
                                    camera, said(event, stored.camera().isPresent())));
                }
            }
            to = Optional.of(before(events.get(events.size() - 1).event().hubTime(), to));
        }
        var oldestFirst = new ArrayList<>(found.entrySet());
        Collections.reverse(oldestFirst);
        oldestFirst.forEach(one -> last.put(one.getKey(), one.getValue()));
        seen = upTo;
        read = true;
    }

    /** @return the moment that ends the next page: what came in the same millisecond is looked at again, but not for ever */
    private static Instant before(Instant oldest, Optional<Instant> to) {
        var again = oldest.plusMillis(1);
        return to.isPresent() && !again.isBefore(to.get()) ? oldest : again;
    }

    private EventQuery query(Optional<Instant> from, Optional<Instant> to) {
        return new EventQuery(Optional.empty(), Optional.of(source), Set.of(CameraEvent.Type.VIDEO_LOST), from, to);
    }
}
