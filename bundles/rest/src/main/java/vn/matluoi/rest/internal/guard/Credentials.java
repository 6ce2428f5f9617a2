package vn.matluoi.rest.internal.guard;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.rest.internal.Services;

/**
 * Proves who is asking: by the session's cookie (people), or by HTTP Basic (RFC 7617) or an API key (RFC 6750 §2.1;
 * programs). Never by both: a request with a cookie and {@code Authorization} is refused.
 */
public final class Credentials {

    static final String SURFACE = "rest";

    private final Services services;
    private final BasicProofs proofs = new BasicProofs();

    public Credentials(Services services) {
        this.services = services;
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
            return (isUse ? sessions.find(cookie.get()) : sessions.look(cookie.get())).orElseThrow(Credentials::ended);
        }
        if (headers.isEmpty()) {
            throw new HubException(
                    HubException.Reason.UNAUTHENTICATED,
                    "session.none",
                    new Text(
                            "Hãy đăng nhập: POST /api/v1/session, HTTP Basic hoặc khóa API.",
                            "Log in: POST /api/v1/session, HTTP Basic or an API key."));
        }
        var header = headers.get(0);
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            var key = header.substring(7).strip().toCharArray();
            return services.need(Accounts.class).authenticateKey(key, SURFACE, request.getRemoteAddr());
        }
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return basic(header.substring(6).strip(), request.getRemoteAddr());
        }
        throw unreadable();
    }

    private Caller basic(String encoded, String origin) {
        var sessions = services.need(Sessions.class);
        var known = proofs.session(encoded).flatMap(sessions::find);
        if (known.isPresent()) {
            return known.get();
        }
        var text = decode(encoded);
        var colon = CharBuffer.wrap(text).toString().indexOf(':');
        if (colon < 0) {
            throw unreadable();
        }
        var password = Arrays.copyOfRange(text, colon + 1, text.length);
        try {
            var session = proofs.prove(
                    encoded,
                    () -> sessions.open(services.need(Accounts.class)
                            .authenticate(new String(text, 0, colon), password, SURFACE, origin)));
            return sessions.find(session).orElseThrow(Credentials::ended);
        } finally {
            Arrays.fill(password, ' ');
            Arrays.fill(text, ' ');
        }
    }

    private static char[] decode(String encoded) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)));
            var chars = new char[text.remaining()];
            text.get(chars);
            return chars;
        } catch (IllegalArgumentException | CharacterCodingException garbage) {
            throw unreadable();
        }
    }

    private static HubException ended() {
        return new HubException(
                HubException.Reason.UNAUTHENTICATED,
                "session.over",
                new Text("Phiên làm việc đã kết thúc. Hãy đăng nhập lại.", "The session is over. Log in again."));
    }

    private static HubException unreadable() {
        return new HubException(
                HubException.Reason.UNAUTHENTICATED,
                "session.authorization",
                new Text(
                        "Tiêu đề Authorization không đọc được: dùng Basic (UTF-8) hoặc Bearer.",
                        "The Authorization header cannot be read: use Basic (UTF-8) or Bearer."));
    }
}
