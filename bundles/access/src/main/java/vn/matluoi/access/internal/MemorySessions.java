package vn.matluoi.access.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.access.Sessions;

/**
 * Sessions in memory, by the hash of their token; a restart ends them all. A session holds the stamp its account had
 * when it began: once the account's stamp is another, the session is over.
 */
@Component
public final class MemorySessions implements Sessions {

    private static final int TOKEN_BYTES = 32;
    private static final int MOST_SESSIONS = 10_000;
    private static final long ADMINISTRATOR_IDLE = Duration.ofMinutes(15).toNanos();
    private static final long VIEWER_IDLE = Duration.ofMinutes(60).toNanos();
    private static final long LONGEST = Duration.ofHours(8).toNanos();

    private final AccountStore accounts;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    /** By hash of the token. Guarded by itself. */
    private final Map<String, Session> sessions = new HashMap<>();

    @Activate
    public MemorySessions(@Reference AccountStore accounts) {
        this(accounts, System::nanoTime);
    }

    MemorySessions(AccountStore accounts, LongSupplier nanos) {
        this.accounts = accounts;
        this.nanos = nanos;
    }

    @Override
    public String open(Caller caller) {
        var account = accounts.find(caller.account())
                .orElseThrow(() -> new IllegalArgumentException("there is no account " + caller.account()));
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var now = nanos.getAsLong();
        synchronized (sessions) {
            if (sessions.size() >= MOST_SESSIONS) {
                makeRoom(now);
            }
            sessions.put(
                    TokenHash.of(token), new Session(account.username(), account.stamp(), account.role(), now, now));
        }
        return token;
    }

    @Override
    public Optional<Caller> find(String token) {
        return find(token, true);
    }

    @Override
    public Optional<Caller> look(String token) {
        return find(token, false);
    }

    private Optional<Caller> find(String token, boolean use) {
        var key = TokenHash.of(token);
        var now = nanos.getAsLong();
        Session session;
        synchronized (sessions) {
            session = sessions.get(key);
            if (session == null) {
                return Optional.empty();
            }
            if (session.over(now)) {
                sessions.remove(key);
                return Optional.empty();
            }
            if (use) {
                sessions.put(key, session.usedAt(now));
            }
        }
        var stamp = session.stamp();
        var account =
                accounts.find(session.username()).filter(found -> found.stamp().equals(stamp));
        if (account.isEmpty()) {
            close(token);
        }
        return account.map(AccountStore.Stored::caller);
    }

    @Override
    public void close(String token) {
        synchronized (sessions) {
            sessions.remove(TokenHash.of(token));
        }
    }

    private void makeRoom(long now) {
        sessions.values().removeIf(session -> session.over(now));
        if (sessions.size() >= MOST_SESSIONS) {
            sessions.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().used() - now))
                    .map(Map.Entry::getKey)
                    .ifPresent(sessions::remove);
        }
    }

    /** A session; {@code opened} and {@code used} on the monotonic clock. */
    private record Session(String username, String stamp, Role role, long opened, long used) {

        boolean over(long now) {
            var idle = role == Role.ADMINISTRATOR ? ADMINISTRATOR_IDLE : VIEWER_IDLE;
            return now - used > idle || now - opened > LONGEST;
        }

        Session usedAt(long now) {
            return new Session(username, stamp, role, opened, now);
        }
    }
}
