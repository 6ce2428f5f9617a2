package vn.matluoi.media.internal.ticket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * Tickets that were issued and not opened yet. A ticket is 256 random bits; only its hash is kept. It opens once,
 * and no later than its time by the monotonic clock, whatever happens to the wall clock. Any thread.
 */
public final class Tickets {

    /** Most tickets that wait to be opened. */
    static final int MOST = 20_000;

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final ConcurrentMap<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final LongSupplier nanos;
    private final Duration life;
    private volatile long swept;

    private record Waiting(Grant grant, long until) {}

    /**
     * @param nanos a clock that never jumps, in nanoseconds
     * @param life how long a ticket may wait to be opened
     */
    public Tickets(LongSupplier nanos, Duration life) {
        this.nanos = nanos;
        this.life = life;
        this.swept = nanos.getAsLong();
    }

    /**
     * @return the ticket: a path segment of 43 letters, digits, hyphens and underscores
     * @throws HubException {@code BUSY} if too many wait to be opened
     */
    public String issue(Grant grant) {
        dropExpired();
        if (waiting.size() >= MOST) {
            throw new HubException(
                    Reason.BUSY,
                    "live.tickets",
                    new Text(
                            "Có quá nhiều vé xem đang chờ mở; hãy thử lại sau một phút.",
                            "Too many tickets wait to be opened; try again in a minute."));
        }
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        waiting.put(hash(ticket), new Waiting(grant, nanos.getAsLong() + life.toNanos()));
        return ticket;
    }

    /** @return what the ticket stands for; empty if it is unknown, was opened before, or is too old */
    public Optional<Grant> open(String ticket) {
        if (!SHAPE.matcher(ticket).matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(waiting.remove(hash(ticket)))
                .filter(found -> found.until() - nanos.getAsLong() > 0)
                .map(Waiting::grant);
    }

    private void dropExpired() {
        var now = nanos.getAsLong();
        if (waiting.size() < MOST && now - swept < SWEEP.toNanos()) {
            return;
        }
        swept = now;
        waiting.values().removeIf(old -> old.until() - now <= 0);
    }

    private static String hash(String ticket) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(ticket.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
