package vn.matluoi.rest.internal.guard;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.ProgramLogin;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.rest.internal.Services;

/**
 * Proves who is asking: by the session's cookie (people), or by HTTP Basic (RFC 7617) or an API key (RFC 6750 §2.1;
 * programs). Never by both: a request with a cookie and {@code Authorization} is refused.
 */
public final class Credentials {

    static final String SURFACE = "rest";

    private final Services services;
    private final ProgramLogin programs;

    public Credentials(Services services) {
        this.services = services;
        this.programs =
                new ProgramLogin(SURFACE, () -> services.need(Accounts.class), () -> services.need(Sessions.class));
    }

    /** @return the session's token, if the request has one */
    public Optional<String> cookie(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(Asking.COOKIE))
                        .map(Cookie::getValue)
                        .filter(token -> !token.isEmpty())
                        .findFirst();
    }

    /** As {@link #prove(HttpServletRequest, Optional, boolean)}, and a use of the session. */
    public Caller prove(HttpServletRequest request, Optional<String> cookie) {
        return prove(request, cookie, true);
    }

    /**
     * @param isUse whether it puts off the end, by idleness, of a person's session
     * @throws HubException {@code UNAUTHENTICATED} if nobody is proved
     */
    Caller prove(HttpServletRequest request, Optional<String> cookie, boolean isUse) {
        var headers = Collections.list(request.getHeaders("Authorization"));
        if (headers.size() > 1 || (!headers.isEmpty() && cookie.isPresent())) {
            throw new HubException(
                    HubException.Reason.INVALID,
                    "session.two-credentials",
                    new Text(
                            "Chỉ gửi một trong hai: cookie phiên làm việc hoặc một tiêu đề Authorization.",
                            "Send one of the two: the session's cookie or one Authorization header."));
        }
        if (cookie.isPresent()) {
            var sessions = services.need(Sessions.class);
            return (isUse ? sessions.find(cookie.get()) : sessions.look(cookie.get())).orElseThrow(ProgramLogin::ended);
        }
        if (headers.isEmpty()) {
            throw new HubException(
                    HubException.Reason.UNAUTHENTICATED,
                    "session.none",
                    new Text(
                            "Hãy đăng nhập: POST /api/v1/session, HTTP Basic hoặc khóa API.",
                            "Log in: POST /api/v1/session, HTTP Basic or an API key."));
        }
        return programs.prove(headers.get(0), request.getRemoteAddr());
    }
}
