package vn.matluoi.forward.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkException.Away;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.forward.SinkException.Rejected;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.SinkRoute.Begin;
import vn.matluoi.api.forward.Sinks;

/**
 * Brings one sink what its journal has for it, in order, and remembers what was confirmed. {@link #turn} is called by one thread at a
 * time; all else by any. Nothing is held in memory but the group that is on its way: what waits, waits in the journal.
 */
final class SinkLoop {

    /** A receiver that rejects so many in a row rejects all: it is not what they say. */
    static final int MOST_REJECTED_IN_A_ROW = 20;

    /** How often it is looked whether the file changed that keeps a sink out. */
    static final Duration LOOK = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final int READ = 500;
    private static final Duration WRITE_EVERY = Duration.ofMillis(250);

    private final SinkRoute route;
    private final Carrier carrier;
    private final LazyTelling tellings;
    private final SinkTable table;
    private final AuditLog audit;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Backoff backoff;
    private final AtomicLong newest = new AtomicLong(); // in the journal, as far as is known
    private Telling telling; // of the turning thread
    private Ledger ledger; // guarded by this, as all below
    private final Obstacles obstacles = new Obstacles();
    private long quarantined;
    private long failures;
    private int rejectedInARow;
    private int epoch; // where the sink is was set by a person since
    private boolean closed;
    private boolean retry;
    private OptionalLong wrote = OptionalLong.empty();
    private Optional<Instant> behind = Optional.empty();
    private volatile Optional<Instant> noticed = Optional.empty(); // when news came for one that had all
    private volatile Shown shown =
            new Shown(Sinks.State.RUNNING, Optional.empty(), Optional.empty(), 0, Optional.empty(), 0, 0);

    /** Makes what tells of the journal, once the database answers. */
    interface LazyTelling {
        Telling telling();
    }

    SinkLoop(
            SinkRoute route,
            Carrier carrier,
            LazyTelling tellings,
            SinkTable table,
            AuditLog audit,
            InstantSource clock,
            LongSupplier nanos,
            DoubleSupplier random) {
        this.route = route;
        this.carrier = carrier;
        this.tellings = tellings;
        this.table = table;
        this.audit = audit;
        this.clock = clock;
        this.nanos = nanos;
        this.backoff = new Backoff(random);
    }

    SinkRoute route() {
        return route;
    }

    /** @return how it is; waits for nobody */
    Shown shown() {
        var now = shown;
        var last = newest.get();
        var isBehind = now.kept().filter(kept -> kept.position() < last).isPresent();
        return new Shown(
                now.state(),
                now.problem(),
                now.kept(),
                last,
                isBehind ? now.behind().or(() -> noticed) : Optional.empty(),
                now.failures(),
                now.quarantined());
    }

    /** There is news in the journal. Waits for nobody. */
    void news(long last) {
        if (newest.getAndAccumulate(last, Math::max) < last && shown.behind().isEmpty()) {
            noticed = Optional.of(clock.instant());
        }
    }

    /**
     * Does a stretch of what there is to do.
     *
     * @return when there is more: at once, after a while; empty if only news or a person bring more
     */
    Optional<Duration> turn() {
        try {
            return work();
        } catch (Away away) {
            return Optional.of(away(away));
        } catch (Refused refused) {
            return Optional.of(refused(refused));
        } catch (SinkException e) { // rejections are dealt with where they come
            throw new IllegalStateException(e);
        } catch (HubException e) {
            return Optional.of(hindered(e.text(), e));
        } catch (RuntimeException e) { // a fault of the hub: the sink is not to end by it, nor to lose anything
            LOG.error("sink {} cannot go on", route.routeName(), e);
            return Optional.of(hindered(
                    new Text(
                            "lỗi của trạm khi chuẩn bị bản tin: %s; trạm thử lại".formatted(e),
                            "a fault of the hub over a message: %s; it is tried again".formatted(e)),
                    e));
        }
    }

