package vn.matluoi.core.internal.events;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;
import vn.matluoi.core.internal.work.Turns;

/** What the sources' events share: the journal they go to, one queue of ends, and one line of beginnings. Any thread. */
public final class EventDesk {

    /** Ten a second: five hundred recorders within a minute. */
    static final Duration STARTS_APART = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(EventDesk.class);

    private final Timer timer;
    private final Supplier<Optional<Events>> journal;
    private final EventTally tally;
    private final Lapses lapses;
    private final Turns starts;
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param journal as it is at the moment; comes and goes with its bundle */
    public EventDesk(Timer timer, Supplier<Optional<Events>> journal, EventTally tally) {
        this.timer = timer;
        this.journal = journal;
        this.tally = tally;
        this.lapses = new Lapses(timer);
        this.starts = new Turns(timer, STARTS_APART);
    }

    /** @param family of the driver that speaks for the source at the moment */
    public EventStates statesOf(SourceId source, Supplier<String> family) {
        return new EventStates(source, family, this);
    }

    /** Takes a place in the line of those that subscribe. @return how long to wait for it */
    public Duration nextStart() {
        return starts.take();
    }

    Moment now() {
        return timer.now();
    }

    EventTally tally() {
        return tally;
    }

    Lapses lapses() {
        return lapses;
    }

    CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
        var written = journal.get()
                .map(there -> there.publish(event, assumed))
                .orElseGet(() -> CompletableFuture.failedFuture(absent()));
        written.whenComplete((kept, failure) -> {
            if (failing.getAndSet(failure != null) != (failure != null)) {
                if (failure != null) {
                    LOG.warn("events are lost: {}", failure.getMessage());
                } else {
                    LOG.info("events are kept again");
                }
            }
        });
        return written;
    }

    private static HubException absent() {
        return new HubException(
                HubException.Reason.UNAVAILABLE,
                "events.absent",
                new Text("không có nhật ký sự kiện", "there is no journal of events"));
    }

    /** The hub listens no more: what goes on is told to be over. To be called when every source was told that it is lost. */
    public void close() {
        lapses.close();
    }
}
