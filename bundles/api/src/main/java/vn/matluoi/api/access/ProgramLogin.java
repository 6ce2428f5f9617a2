package vn.matluoi.api.access;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Supplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * Proves a program by its {@code Authorization} header: HTTP Basic (RFC 7617), or an API key (RFC 6750 §2.1). A password's slow
 * check is made once for what is sent again and again; what it proved stands for a session and ends as one. One for each surface; any
 * thread; may block on the database.
 */
public final class ProgramLogin {

    private final String surface;
    private final Supplier<Accounts> accounts;
    private final Supplier<Sessions> sessions;
    private final BasicProofs proofs = new BasicProofs();

    /**
     * @param surface where it comes in, for the audit log
     * @param accounts asked at each use; may refuse with {@code UNAVAILABLE}
     * @param sessions the same
     */
    public ProgramLogin(String surface, Supplier<Accounts> accounts, Supplier<Sessions> sessions) {
        this.surface = Objects.requireNonNull(surface, "surface");
        this.accounts = Objects.requireNonNull(accounts, "accounts");
        this.sessions = Objects.requireNonNull(sessions, "sessions");
    }

    /**
     * @param authorization the header's value
     * @param origin network address it came from
     * @throws HubException {@code UNAUTHENTICATED} if nobody is proved; {@code BUSY} after too many failures
     */
    public Caller prove(String authorization, String origin) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            var key = authorization.substring(7).strip().toCharArray();
            return accounts.get().authenticateKey(key, surface, origin);
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return basic(authorization.substring(6).strip(), origin);
        }
        throw unreadable();
    }

    private Caller basic(String encoded, String origin) {
        var open = sessions.get();
        var known = proofs.session(encoded).flatMap(open::find);
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
                    () -> open.open(
                            accounts.get().authenticate(new String(text, 0, colon), password, surface, origin)));
            return open.find(session).orElseThrow(ProgramLogin::ended);
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

    /** @return that the session is over */
    public static HubException ended() {
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