    private Optional<Duration> work() throws SinkException {
        if (!isOpen()) {
            open();
        }
        int mine;
        long position;
        synchronized (this) {
            if (closed || ledger.kept().paused()) {
                ledger.write();
                return Optional.empty();
            }
            if (obstacles.keepsOut()) {
                ledger.write();
                return obstacles.mayBeMended() ? Optional.of(LOOK) : Optional.empty();
            }
            mine = epoch;
            position = ledger.kept().position();
        }
        if (retry(mine)) {
            return Optional.of(Duration.ZERO);
        }
        var steps = telling.read(position, READ, ledger::told);
        if (steps.isEmpty()) {
            return ended(mine, position);
        }
        missed(mine, position, steps.get(0).sequence() - 1);
        synchronized (this) {
            newest.accumulateAndGet(steps.get(steps.size() - 1).sequence(), Math::max);
            behind = Optional.of(steps.get(0).at());
            show();
        }
        for (var group : Batches.of(steps, route.batch())) {
            if (!isWanted(mine)) {
                return Optional.of(Duration.ZERO);
            }
            carry(group, mine);
        }
        return Optional.of(Duration.ZERO);
    }

    private synchronized boolean isOpen() {
        return ledger != null;
    }

    private synchronized boolean isWanted(int mine) {
        return !closed && epoch == mine && !ledger.kept().paused();
    }

    /** Takes up where the sink was; says in the audit log what it is told from now on, if that is new. */
    private void open() {
        telling = tellings.telling();
        var before = table.all().stream()
                .filter(kept -> kept.name().equals(route.routeName()))
                .filter(kept -> kept.content() == route.content())
                .findFirst();
        var words = route.summary().length() > 4000 ? route.summary().substring(0, 4000) : route.summary();
        var position = before.isPresent()
                ? before.get().position()
                : route.begin() == Begin.NOW ? telling.last() : telling.first() - 1;
        var now = before.map(kept -> kept.told(words).left(Optional.empty()))
                .orElseGet(() ->
                        new Kept(route.routeName(), route.content(), words, position, 0, 0, false, Optional.empty()));
        if (before.filter(now::equals).isEmpty()) {
            audit.append(record(
                    "system",
                    "sink.begin",
                    Map.of("told", words, "basis", route.legalBasis(), "after", String.valueOf(position))));
            if (before.isPresent()) {
                table.write(now, SinkTable.Settled.nothing());
            } else {
                table.begin(now);
            }
        }
        var aside = table.quarantined().getOrDefault(route.routeName(), 0L);
        synchronized (this) {
            ledger = new Ledger(table, now);
            quarantined = aside;
            newest.accumulateAndGet(now.position(), Math::max);
            obstacles.worked();
            show();
        }
    }

    private synchronized Optional<Duration> ended(int mine, long position) {
        obstacles.worked();
        backoff.worked();
        if (epoch == mine) {
            var last = telling.last();
            if (last > position && telling.read(position, 1, ledger::told).isEmpty()) {
                missed(mine, position, last); // there were some, and all are gone
            }
            behind = Optional.empty();
        }
        ledger.write();
        show();
        return Optional.empty();
    }

    /** Numbers follow each other: what is left out is not there any more. */
    private synchronized void missed(int mine, long position, long upTo) {
        if (upTo <= position || epoch != mine) {
            return;
        }
        var count = upTo - position;
        audit.append(record(
                "system",
                "sink.lost",
                Map.of("count", "" + count, "from", "" + (position + 1), "to", String.valueOf(upTo))));
        LOG.error("sink {} lost {} entries, {} to {}", route.routeName(), count, position + 1, upTo);
        obstacles.lost(new Text(
                "mất %d mục, từ %d đến %d: nhật ký đã đầy trước khi gửi được; nơi nhận cần đối chiếu lại, rồi chạy hub:sink-resume %s"
                        .formatted(count, position + 1, upTo, route.routeName()),
                "lost %d entries, %d to %d: they went out of the journal before they could be sent; have the receiver compare, then hub:sink-resume %s"
                        .formatted(count, position + 1, upTo, route.routeName())));
        ledger.miss(upTo, count);
        ledger.write();
        show();
    }

