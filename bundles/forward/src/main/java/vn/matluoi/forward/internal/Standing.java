package vn.matluoi.forward.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.forward.SinkException.Away;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.forward.Sinks;

/** Where one sink stands: how far it is, what is in its way, what people want of it. Any thread. */
final class Standing {

    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final Duration WRITE_EVERY = Duration.ofMillis(250);
    private static final Duration LINK_EVERY = Duration.ofMinutes(1);

    private final String name;
    private final SinkTable table;
    private final AuditLog audit;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final AtomicLong newest = new AtomicLong(); // in the journal, as far as is known
    private final Backoff backoff; // guarded by this, as all below
    private final Obstacles obstacles = new Obstacles();
    private Ledger ledger;
    private long quarantined;
    private long failures;
    private int rejectedInARow;
    private int epoch; // where the sink is was set by a person since
    private boolean closed;
    private boolean retry;
    private OptionalLong wrote = OptionalLong.empty();
    private Optional<Instant> behind = Optional.empty();
    private volatile Optional<Instant> noticed = Optional.empty(); // when news came for one that had all
    private boolean answered; // the receiver took or judged something, and nothing failed since
    private final LinkDays link = new LinkDays();
    private OptionalLong keptLink = OptionalLong.empty(); // when
    private volatile Shown shown =
            new Shown(Sinks.State.RUNNING, Optional.empty(), Optional.empty(), 0, Optional.empty(), 0, 0, link.known());

    /** @param name of its route */
    Standing(
            String name,
            SinkTable table,
            AuditLog audit,
            InstantSource clock,
            LongSupplier nanos,
            DoubleSupplier random) {
        this.name = name;
        this.table = table;
        this.audit = audit;
        this.clock = clock;
        this.nanos = nanos;
        this.backoff = new Backoff(random);
    }

    /** Where a turn begins; everything of it counts only as long as nobody has moved the sink. */
    record Start(int epoch, long position, boolean retry) {}

    /** @return where to go on; empty if nothing may be sent now: see {@link #pause} */
    synchronized Optional<Start> start() {
        if (ledger == null) { // closed before it began
            return Optional.empty();
        }
        if (closed || ledger.kept().paused() || obstacles.keepsOut()) {
            ledger.write();
            return Optional.empty();
        }
        return Optional.of(new Start(epoch, ledger.kept().position(), retry));
    }

    /** @return when to look again whether something may be sent; empty if a person must say so first */
    synchronized Optional<Duration> pause() {
        return obstacles.mayBeMended() ? Optional.of(SinkLoop.LOOK) : Optional.empty();
    }

    /**
     * Takes up where the sink was, unless it was closed by then.
     *
     * @param kept says where that is, and notes that it goes on from there
     */
    synchronized void open(Supplier<Kept> kept) {
        if (closed) {
            return;
        }
        var aside = table.quarantined().getOrDefault(name, 0L); // all is read before it is open: else it is tried again
        var days = table.link(name);
        ledger = new Ledger(table, kept.get());
        quarantined = aside;
        link.load(days);
        newest.accumulateAndGet(ledger.kept().position(), Math::max);
        obstacles.worked();
        show();
    }

    /** These are next. */
    synchronized void found(List<Step> steps) {
        newest.accumulateAndGet(steps.get(steps.size() - 1).sequence(), Math::max);
        behind = Optional.of(steps.get(0).at());
        show();
    }

    /** It has everything. */
    synchronized void ended() {
        obstacles.worked();
        backoff.worked();
        behind = Optional.empty();
        ledger.write();
        show();
        keepLink(LINK_EVERY);
    }

    synchronized void write() {
        ledger.write();
    }

    /** What was put aside is rejected once more. */
    synchronized void rejectedAgain(Step step, Text why) {
        ledger.reject(Ledger.quarantined(step, why, clock.instant()));
    }

