package vn.matluoi.forward.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkException.Away;
import vn.matluoi.api.forward.SinkException.Failing;
import vn.matluoi.api.forward.SinkException.Refused;
import vn.matluoi.api.forward.SinkException.Rejected;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.SinkRoute.Begin;
import vn.matluoi.api.forward.Sinks;

/**
 * Brings one sink what its journal has for it, in order. {@link #turn} is called by one thread at a time. Nothing is held in memory but
 * the group that is on its way: what waits, waits in the journal.
 */
final class SinkLoop {

    /** A receiver that rejects so many in a row rejects all: it is not what they say. */
    static final int MOST_REJECTED_IN_A_ROW = 20;

    /** How often it is looked whether the file changed that keeps a sink out. */
    static final Duration LOOK = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SinkLoop.class);
    private static final int LEAST_READ = 50;
    private static final int LONGEST_SUMMARY = 4_000;
    private static final int PAGE = 100;

    private final SinkRoute route;
    private final Carrier carrier;
    private final LazyTelling tellings;
    private final SinkTable table;
    private final AuditLog audit;
    private final Standing standing;
    private final Doubt doubt = new Doubt();
    private final Set<Long> ahead = new HashSet<>(); // taken out of turn, in this turn
    private final Set<Long> aside = new HashSet<>(); // put aside out of turn, in this turn
    private Telling telling;

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
        this.standing = new Standing(route.routeName(), table, audit, clock, nanos, random);
    }

    SinkRoute route() {
        return route;
    }

    Standing standing() {
        return standing;
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
            return Optional.of(standing.away(away));
        } catch (Refused refused) {
            return Optional.of(standing.refused(refused));
        } catch (SinkException e) { // rejections are dealt with where they come
            throw new IllegalStateException(e);
        } catch (HubException e) {
            return Optional.of(standing.hindered(e.text(), e));
        } catch (RuntimeException e) { // a fault of the hub: the sink is not to end by it, nor to lose anything
            LOG.error("sink {} cannot go on", route.routeName(), e);
            return Optional.of(standing.hindered(
                    new Text(
                            "lỗi của trạm khi chuẩn bị bản tin: %s; trạm thử lại".formatted(e),
                            "a fault of the hub over a message: %s; it is tried again".formatted(e)),
                    e));
        }
    }

    private Optional<Duration> work() throws SinkException {
        if (!standing.isOpen()) {
            telling = tellings.telling();
            standing.open(this::begun);
        }
        var start = standing.start();
        if (start.isEmpty()) {
            return standing.pause();
        }
        var mine = start.get().epoch();
        var position = start.get().position();
        if (start.get().retry()) {
            retry(mine);
            return Optional.of(Duration.ZERO);
        }
        // no more than is about to leave: what became a secret meanwhile is seen before the next
        var most = Math.max(route.batch(), LEAST_READ);
        var steps = telling.read(position, most, standing::told);
        if (steps.isEmpty()) {
            ended(mine, position);
            return Optional.empty();
        }
        standing.missed(mine, position, steps.get(0).sequence() - 1);
        standing.found(steps);
        ahead.clear();
        aside.clear();
        for (var group : Batches.of(steps, route.batch())) {
            carry(group, steps, mine);
        }
        return Optional.of(steps.size() < most ? route.every() : Duration.ZERO);
    }

    private void ended(int mine, long position) {
        var last = telling.last();
        if (last > position && telling.read(position, 1, standing::told).isEmpty()) {
            standing.missed(mine, position, last); // there were some, and all are gone
        }
        standing.ended();
    }

    /** @return where the sink was; says in the audit log what it is told from now on, if that is new */
    private Kept begun() {
        var before = table.all().stream()
                .filter(kept -> kept.name().equals(route.routeName()))
                .filter(kept -> kept.content() == route.content())
                .findFirst();
        var summary = route.summary();
        var words = summary.substring(0, Math.min(summary.length(), LONGEST_SUMMARY));
        var position = before.isPresent()
                ? before.get().position()
                : route.begin() == Begin.NOW ? telling.last() : telling.first() - 1;
        var now = before.map(kept -> kept.told(words).left(Optional.empty()))
                .orElseGet(() ->
                        new Kept(route.routeName(), route.content(), words, position, 0, 0, false, Optional.empty()));
        if (before.filter(now::equals).isEmpty()) {
            audit.append(AuditRecord.of(
                    "system",
                    "route",
                    "sink.begin",
                    route.routeName(),
                    AuditRecord.Outcome.DONE,
                    Map.of("told", words, "basis", route.legalBasis(), "after", String.valueOf(position))));
            if (before.isPresent()) {
                table.put(now);
            } else {
                table.begin(now);
            }
        }
        return now;
    }

    /**
     * Brings a group; where something of it is rejected, or the receiver goes on failing over it, in ever smaller parts.
     *
     * @param steps all that is known to come, the group among it
     */
    private void carry(List<Step> group, List<Step> steps, int mine) throws SinkException {
        var parts = new ArrayDeque<List<Step>>(List.of(group));
        doubt.begin();
        while (!parts.isEmpty() && standing.isWanted(mine)) {
            var part = parts.remove();
            var apart = Batches.first(
                    part,
                    step -> ahead.contains(step.sequence()) || aside.contains(step.sequence()) || doubt.isAbout(step));
            if (apart < part.size() && part.size() > 1) {
                divide(part, apart + 1, parts);
                divide(parts.remove(), apart, parts);
                continue;
            }
            if (apart < part.size() && aside.contains(part.get(0).sequence())) {
                continue;
            }
            if (apart < part.size() && ahead.contains(part.get(0).sequence())) {
                standing.settle(part, mine, false);
                continue;
            }
            var deliveries = Batches.deliveries(part);
            try {
                if (!deliveries.isEmpty()) {
                    carrier.carry(deliveries);
                }
                standing.settle(part, mine, !deliveries.isEmpty());
            } catch (Rejected rejected) {
                var at = Batches.before(part, rejected.confirmed());
                standing.settle(part.subList(0, at), mine, rejected.confirmed() > 0);
                var rest = part.subList(at, part.size());
                var left = deliveries.size() - rejected.confirmed();
                if (rejected.index().isPresent() || left == 1) {
                    standing.reject(rest.get(0), rejected.text(), mine);
                    parts.addFirst(rest.subList(1, rest.size()));
                } else {
                    divide(rest, Batches.before(rest, left / 2), parts);
                }
            } catch (Failing failing) {
                var at = Batches.before(part, failing.confirmed());
                standing.settle(part.subList(0, at), mine, failing.confirmed() > 0);
                failed(part.subList(at, part.size()), failing, parts, steps, mine);
            } catch (SinkException e) {
                standing.settle(part.subList(0, Batches.before(part, e.confirmed())), mine, e.confirmed() > 0);
                throw e;
            }
        }
    }

    /** Finds out whether a receiver that goes on failing does so over what is next, and puts that aside if so. */
    private void failed(List<Step> rest, Failing failing, ArrayDeque<List<Step>> parts, List<Step> steps, int mine)
            throws SinkException {
        var count = Batches.deliveries(rest).size();
        if (count == 0) {
            throw failing;
        }
        var next = rest.get(0);
        doubt.failed(next, count == 1);
        if (!doubt.isDue()) {
            throw failing;
        }
        if (count > 1) {
            divide(rest, Batches.before(rest, count / 2), parts);
            return;
        }
        var together = new LinkedHashMap<>(Map.of(next, failing.text()));
        if (!doubt.isConfirmed()) {
            var other = another(next, steps, together, mine);
            if (other.isEmpty()) {
                throw failing;
            }
            doubt.confirm();
            if (!Doubt.key(other.get()).equals(Doubt.key(next))) {
                parts.addFirst(rest); // it may be back since: once more, as each source stays in order by that
                return;
            }
        }
        for (var one : together.entrySet()) { // none of them may come after the one that was taken
            standing.reject(one.getKey(), one.getValue(), mine);
            aside.add(one.getKey().sequence());
        }
        parts.addFirst(rest.subList(1, rest.size()));
    }

    private static void divide(List<Step> part, int at, ArrayDeque<List<Step>> parts) {
        parts.addFirst(part.subList(at, part.size()));
        parts.addFirst(part.subList(0, at));
    }

    /**
     * @param failed is given those that it does not take either
     * @return one that the receiver takes while it fails over the suspect; empty if it takes none
     */
    private Optional<Step> another(Step suspect, List<Step> steps, Map<Step, Text> failed, int mine)
            throws SinkException {
        for (var other : doubt.others(suspect, steps)) {
            try {
                carrier.carry(Batches.deliveries(List.of(other)));
                standing.taken(other, mine);
                ahead.add(other.sequence());
                return Optional.of(other);
            } catch (Rejected | Failing e) {
                failed.put(other, e.text());
                LOG.debug("sink {} does not take {} either: {}", route.routeName(), other.sequence(), e.text());
            }
        }
        return Optional.empty();
    }

    /** Sends what was put aside once more. */
    private void retry(int mine) throws SinkException {
        standing.write();
        var after = 0L;
        for (var page = aside(after); !page.isEmpty(); page = aside(after)) {
            for (var one : page) {
                if (!standing.isWanted(mine)) {
                    return;
                }
                again(one);
                after = one.sequence();
            }
        }
        standing.retry(false);
        standing.write();
    }

    private List<Sinks.Quarantined> aside(long after) {
        return table.quarantine(route.routeName(), after, PAGE);
    }

    private void again(Sinks.Quarantined one) throws SinkException {
        var found = telling.again(one.sequence(), standing::told).stream()
                .filter(step -> step.delivery().isPresent())
                .toList();
        try {
            if (!found.isEmpty()) {
                carrier.carry(Batches.deliveries(found));
            }
            standing.released(one.sequence(), found);
        } catch (Rejected | Failing still) {
            standing.rejectedAgain(found.get(0), still.text());
        }
    }
}