    /** Brings a group; where something of it is rejected, in ever smaller parts. */
    private void carry(List<Step> group, int mine) throws SinkException {
        var parts = new ArrayDeque<List<Step>>(List.of(group));
        while (!parts.isEmpty() && isWanted(mine)) {
            var part = parts.remove();
            var deliveries = Batches.deliveries(part);
            try {
                if (!deliveries.isEmpty()) {
                    carrier.carry(deliveries);
                }
                settle(part, mine, !deliveries.isEmpty());
            } catch (Rejected rejected) {
                var index = rejected.index().orElse(deliveries.size() == 1 ? 0 : -1);
                var at = Batches.before(part, index < 0 ? deliveries.size() / 2 : index);
                if (index < 0) {
                    parts.addFirst(part.subList(at, part.size()));
                    parts.addFirst(part.subList(0, at));
                } else {
                    settle(part.subList(0, at), mine, index > 0);
                    reject(part.get(at), rejected, mine);
                    parts.addFirst(part.subList(at + 1, part.size()));
                }
            } catch (SinkException e) {
                settle(part.subList(0, Batches.before(part, e.confirmed())), mine, e.confirmed() > 0);
                throw e;
            }
        }
    }

    private synchronized void settle(List<Step> steps, int mine, boolean confirmed) {
        if (confirmed) {
            backoff.worked();
            obstacles.worked();
            rejectedInARow = 0;
        }
        if (steps.isEmpty() || epoch != mine) {
            return;
        }
        ledger.settle(steps);
        var now = nanos.getAsLong();
        if (wrote.isEmpty() || now - wrote.getAsLong() >= WRITE_EVERY.toNanos()) {
            wrote = OptionalLong.of(now);
            ledger.write();
        }
        show();
    }

    private synchronized void reject(Step step, Rejected why, int mine) throws Refused {
        if (epoch != mine) {
            return;
        }
        if (quarantined == 0) {
            audit.append(record(
                    "system",
                    "sink.quarantine",
                    Map.of(
                            "delivery",
                            step.delivery().orElseThrow().id(),
                            "why",
                            why.text().en())));
        }
        LOG.warn(
                "sink {}: {} is put aside: {}",
                route.routeName(),
                step.delivery().orElseThrow(),
                why.text());
        ledger.reject(Ledger.quarantined(step, why.text(), clock.instant()));
        ledger.write();
        quarantined++;
        rejectedInARow++;
        show();
        if (rejectedInARow >= MOST_REJECTED_IN_A_ROW || quarantined >= Sinks.MOST_QUARANTINED) {
            throw new Refused(
                    new Text(
                            "nơi nhận trả lại %d bản tin liên tiếp (%d đang để riêng), lần cuối: %s; kiểm tra nơi nhận, rồi hub:sink-retry và hub:sink-resume"
                                    .formatted(
                                            rejectedInARow,
                                            quarantined,
                                            why.text().vi()),
                            "the receiver rejected %d messages in a row (%d are put aside), the last: %s; look at the receiver, then hub:sink-retry and hub:sink-resume"
                                    .formatted(
                                            rejectedInARow,
                                            quarantined,
                                            why.text().en())),
                    Optional.empty());
        }
    }

    /** Sends what was put aside once more. @return whether anything was done */
    private boolean retry(int mine) throws SinkException {
        synchronized (this) {
            if (!retry) {
                return false;
            }
            ledger.write();
        }
        var after = 0L;
        for (var page = table.quarantine(route.routeName(), after, 100); !page.isEmpty(); ) {
            for (var one : page) {
                if (!isWanted(mine)) {
                    return true;
                }
                again(one);
                after = one.sequence();
            }
            page = table.quarantine(route.routeName(), after, 100);
        }
        synchronized (this) {
            retry = false;
            ledger.write();
        }
        return true;
    }

