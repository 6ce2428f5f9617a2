package vn.matluoi.simulators.login;

/**
 * What the device makes of a request's credentials.
 *
 * @param outcome what to do
 * @param retriesLeft wrong attempts this address still has before it is locked out
 * @param unlockSeconds how long this address stays locked out; 0 if it is not
 */
public record Verdict(Outcome outcome, int retriesLeft, long unlockSeconds) {

    /** What to do with the request. */
    public enum Outcome {
        /** Serve it. */
        ACCEPTED,
        /** No credentials: ask for them; counts for nothing. */
        ASKED,
        /** Right password, worn-out nonce: ask again with {@code stale=TRUE}; counts for nothing. */
        STALE,
        /** Wrong: counts towards the lock-out. */
        WRONG,
        /** Locked out: whatever was sent was not even looked at. */
        LOCKED
    }

    /** Whether the request is to be served. */
    public boolean accepted() {
        return outcome == Outcome.ACCEPTED;
    }
}
