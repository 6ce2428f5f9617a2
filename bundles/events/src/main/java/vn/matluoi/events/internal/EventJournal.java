package vn.matluoi.events.internal;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.EventReader;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.schema.SchemaReady;

/**
 * The journal of events in one table: what is published waits in a bounded inbox for the one writer, and is read by number,
 * in order, within the reader's scope. The area is noted with the event when it is written, so that the scope is part of
 * the question.
 */
@Component(
        service = {Events.class, EventLog.class, EventJournal.class},
        configurationPid = "vn.matluoi.events",
        immediate = true)
@Designate(ocd = EventJournal.Settings.class)
public final class EventJournal implements Events, EventLog {

    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);
    private static final int MOST_READ = 1_000;
    private static final long ENDS_WITHIN_MS = 10_000;

    private final Keeping keeping;
    /** Ids of one camera that a question is put for. */
    private static final int MOST_IDS = 1000;

    private final Cameras cameras;
    private final Areas areas;
    private final Reading reading;
    private final Inbox inbox = new Inbox();
    private final Watchers watchers = new Watchers();
    private final Tally tally;
    private final Readers readers;
    private final Rates rates;
    private final Counting counting;
    /** A question about the counts reads, a step of counting writes; in turn, so that neither holds the other up for ever. */
    private final ReadWriteLock counts = new ReentrantReadWriteLock(true);

    private final Thread writer;
    private final Thread counter;

    @ObjectClassDefinition(name = "Events", description = "Which events are kept; etc/vn.matluoi.events.cfg.")
    @interface Settings {

        @AttributeDefinition(name = "keep.days", description = "Days an event is kept: 1 to 3650.")
        String keep_days() default "30";

        @AttributeDefinition(name = "keep.rows", description = "Events that are kept at most: 1000 to 100000000.")
        String keep_rows() default "1000000";

        @AttributeDefinition(name = "keep.mib", description = "Room for them, about, in MiB: 16 to 1048576.")
        String keep_mib() default "2048";

        @AttributeDefinition(
                name = "sinks.days",
                description = "Days an event is kept that a sink has not got, if more than keep.days: 1 to 3650.")
        String sinks_days() default "60";

        @AttributeDefinition(
                name = "sinks.mib",
                description = "Room for events as long as a sink has not got the oldest, about, in MiB, if more than"
                        + " keep.mib: 16 to 1048576.")
        String sinks_mib() default "4096";

        @AttributeDefinition(name = "counts.days", description = "Days the counts of events are kept: 1 to 36500.")
        String counts_days() default "1100";

        @AttributeDefinition(
                name = "counts.rows",
                description = "Counts that are kept at most, half of them by the hour: 10000 to 100000000.")
        String counts_rows() default "2000000";

        @AttributeDefinition(
                name = "source.rate",
                description = "Events a second that programs of one source may tell for long: 1 to 100000.")
        String source_rate() default "500";

        @AttributeDefinition(
                name = "personal",
                description = "Whether number plates and faces are kept (personal data, Law 91/2025/QH15).")
        String personal() default "false";
    }

    /** Without it an id stands for itself. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Identity identity;

    @Activate
    public EventJournal(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=events)") SchemaReady schema,
            @Reference Cameras cameras,
            @Reference SourceStore sources,
            @Reference Changes changes,
            @Reference Areas areas,
            Settings settings) {
        this(
                database,
                cameras,
                sources,
                changes,
                areas,
                Keeping.of(
                                settings.keep_days(),
                                settings.keep_rows(),
                                settings.keep_mib(),
                                settings.sinks_days(),
                                settings.sinks_mib(),
                                settings.personal())
                        .counts(settings.counts_days(), settings.counts_rows()),
                Rates.perSecond(settings.source_rate()),
                InstantSource.system(),
                System::nanoTime);
    }

    EventJournal(
            DataSource database,
            Cameras cameras,
            SourceStore sources,
            Changes changes,
            Areas areas,
            Keeping keeping,
            int perSecond,
            InstantSource clock,
            LongSupplier nanos) {
        this.keeping = keeping;
        this.cameras = cameras;
        this.areas = areas;
        this.reading = new Reading(database);
        this.tally = new Tally(nanos);
        this.readers = new Readers(nanos);
        this.rates = new Rates(perSecond, nanos);
        this.counting = new Counting(database, keeping, clock, counts.writeLock());
        this.writer = new Thread(
                new Writer(
                        database,
                        inbox,
                        new Places(cameras, sources, changes, nanos),
                        new Deliveries(Deliveries.MOST_OF_ONE, clock),
                        new Retention(database, keeping, readers, clock, nanos),
                        counting,
                        tally,
                        watchers),
                "matluoi-events");
        writer.setDaemon(true);
        writer.start();
        counter = new Thread(counting, "matluoi-event-counts");
        counter.setDaemon(true);
        counter.start();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addReader(EventReader reader) {
        readers.add(reader);
    }

    void removeReader(EventReader reader) {
        readers.remove(reader);
    }

    /** Writes what waits, if the database answers, and ends. */
    @Deactivate
    void close() throws InterruptedException {
        inbox.close();
        writer.join(ENDS_WITHIN_MS);
        counting.close();
        counter.join(ENDS_WITHIN_MS);
        if (writer.isAlive()) {
            LOG.warn("the database holds the journal of events up: {} events are not written", inbox.size());
        }
    }

    @Override
    public CompletionStage<Boolean> publish(CameraEvent event, boolean assumed) {
        if (!keeping.keeps(event)) {
            tally.leftOut(1);
            return CompletableFuture.completedFuture(false);
        }
        var pending = Pending.reported(event, assumed);
        if (inbox.offer(pending) != Inbox.Offer.TAKEN) {
            tally.lost(1);
            return CompletableFuture.failedFuture(full());
        }
        return pending.answer();
    }

    @Override
    public CompletionStage<Taken> publish(List<CameraEvent> events, Optional<String> delivery) {
        if (events.isEmpty()
                || events.size() > MOST_AT_ONCE
                || events.stream().map(CameraEvent::source).distinct().count() > 1) {
            throw new IllegalArgumentException("1 to " + MOST_AT_ONCE + " events of one source are a delivery");
        }
        var kept = events.stream().filter(keeping::keeps).toList();
        var left = events.size() - kept.size();
        if (kept.isEmpty()) {
            tally.leftOut(left);
            return CompletableFuture.completedFuture(new Taken(0, left, false));
        }
        var source = kept.get(0).source();
        try {
            rates.take(source, events.size());
        } catch (HubException.Later tooFast) {
            tally.refused(events.size());
            return CompletableFuture.failedFuture(tooFast);
        }
        var pending = Pending.delivered(kept, delivery);
        var offer = inbox.offer(pending);
        if (offer != Inbox.Offer.TAKEN) {
            tally.refused(events.size());
            return CompletableFuture.failedFuture(offer == Inbox.Offer.FULL ? full() : tooMuch(source));
        }
        var answer = pending.answer().thenApply(written -> {
            tally.leftOut(written ? left : 0);
            return written ? new Taken(kept.size(), left, false) : new Taken(0, 0, true);
        });
        answer.whenComplete((taken, failure) -> {
            if (answer.isCancelled()) {
                pending.answer().cancel(false);
            }
        });
        return answer;
    }

    private static HubException tooMuch(SourceId source) {
        return new HubException(
                HubException.Reason.UNAVAILABLE,
                "events.source-full",
                new Text(
                        "Nguồn %s đang có quá nhiều sự kiện chờ ghi: cơ sở dữ liệu không ghi kịp. Hãy gửi lại sau."
                                .formatted(source),
                        "Too many events of the source %s wait to be written: the database does not keep up. Send this again later."
                                .formatted(source)));
    }

    private static HubException full() {
        return new HubException(
                HubException.Reason.UNAVAILABLE,
                "events.full",
                new Text(
                        "Nhật ký sự kiện đang đầy hoặc đang dừng: cơ sở dữ liệu không ghi kịp.",
                        "The journal of events is full or ending: the database does not keep up."));
    }

    @Override
    public List<StoredEvent> read(Scope scope, EventQuery query, long after, int limit) {
        check(limit);
        return reading.after(condition(scope, query), after, limit);
    }

    @Override
    public List<StoredEvent> newest(Scope scope, EventQuery query, int limit) {
        check(limit);
        return reading.newest(condition(scope, query), limit);
    }

    /** What a state secret reports (R1.4), or its device of itself, is kept from whom the catalogue does not show it. */
    private Condition condition(Scope scope, EventQuery query) {
        var held = scope.secrets() ? Cameras.Secrets.none() : cameras.secrets();
        return Condition.of(query, sameAs(query), scope, areas, held);
    }

    /** Events keep the id that their camera had: one question is about all the ids of one camera. */
    private Set<CameraId> sameAs(EventQuery query) {
        var ids = new LinkedHashSet<CameraId>();
        query.camera().ifPresent(asked -> {
            ids.add(asked);
            var merges = identity;
            if (merges != null) {
                var now = cameras.find(Scope.all(), asked).map(Camera::id).orElse(asked);
                ids.add(now);
                merges.aliases(now).stream().limit(MOST_IDS).forEach(ids::add);
            }
        });
        return ids;
    }

    private static void check(int limit) {
        if (limit < 1 || limit > MOST_READ) {
            throw new IllegalArgumentException("limit is 1 to " + MOST_READ + ", not " + limit);
        }
    }

    @Override
    public long last() {
        return reading.last();
    }

    @Override
    public long first() {
        return reading.first();
    }

    @Override
    public Load load() {
        return tally.load(inbox.size());
    }

    @Override
    public AutoCloseable watch(Watcher watcher) {
        return watchers.add(watcher);
    }

    /** @return held while counts are read that must not move meanwhile */
    Lock counts() {
        return counts.readLock();
    }

    HealthCheck.Result health() {
        return tally.result(inbox.size());
    }
}