    private void again(Sinks.Quarantined one) throws SinkException {
        var found = telling.read(one.sequence() - 1, 1, ledger::told).stream()
                .filter(step -> step.sequence() == one.sequence())
                .findFirst();
        var deliveries = found.map(step -> Batches.deliveries(List.of(step))).orElse(List.of());
        try {
            if (!deliveries.isEmpty()) {
                carrier.carry(deliveries);
            }
        } catch (Rejected still) {
            synchronized (this) {
                ledger.reject(Ledger.quarantined(found.orElseThrow(), still.text(), clock.instant()));
            }
            return;
        }
        synchronized (this) { // confirmed, not for the sink any more, or out of the journal
            ledger.release(one.sequence(), deliveries.isEmpty() ? List.of() : List.of(found.orElseThrow()));
            quarantined = Math.max(0, quarantined - 1);
            rejectedInARow = 0;
            backoff.worked();
            show();
        }
    }

    private synchronized Duration away(Away away) {
        hindered(away.text());
        return away.retryAfter().map(backoff::failed).orElseGet(backoff::failed);
    }

    private synchronized Duration hindered(Text why, RuntimeException cause) {
        LOG.debug("sink {} waits", route.routeName(), cause);
        hindered(why);
        return backoff.failed();
    }

    private void hindered(Text why) {
        failures++;
        if (obstacles.trouble(why)) {
            LOG.warn("sink {} waits: {}", route.routeName(), why);
        }
        show();
        finish();
    }

    private synchronized Duration refused(Refused refused) {
        failures++;
        LOG.warn("sink {} waits for a person: {}", route.routeName(), refused.text());
        obstacles.refused(refused);
        show();
        finish();
        try {
            audit.append(AuditRecord.of(
                    "system",
                    "route",
                    "sink.refused",
                    route.routeName(),
                    AuditRecord.Outcome.REFUSED,
                    Map.of("why", refused.text().en())));
        } catch (HubException e) { // nothing is done that needs it
            LOG.warn("the audit log does not take it that sink {} is refused: {}", route.routeName(), e.text());
        }
        return LOOK;
    }

    /** A person changes the sink. What is on its way to it when it is moved does not count for it any more. */
    synchronized void become(UnaryOperator<Kept> change) {
        if (ledger == null) {
            throw new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "sink.starting",
                    new Text(
                            "nơi nhận đang khởi động, cơ sở dữ liệu chưa trả lời; hãy thử lại sau",
                            "the sink is starting, and the database has not answered yet; try again later"));
        }
        var before = ledger.kept();
        var wanted = change.apply(before);
        ledger.become(wanted);
        if (wanted.position() != before.position()) {
            epoch++;
        }
        show();
    }

    /** Goes on at once, whatever it waits for. */
    synchronized void resume() {
        obstacles.clear();
        rejectedInARow = 0;
        backoff.worked();
        show();
    }

    synchronized void retry() {
        retry = true;
    }

    synchronized void discarded() {
        quarantined = 0;
        retry = false;
        show();
    }

    /** Nothing is begun any more. */
    synchronized void close() {
        closed = true;
    }

    /** Writes what is not written yet, if the database takes it; what it does not take is sent again. */
    synchronized void finish() {
        try {
            if (ledger != null) {
                ledger.write();
            }
        } catch (HubException e) {
            LOG.debug("sink {}: what was confirmed last is not written yet", route.routeName(), e);
        }
    }

    private AuditRecord record(String by, String action, Map<String, String> details) {
        return AuditRecord.of(by, "route", action, route.routeName(), AuditRecord.Outcome.DONE, details);
    }

    private void show() {
        var kept = Optional.ofNullable(ledger).map(Ledger::kept);
        shown = new Shown(
                kept.filter(Kept::paused).isPresent() ? Sinks.State.PAUSED : obstacles.state(),
                obstacles.problem(),
                kept,
                newest.get(),
                behind,
                failures,
                quarantined);
    }
}
