package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.time.Instant;
import vn.matluoi.api.driver.Target;

/**
 * How a device wants to be logged in to, as far as is known.
 *
 * @param http it said 401: the HTTP client logs in
 * @param bare it said 401 and named no way, so that only a token is left
 * @param token requests hold a WS-UsernameToken
 * @param mustUnderstand the token is marked so; some devices refuse that
 * @param offset device clock minus hub clock, to date tokens by
 * @param proven something was answered that way
 * @param bothRefused HTTP and token together were not enough either: the account lacks the right
 */
record LogIn(
        boolean http,
        boolean bare,
        boolean token,
        boolean mustUnderstand,
        Duration offset,
        boolean proven,
        boolean bothRefused) {

    static final LogIn NONE = new LogIn(false, false, false, true, Duration.ZERO, false, false);

    /** @return the header of a request that is sent now; empty if it needs none */
    String header(Target target, Instant now) {
        return token ? Token.header(target.user(), target.secret(), now.plus(offset), mustUnderstand) : "";
    }

    boolean known() {
        return http || token;
    }

    LogIn withHttp() {
        return new LogIn(true, bare, token, mustUnderstand, offset, proven, bothRefused);
    }

    LogIn withBare() {
        return new LogIn(true, true, token, mustUnderstand, offset, proven, bothRefused);
    }

    LogIn withToken(Duration by) {
        return new LogIn(http, bare, true, mustUnderstand, by, false, bothRefused);
    }

    LogIn withoutMustUnderstand() {
        return new LogIn(http, bare, token, false, offset, proven, bothRefused);
    }

    LogIn withProof() {
        return new LogIn(http, bare, token, mustUnderstand, offset, true, bothRefused);
    }

    LogIn withBothRefused() {
        return new LogIn(http, bare, token, mustUnderstand, offset, proven, true);
    }
}
