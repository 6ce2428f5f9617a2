package vn.matluoi.core.internal.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.core.internal.work.Moment;

/**
 * What goes on at one source, by channel and topic. Devices repeat an alarm about once a second and often never tell its end
 * (VENDORS §4.3, {@code VMD}): of what is told only beginnings and ends go on, and an end that is not told is assumed when
 * the beginning is not repeated any more. Any thread; never blocks.
 */
public final class EventStates {

    /** What a lost subscription has left open is over if nobody confirms it within this time. */
    static final Duration UNCONFIRMED = Duration.ofMinutes(1);

    /** More than the channels of any recorder have topics are a fault of the device. */
    static final int MOST_OPEN = 1_000;

    /** Characters of a topic; the journal keeps no more of it either. */
    static final int LONGEST_TOPIC = 400;

    private static final Logger LOG = LoggerFactory.getLogger(EventStates.class);

    private final SourceId source;
    private final Supplier<String> family;
    private final EventDesk desk;
    private final Map<Key, Open> open = new HashMap<>(); // guarded by this, as below
    private final Pulses pulses = new Pulses();
    private final Allowance allowance;
    private boolean flooded;
    private long dropped;

    EventStates(SourceId source, Supplier<String> family, EventDesk desk) {
        this.source = source;
        this.family = family;
        this.desk = desk;
        this.allowance = new Allowance(desk.now());
    }

    private record Key(Optional<ChannelId> channel, String topic) {

        static Key of(CameraEvent event) {
            return new Key(event.channel(), shortTopic(event));
        }
    }

    /** @return the topic as it may be held for long */
    static String shortTopic(CameraEvent event) {
        var topic = event.topic();
        return topic.length() <= LONGEST_TOPIC ? topic : topic.substring(0, LONGEST_TOPIC);
    }

    /** Something that began, without its payload. What is not final is guarded by the states it belongs to. */
    private final class Open implements Lapses.Lapsing {

        private final Key key;
        private final CameraEvent.Type type;
        private Optional<Moment> ends = Optional.empty();
        private Optional<Moment> asked = Optional.empty();
        private boolean doubtful;

        Open(Key key, CameraEvent.Type type) {
            this.key = key;
            this.type = type;
        }

        /** The device says so, again or for the first time. */
        void confirmed(Optional<Moment> lapses) {
            doubtful = false;
            endsAt(lapses);
        }

        /** Nobody listens; that it is so again does not put its end off. */
        void doubted(Optional<Moment> over) {
            if (!doubtful) {
                doubtful = true;
                endsAt(over);
            }
        }

        /** It is over then, unless it is repeated. A later end is looked at when the earlier one comes. */
        private void endsAt(Optional<Moment> moment) {
            ends = moment;
            if (moment.isPresent()
                    && asked.filter(sooner -> !moment.get().isBefore(sooner)).isEmpty()) {
                asked = moment;
                desk.lapses().add(moment.get(), this);
            }
        }

        @Override
        public void due(Moment at, Moment now) {
            synchronized (EventStates.this) {
                if (open.get(key) != this || asked.filter(at::equals).isEmpty()) {
                    return;
                }
                asked = Optional.empty();
                if (ends.filter(end -> !now.isBefore(end)).isPresent()) {
                    over();
                } else {
                    endsAt(ends);
                }
            }
        }

        @Override
        public void over() {
            synchronized (EventStates.this) {
                if (open.remove(key, this)) {
                    publish(end(), true);
                }
            }
        }

        private CameraEvent end() {
            return new CameraEvent(
                    source,
                    key.channel,
                    type,
                    Phase.INACTIVE,
                    Optional.empty(),
                    desk.now().at(),
                    key.topic,
                    "");
        }
    }

    /**
     * Takes what the device told.
     *
     * @param lapse as {@link vn.matluoi.api.driver.DeviceFacet.Events.Sink#event} has it
     */
    public synchronized void take(CameraEvent event, Optional<Duration> lapse) {
        if (!event.source().equals(source)) {
            LOG.debug("source {}: its driver told an event of {}", source, event.source());
            return;
        }
        var now = desk.now();
        switch (event.phase()) {
            case ACTIVE -> begins(event, lapse, now);
            case INACTIVE -> ends(event);
            case PULSE -> happens(event, now);
        }
    }

    private void happens(CameraEvent event, Moment now) {
        if (allowance.isSpent(now)) { // first: to know a repeat its payload must be gone through
            tooMany();
        } else if (pulses.isRepeat(event, now)) {
            desk.tally().repeated(family.get());
        } else {
            allowance.takes(now);
            publish(event, false);
        }
    }

    private void begins(CameraEvent event, Optional<Duration> lapse, Moment now) {
        var key = Key.of(event);
        var present = open.get(key);
        if (present != null) {
            present.confirmed(lapse.map(now::plus));
            desk.tally().repeated(family.get());
            return;
        }
        if (open.size() >= MOST_OPEN || !allowance.takes(now)) {
            tooMany();
            return;
        }
        var begun = new Open(key, event.type());
        open.put(key, begun);
        begun.confirmed(lapse.map(now::plus));
        publish(event, false).whenComplete((kept, failure) -> {
            if (failure != null) {
                forget(begun); // its repeat is a beginning again
            }
        });
    }

    private synchronized void forget(Open begun) {
        open.remove(begun.key, begun);
    }

    private void ends(CameraEvent event) {
        if (open.remove(Key.of(event)) != null) {
            publish(event, false);
        } else {
            desk.tally().repeated(family.get());
        }
    }

    private CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
        desk.tally().taken(family.get(), event.type());
        return desk.publish(event, assumed);
    }

    private void tooMany() {
        dropped++;
        desk.tally().tooMany(family.get());
        if (!flooded) {
            flooded = true;
            LOG.warn("source {} tells more events than any device has cause to; what is too much is dropped", source);
        }
    }

    /** @return how many events were too many since the hub began to watch the source; empty if none */
    public synchronized Optional<Text> dropped() {
        if (dropped == 0) {
            return Optional.empty();
        }
        return Optional.of(new Text(
                "thiết bị báo quá nhiều; số sự kiện đã bỏ: %d".formatted(dropped),
                "the device tells too much; events dropped: %d".formatted(dropped)));
    }

    /** Nobody listens any more: what goes on is over in a minute, unless a new subscription confirms it. */
    public synchronized void lost() {
        var ends = Optional.of(desk.now().plus(UNCONFIRMED));
        open.values().forEach(begun -> begun.doubted(ends));
        flooded = false;
    }
}