    /** What was put aside is confirmed; it is not for the sink any more, or out of the journal, if there is no step. */
    synchronized void released(long sequence, List<Step> step) {
        ledger.release(sequence, step);
        quarantined = Math.max(0, quarantined - 1);
        answered |= !step.isEmpty();
        rejectedInARow = 0;
        backoff.worked();
        show();
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
                now.quarantined(),
                now.link());
    }

    /** There is news in the journal. Waits for nobody. */
    void news(long last) {
        if (newest.getAndAccumulate(last, Math::max) < last && shown.behind().isEmpty()) {
            noticed = Optional.of(clock.instant());
        }
    }

    synchronized boolean isOpen() {
        return ledger != null;
    }

    synchronized Set<String> told(Collection<String> cameras) {
        return ledger.told(cameras);
    }

    synchronized boolean isWanted(int mine) {
        return !closed && epoch == mine && !ledger.kept().paused();
    }

    /** Numbers follow each other: what is left out is not there any more. */
    synchronized void missed(int mine, long position, long upTo) {
        if (upTo <= position || epoch != mine) {
            return;
        }
        var count = upTo - position;
        audit.append(record(
                "system",
                "sink.lost",
                Map.of("count", "" + count, "from", "" + (position + 1), "to", String.valueOf(upTo))));
        LOG.error("sink {} lost {} entries, {} to {}", name, count, position + 1, upTo);
        obstacles.lost(new Text(
                "mất %d mục, từ %d đến %d: nhật ký đã đầy trước khi gửi được; nơi nhận cần đối chiếu lại, rồi chạy hub:sink-resume %s"
                        .formatted(count, position + 1, upTo, name),
                "lost %d entries, %d to %d: they went out of the journal before they could be sent; have the receiver compare, then hub:sink-resume %s"
                        .formatted(count, position + 1, upTo, name)));
        ledger.miss(upTo, count);
        ledger.write();
        show();
    }

    /** It is confirmed, and those before it are not yet: where the sink is stays as it was. */
    synchronized void taken(Step step, int mine) {
        confirmed();
        if (epoch == mine) {
            ledger.tell(step);
        }
    }

    synchronized void settle(List<Step> steps, int mine, boolean confirmed) {
        if (confirmed) {
            confirmed();
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

    private void confirmed() {
        backoff.worked();
        obstacles.worked();
        answered = true;
        rejectedInARow = 0;
    }

    synchronized void reject(Step step, Text why, int mine) throws Refused {
        answered = true;
        if (epoch != mine) {
            return;
        }
        if (quarantined == 0) {
            audit.append(record(
                    "system",
                    "sink.quarantine",
                    Map.of("delivery", step.delivery().orElseThrow().id(), "why", why.en())));
        }
        LOG.warn("sink {}: {} is put aside: {}", name, step.delivery().orElseThrow(), why);
        ledger.reject(Ledger.quarantined(step, why, clock.instant()));
        ledger.write();
        quarantined++;
        rejectedInARow++;
        show();
        if (rejectedInARow >= SinkLoop.MOST_REJECTED_IN_A_ROW || quarantined >= Sinks.MOST_QUARANTINED) {
            throw new Refused(
                    new Text(
                            "nơi nhận trả lại %d bản tin liên tiếp (%d đang để riêng), lần cuối: %s; kiểm tra nơi nhận, rồi hub:sink-retry và hub:sink-resume"
                                    .formatted(rejectedInARow, quarantined, why.vi()),
                            "the receiver rejected %d messages in a row (%d are put aside), the last: %s; look at the receiver, then hub:sink-retry and hub:sink-resume"
                                    .formatted(rejectedInARow, quarantined, why.en())),
                    Optional.empty());
        }
    }

    synchronized Duration away(Away away) {
        hindered(away.text());
        return away.retryAfter().map(backoff::failed).orElseGet(backoff::failed);
    }

    synchronized Duration hindered(Text why, RuntimeException cause) {
        LOG.debug("sink {} waits", name, cause);
        hindered(why);
        return backoff.failed();
    }

    private void hindered(Text why) {
        failures++;
        answered = false;
        if (obstacles.trouble(why)) {
            LOG.warn("sink {} waits: {}", name, why);
        }
        show();
        finish();
    }

    synchronized Duration refused(Refused refused) {
        failures++;
        answered = false;
        LOG.warn("sink {} waits for a person: {}", name, refused.text());
        obstacles.refused(refused);
        show();
        finish();
        try {
            audit.append(AuditRecord.of(
                    "system",
                    "route",
                    "sink.refused",
                    name,
                    AuditRecord.Outcome.REFUSED,
                    Map.of("why", refused.text().en())));
        } catch (HubException e) { // nothing is done that needs it
            LOG.warn("the audit log does not take it that sink {} is refused: {}", name, e.text());
        }
        return SinkLoop.LOOK;
    }

    /** A person changes the sink. What is on its way to it when it is moved does not count for it any more. */
    synchronized void become(UnaryOperator<Kept> change) {
        if (ledger == null || closed) {
            throw new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "sink.starting",
                    new Text(
                            "nơi nhận đang khởi động (cơ sở dữ liệu chưa trả lời) hoặc đang dừng; hãy thử lại sau",
                            "the sink is starting (the database has not answered yet) or ending; try again later"));
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

    synchronized void retry(boolean wanted) {
        retry = wanted;
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
                keepLink(closed ? Duration.ZERO : LINK_EVERY);
            }
        } catch (HubException e) {
            LOG.debug("sink {}: what was confirmed last is not written yet", name, e);
        }
    }

    /** Another is the sink of this name from now on: what is confirmed after this is not written, and sent again. */
    synchronized void retire() {
        close();
        finish();
        if (ledger != null) {
            ledger.retire();
        }
    }

    private AuditRecord record(String by, String action, Map<String, String> details) {
        return AuditRecord.of(by, "route", action, name, AuditRecord.Outcome.DONE, details);
    }

    private void keepLink(Duration pace) {
        var now = nanos.getAsLong();
        if (keptLink.isEmpty() || now - keptLink.getAsLong() >= pace.toNanos()) {
            link.is(closed ? Sinks.State.STOPPED : counted(shown.state()), clock.instant(), now);
            table.keepLink(name, link.text());
            keptLink = OptionalLong.of(now);
        }
    }

    /** That nothing is in the way yet says nothing of a receiver that has not answered since. */
    private Sinks.State counted(Sinks.State state) {
        return state == Sinks.State.RUNNING && !answered ? Sinks.State.STOPPED : state;
    }

    private void show() {
        var kept = Optional.ofNullable(ledger).map(Ledger::kept);
        var state = kept.filter(Kept::paused).isPresent() ? Sinks.State.PAUSED : obstacles.state();
        link.is(kept.isPresent() ? counted(state) : Sinks.State.STOPPED, clock.instant(), nanos.getAsLong());
        shown = new Shown(state, obstacles.problem(), kept, newest.get(), behind, failures, quarantined, link.known());
    }
}
