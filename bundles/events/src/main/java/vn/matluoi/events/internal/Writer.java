package vn.matluoi.events.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.sql.Commits;

/**
 * The one thread that writes. What arrives while a transaction runs is written together in the next. A database that does
 * not answer is asked again and again while the inbox fills; an event it will never take fails alone. Between two groups
 * what is too old goes, a little at a time.
 */
final class Writer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final DataSource database;
    private final Inbox inbox;
    private final Places places;
    private final Deliveries deliveries;
    private final Retention retention;
    private final Counting counting;
    private final Tally tally;
    private final Watchers watchers;

    Writer(
            DataSource database,
            Inbox inbox,
            Places places,
            Deliveries deliveries,
            Retention retention,
            Counting counting,
            Tally tally,
            Watchers watchers) {
        this.database = database;
        this.inbox = inbox;
        this.places = places;
        this.deliveries = deliveries;
        this.retention = retention;
        this.counting = counting;
        this.tally = tally;
        this.watchers = watchers;
    }

    @Override
    public void run() {
        try {
            for (var group = inbox.take(Duration.ZERO); group.isPresent(); group = inbox.take(retention.pause())) {
                if (!group.get().isEmpty()) {
                    store(group.get());
                }
                retention.step();
            }
        } catch (InterruptedException end) {
            LOG.warn("the journal of events was interrupted");
            inbox.close();
            Thread.currentThread().interrupt();
        }
    }

    private void store(List<Pending> all) throws InterruptedException {
        var group = all;
        var write = new GroupWrite(group, deliveries);
        var pause = FIRST_PAUSE;
        while (true) {
            if (!write.isUncertain() && group.stream().anyMatch(Pending::withdrawn)) {
                group = group.stream().filter(each -> !each.withdrawn()).toList();
                write = new GroupWrite(group, deliveries);
            }
            if (group.isEmpty()) {
                return;
            }
            try {
                var last = write.write(database, places);
                var written = events(write.written());
                tally.wrote(written);
                counting.wrote(written);
                answer(group, write.written());
                watchers.tell(last);
                return;
            } catch (SQLException | HubException failure) {
                if (failure instanceof SQLException sql && Commits.refusesValue(sql)) {
                    apart(group, failure);
                    return;
                }
                if (tally.failed()) {
                    LOG.error("events cannot be written; they wait, {} of them at most", Inbox.MOST, failure);
                }
                if (inbox.closed()) {
                    fail(group, failure);
                    return;
                }
                inbox.pause(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            } catch (GroupWrite.NeverKnown failure) {
                fail(group, failure);
                return;
            } catch (
                    RuntimeException
                            failure) { // a fault of the hub over one of them: the others are not to wait for it
                apart(group, failure);
                return;
            }
        }
    }

    private static void answer(List<Pending> group, List<Pending> written) {
        Set<CompletableFuture<Boolean>> answers = Collections.newSetFromMap(new IdentityHashMap<>());
        written.forEach(each -> answers.add(each.answer()));
        group.forEach(each -> each.answer().complete(answers.contains(each.answer())));
    }

    private static int events(List<Pending> group) {
        return group.stream().mapToInt(Pending::size).sum();
    }

    /** One of them is refused for good: each alone, so that the others stand. */
    private void apart(List<Pending> group, Exception because) throws InterruptedException {
        if (group.size() == 1) {
            LOG.error("what {} told cannot be written", group.get(0).source(), because);
            fail(group, because);
            return;
        }
        for (var each : group) {
            store(List.of(each));
        }
    }

    private void fail(List<Pending> group, Exception because) {
        tally.lost(events(group.stream().filter(each -> !each.delivered()).toList()));
        tally.refused(events(group.stream().filter(Pending::delivered).toList()));
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "events.not-written",
                new Text(
                        "Sự kiện không ghi được vào cơ sở dữ liệu.",
                        "The event could not be written in the database."));
        refusal.initCause(because);
        group.forEach(each -> each.answer().completeExceptionally(refusal));
    }
}
