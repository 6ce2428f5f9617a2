package vn.matluoi.api.route;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import vn.matluoi.api.Text;

/**
 * Sees to it that a password or key that was refused is not shown again to a server that may lock the account: only once it is another.
 * A route that is made anew, since a person started it or changed its settings, has a new one of these; nothing of it outlives the hub.
 * What a server did not say plainly, and may have been the secret, is tried again now and then: at first after {@link #FIRST}, each time
 * after twice as long, to once in {@link #LONGEST}. Keeps no secret, only its digest. Any thread.
 */
public final class OneTry {

    /** When the hub tries again, to follow on why the secret in a file was refused. */
    public static final Text AGAIN = new Text(
            "trạm chỉ thử lại khi tệp đổi, hoặc khi có người dừng tuyến rồi chạy lại (hub:route-stop, hub:route-start)",
            "the hub tries again only when the file changes, or a person stops the route and starts it again (hub:route-stop, hub:route-start)");

    /** The same after what may have been over the secret, or not. */
    public static final Text DOUBT = new Text(
            "trạm thử lại khi tệp đổi, khi có người dừng tuyến rồi chạy lại (hub:route-stop, hub:route-start), hoặc sau 15 phút rồi thưa dần đến mỗi ngày một lần",
            "the hub tries again when the file changes, when a person stops the route and starts it again (hub:route-stop, hub:route-start), or after 15 minutes and then ever more rarely, down to once a day");

    public static final Duration FIRST = Duration.ofMinutes(15);
    public static final Duration LONGEST = Duration.ofDays(1);

    private final LongSupplier nanos;
    private byte[] refused; // guarded by this, as the next four; null while none is
    private Unusable why;
    private boolean plainly;
    private long since;
    private Duration pause = Duration.ZERO;

    /** @param nanos a monotonic clock */
    public OneTry(LongSupplier nanos) {
        this.nanos = nanos;
    }

    public OneTry() {
        this(System::nanoTime);
    }

    /**
     * To be called before the secret is shown.
     *
     * @throws Unusable why it was refused: it must not be shown again
     */
    public synchronized void ask(String secret) throws Unusable {
        if (refused == null) {
            return;
        }
        if (!Arrays.equals(refused, digest(secret))) {
            accepted(); // who changed the file once may change it back
        } else if (plainly || nanos.getAsLong() - since < pause.toNanos()) {
            throw why;
        }
    }

    /** Whatever was said before is over. */
    public synchronized void accepted() {
        refused = null;
        pause = Duration.ZERO;
    }

    /** The server did not accept it. @return why, to be thrown */
    public synchronized Unusable refused(String secret, Unusable reason) {
        note(secret, reason, true);
        return reason;
    }

    /** The server did not let the hub in, and did not say that it was over the secret. @return why, to be thrown */
    public synchronized Unusable doubted(String secret, Unusable reason) {
        note(secret, reason, false);
        var longer = pause.isZero() ? FIRST : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        return reason;
    }

    private void note(String secret, Unusable reason, boolean said) {
        refused = digest(secret);
        why = reason;
        plainly = said;
        since = nanos.getAsLong();
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
