package vn.matluoi.media.internal.ticket;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.registry.Cameras;

/**
 * Asks the decision point whether somebody may watch, and writes down who did. Both block on the database, so
 * they happen on two threads of its own, never on an event loop; strangers' tickets are recorded apart
 * ({@link Refusals}). What cannot be recorded is not shown.
 */
public final class WatchRights implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchRights.class);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 512;
    private static final String SURFACE = "rtsp";

    private final Accounts accounts;
    private final AccessDecisions decisions;
    private final Cameras cameras;
    private final AuditLog audit;
    private final ThreadPoolExecutor clerks;
    private final Refusals refusals;

    /** Whether somebody may watch. */
    public enum Answer {
        ALLOWED,
        /** No; the audit log says why. */
        REFUSED,
        /** It cannot be asked or recorded now. */
        UNAVAILABLE
    }

    public WatchRights(
            Accounts accounts, AccessDecisions decisions, Cameras cameras, AuditLog audit, ThreadFactory threads) {
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.decisions = Objects.requireNonNull(decisions, "decisions");
        this.cameras = Objects.requireNonNull(cameras, "cameras");
        this.audit = Objects.requireNonNull(audit, "audit");
        this.clerks =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        clerks.allowCoreThreadTimeOut(true);
        this.refusals = new Refusals(threads, this::recordRefused);
    }

    /**
     * Asks before the first picture is sent, and records that it is.
     *
     * @param origin network address of the viewer
     * @return the answer; never fails
     */
    public CompletionStage<Answer> open(Grant grant, String origin) {
        if (isFull()) {
            return CompletableFuture.completedFuture(Answer.UNAVAILABLE);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    var answer = ask(grant);
                    if (answer != Answer.UNAVAILABLE) {
                        var outcome = answer == Answer.ALLOWED ? Outcome.DONE : Outcome.REFUSED;
                        answer = record(grant, subject(grant) + ".open", outcome, details(grant, origin))
                                ? answer
                                : Answer.UNAVAILABLE;
                    }
                    return answer;
                },
                clerks);
    }

    /** Asks again while it plays. @return the answer; never fails */
    public CompletionStage<Answer> still(Grant grant) {
        return isFull()
                ? CompletableFuture.completedFuture(Answer.UNAVAILABLE)
                : CompletableFuture.supplyAsync(() -> ask(grant), clerks);
    }

    /**
     * Records that somebody has stopped watching.
     *
     * @param reason a word: {@code viewer, rights, stream}
     */
    public void closed(Grant grant, String origin, Duration watched, long bytes, String reason) {
        var details = details(grant, origin);
        details.put("seconds", Long.toString(watched.toSeconds()));
        details.put("bytes", Long.toString(bytes));
        details.put("reason", reason);
        clerks.execute(() -> record(grant, subject(grant) + ".close", Outcome.DONE, details));
    }

    /**
     * Records that a ticket was shown which is unknown, used or too old: which of them is not told to anyone. Repeats
     * of an address within a minute are one record.
     */
    public void refused(String origin) {
        refusals.add(origin);
    }

    private void recordRefused(String origin, int times) {
        var details = Map.of("origin", origin, "reason", "ticket", "times", Integer.toString(times));
        append(AuditRecord.of("anonymous", SURFACE, "live.open", "", Outcome.REFUSED, details));
    }

    private boolean isFull() {
        return clerks.getQueue().size() >= MOST_WAITING;
    }

    private Answer ask(Grant grant) {
        try {
            var caller = accounts.current(grant.account());
            if (caller.isEmpty()) {
                return Answer.REFUSED;
            }
            var action = grant.stream().stretch().isPresent() ? Action.PLAYBACK : Action.LIVE_VIEW;
            var scope = decisions.require(caller.get(), action);
            var camera = cameras.find(scope, grant.stream().camera());
            if (camera.isEmpty()) {
                return Answer.REFUSED;
            }
            decisions.require(caller.get(), action, camera.get().area());
            return Answer.ALLOWED;
        } catch (HubException e) {
            var unknown = e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.BUSY;
            return unknown ? Answer.UNAVAILABLE : Answer.REFUSED;
        } catch (RuntimeException e) {
            LOG.warn("whether camera {} may be watched could not be asked", grant.stream(), e);
            return Answer.UNAVAILABLE;
        }
    }

    private static TreeMap<String, String> details(Grant grant, String origin) {
        var details = new TreeMap<>(Map.of("origin", origin));
        grant.stream()
                .stretch()
                .ifPresentOrElse(
                        part -> details.putAll(Map.of(
                                "from", part.from().toString(), "to", part.to().toString())),
                        () -> details.put("stream", grant.stream().kind().name().toLowerCase(Locale.ROOT)));
        return details;
    }

    private static String subject(Grant grant) {
        return grant.stream().stretch().isPresent() ? "playback" : "live";
    }

    private boolean record(Grant grant, String action, Outcome outcome, Map<String, String> details) {
        return append(AuditRecord.of(
                grant.account(), SURFACE, action, grant.stream().camera().value(), outcome, details));
    }

    private boolean append(AuditRecord entry) {
        try {
            audit.append(entry);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{} of {} could not be recorded: {}", entry.action(), entry.subject(), e.getMessage());
            return false;
        }
    }

    /** Finishes what waits to be recorded, for at most ten seconds. */
    @Override
    public void close() {
        clerks.shutdown();
        try {
            refusals.close();
            if (!clerks.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn(
                        "{} records of viewers could not be written in time",
                        clerks.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            clerks.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
