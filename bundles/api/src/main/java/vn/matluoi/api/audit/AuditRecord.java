package vn.matluoi.api.audit;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.matluoi.api.HubException;

/**
 * What is to be recorded.
 *
 * @param actor account name, {@code system}, {@code anonymous}, or {@code jmx}, which does not say who
 * @param surface where it came in: {@code rest, shell, rtsp, route, driver, core}
 * @param action a stable word: {@code session.open}, {@code source.create}, {@code live.open}, …
 * @param subject what it was done to, for example a camera id; empty string if nothing
 * @param outcome how it ended
 * @param details further facts; never a secret
 */
public record AuditRecord(
        String actor,
        String surface,
        String action,
        String subject,
        Outcome outcome,
        SortedMap<String, String> details) {

    public AuditRecord {
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(surface, "surface");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(outcome, "outcome");
        details = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    public static AuditRecord of(
            String actor, String surface, String action, String subject, Outcome outcome, Map<String, String> details) {
        return new AuditRecord(actor, surface, action, subject, outcome, new TreeMap<>(details));
    }

    /** @return the record of the same thing having failed, with the rule that was broken, if one was */
    public AuditRecord failed(Throwable failure) {
        var with = new TreeMap<>(details);
        if (failure instanceof HubException refusal) {
            with.put("because", refusal.rule());
        }
        return new AuditRecord(actor, surface, action, subject, Outcome.FAILED, with);
    }

    /** How an action ended. */
    public enum Outcome {
        DONE,
        REFUSED,
        FAILED
    }
}
