package vn.matluoi.rest.internal.guard;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.ws.rs.core.Response;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;

/**
 * Who is asking, and within what scope the decision point lets them.
 *
 * @param proved the caller; empty only in an operation marked {@link Anyone}
 * @param scope where the operation's action is allowed; nothing where no action was asked for
 * @param cookie the session's token, if the caller came with one
 * @param origin network address it came from
 * @param locale language of the answer
 */
public record Asking(Optional<Caller> proved, Scope scope, Optional<String> cookie, String origin, Locale locale) {

    public Asking {
        Objects.requireNonNull(proved, "proved");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(cookie, "cookie");
        Objects.requireNonNull(locale, "locale");
    }

    /** Without the session's token, which must not reach a log. */
    @Override
    public String toString() {
        return proved.map(Caller::account).orElse("anonymous") + " from " + origin;
    }

    public Caller caller() {
        return proved.orElseThrow(() -> new IllegalStateException("an operation without log-in asked for its caller"));
    }

    public String say(Text text) {
        return text.in(locale);
    }

    /** The name of the session's cookie; the prefix binds it to this host, to HTTPS and to the path {@code /}. */
    public static final String COOKIE = "__Host-matluoi";

    /** @return the header that hands the browser its session */
    public static String handOver(String token) {
        return COOKIE + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Strict";
    }

    /** Takes the browser's session away. */
    public static Response.ResponseBuilder takeBack(Response.ResponseBuilder answer) {
        return answer.header("Set-Cookie", COOKIE + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    }
}
