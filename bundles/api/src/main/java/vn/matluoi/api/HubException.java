package vn.matluoi.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The hub declines: the caller can act on it. A surface turns it into its own form of answer (problem+json,
 * a shell line, a SOAP fault).
 */
public class HubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Text text;
    private final String rule;
    private final transient List<FieldError> errors;

    /**
     * @param reason what kind of refusal it is
     * @param rule a stable word for the rule that was broken, for example {@code camera.unknown} or
     *     {@code R1.2}
     * @param text what happened and how to mend it
     * @param errors the fields at fault; may be empty
     */
    public HubException(Reason reason, String rule, Text text, List<FieldError> errors) {
        super(text.en());
        this.reason = Objects.requireNonNull(reason, "reason");
        this.rule = Objects.requireNonNull(rule, "rule");
        this.text = text;
        this.errors = List.copyOf(errors);
    }

    public HubException(Reason reason, String rule, Text text) {
        this(reason, rule, text, List.of());
    }

    public Reason reason() {
        return reason;
    }

    public String rule() {
        return rule;
    }

    public Text text() {
        return text;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** {@link Reason#BUSY}, and the hub knows for how long. */
    public static class Later extends HubException {

        private static final long serialVersionUID = 1L;

        private final Duration after;

        /** @param after how long the caller has to wait; at least a second is told */
        public Later(String rule, Text text, Duration after) {
            super(Reason.BUSY, rule, text);
            this.after = Objects.requireNonNull(after, "after");
        }

        /** @return whole seconds to wait, at least 1: the value of {@code Retry-After} */
        public long seconds() {
            return seconds(after);
        }

        /** @return that wait in whole seconds, as the answer tells it: at least 1, and never too few */
        public static long seconds(Duration after) {
            return Math.max(1, after.plusNanos(999_999_999).toSeconds());
        }
    }

    /** Kinds of refusal, and whose turn it is. */
    public enum Reason {
        /** The request is malformed or a value is wrong: the caller mends it. */
        INVALID,
        /** Nobody is logged in, or the credentials are wrong. */
        UNAUTHENTICATED,
        /** The caller may not do this; the text names the legal or delegated basis that is missing. */
        FORBIDDEN,
        /** There is no such thing within the caller's scope. */
        NOT_FOUND,
        /** It clashes with the present state: already there, changed meanwhile, owned by a file. */
        CONFLICT,
        /** Too much at once; try later. */
        BUSY,
        /** The device behind the request failed. */
        DEVICE,
        /** This thing does not have that ability. */
        UNSUPPORTED,
        /** The hub itself cannot serve this now (database away, disk full). */
        UNAVAILABLE
    }

    /**
     * One field at fault.
     *
     * @param field the field's name as the caller wrote it
     * @param rule a stable word for the rule
     * @param message what is wrong and how to mend it
     */
    public record FieldError(String field, String rule, Text message) {

        public FieldError {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(message, "message");
        }
    }
}
