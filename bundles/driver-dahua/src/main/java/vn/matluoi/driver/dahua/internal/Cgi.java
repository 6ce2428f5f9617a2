package vn.matluoi.driver.dahua.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Asks a device and tells its refusals apart. Failure is {@code Error} with a reason on the same or the next line, with
 * any HTTP status, 200 too; newer firmware answers 403 and JSON for a missing right and for a name it does not know
 * alike. For any thread.
 */
final class Cgi implements AutoCloseable {

    /** A locked device is tried this long after the time it named. */
    private static final Duration AFTER_LOCK = Duration.ofSeconds(10);

    /** The factory's {@code LoginFailLockTime}, where a locked device names no time. */
    private static final Duration USUAL_LOCK = Duration.ofMinutes(30);

    /** The word, and not a key that begins with it. */
    private static final Pattern ERROR = Pattern.compile("error(?![\\w.\\[]|\\s*=)", Pattern.CASE_INSENSITIVE);

    private static final Pattern LOCKED = Pattern.compile("User Locked|\\b268632081\\b", Pattern.CASE_INSENSITIVE);

    /** Its places for threads or sessions are taken. The first word is an SD4A's over ONVIF; none was seen over CGI. */
    private static final Pattern FULL = Pattern.compile(
            "BlockedThreadUpperLimit|\\bbusy\\b|too many (?:users|sessions|connections)", Pattern.CASE_INSENSITIVE);

    private static final Pattern LOCK_SECONDS =
            Pattern.compile("\"(?:RmLock|remainLockSecond)\"\\s*:\\s*(\\d{1,5})\\b");
    private static final int LOOKED_AT = 2000;

    /** The connection itself gives up in time; this is for when it does not. */
    private static final long AWAITED_MILLIS = 2000;

    /** How long what was forbidden is not asked for again: time to mend the account's rights, and to keep unlocked. */
    private static final Duration FORBIDDEN_FOR = Duration.ofHours(1);

    private final DeviceHttp.Connection connection;
    private final InstantSource clock;
    private final Map<String, Instant> forbidden = new ConcurrentHashMap<>();
    private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Cgi(DeviceHttp.Connection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /** What came back for a path. */
    sealed interface Answer {
        record Found(KeyValues values) implements Answer {}

        /**
         * Refused, or nothing said.
         *
         * @param status HTTP status
         * @param said the device's reason; may be empty
         */
        record Absent(int status, String said) implements Answer {}
    }

    static String config(String name) {
        return "/cgi-bin/configManager.cgi?action=getConfig&name=" + name;
    }

    static String box(String action) {
        return "/cgi-bin/magicBox.cgi?action=" + action;
    }

    /**
     * @param key what a key of the answer begins with
     * @throws Garbled if it is something else
     */
    Answer ask(String path, String key) throws DeviceException {
        var reply = connection.call(DeviceRequest.get(path));
        var refused = refusal(path, reply);
        if (refused.isPresent()) {
            return refused.get();
        }
        var body = reply.bytes();
        var values = KeyValues.read(body);
        if (values.any(key)) {
            return new Answer.Found(values);
        }
        var said = beginning(body);
        if (said.isEmpty()) {
            return new Answer.Absent(reply.status(), "");
        }
        throw Words.otherAnswer(path, Clean.word(said));
    }

    /** The same where the device must say it. */
    KeyValues require(String path, String key) throws DeviceException {
        var answer = ask(path, key);
        if (answer instanceof Answer.Absent absent) {
            throw missing(path, absent);
        }
        return ((Answer.Found) answer).values();
    }

    /**
     * The same where being absent is normal. What was forbidden is not asked for again at every look at the device, as
     * five refusals may lock it.
     */
    Answer may(String path, String key) throws DeviceException {
        var now = clock.instant();
        if (Optional.ofNullable(forbidden.get(path)).filter(now::isBefore).isPresent()) {
            return new Answer.Absent(403, "");
        }
        var answer = ask(path, key);
        if (answer instanceof Answer.Absent absent && absent.status() == 403) {
            forbidden.put(path, now.plus(FORBIDDEN_FOR));
        }
        return answer;
    }

    /** The same where it does not matter why. */
    Optional<KeyValues> find(String path, String key) throws DeviceException {
        return may(path, key) instanceof Answer.Found found ? Optional.of(found.values()) : Optional.empty();
    }

    /** The same where all else would be read otherwise without it: a busy device does not count as one that lacks it. */
    Optional<KeyValues> findUnlessBusy(String path, String key) throws DeviceException {
        var answer = may(path, key);
        if (answer instanceof Answer.Absent absent && absent.status() == 500) {
            throw missing(path, absent);
        }
        return answer instanceof Answer.Found found ? Optional.of(found.values()) : Optional.empty();
    }

    /**
     * Has the device do something, which it says by {@code OK}.
     *
     * @throws DeviceException.Unsupported if it does not know the call, the channel or the value
     * @throws Garbled {@code Error} in an answer with a good status: it did not
     */
    void order(String path) throws DeviceException {
        order(path, Set.of());
    }

    /** @param hidden what nobody may be told, though the device may repeat it */
    void order(String path, Set<String> hidden) throws DeviceException {
        var name = path.split("&", 2)[0]; // what follows may be a password
        var reply = connection.call(DeviceRequest.get(path));
        var refused = refusal(name, reply);
        if (refused.isPresent()) {
            int status = refused.get().status();
            throw switch (status) {
                case 403 -> Words.noRight();
                case 500 -> Words.busy();
                case 400, 404, 405, 501 -> Words.cannot(name, status);
                default -> Words.didNot(name);
            };
        }
        var said = beginning(reply.bytes());
        if (!said.isEmpty() && !said.regionMatches(true, 0, "OK", 0, 2)) {
            var before = said.split("&", 2)[0]; // it may repeat the order
            throw hidden.stream().anyMatch(before::contains)
                    ? Words.passwordRepeated()
                    : Words.otherAnswer(name, Clean.word(before));
        }
    }

    /** @return what it means that something is absent that every device of the family has */
    static DeviceException missing(String path, Answer.Absent absent) {
        return switch (absent.status()) {
            case 403 -> Words.noRight();
            case 500 -> Words.busy();
            default -> Words.status(path, absent.status(), absent.said());
        };
    }

    /**
     * @return the refusal, if it is one
     * @throws DeviceException.Refused {@code LOCKED} if the device says that it is
     * @throws DeviceException.Busy if it says that it has no room now
     */
    static Optional<Answer.Absent> refusal(String path, DeviceReply reply) throws DeviceException {
        return refusal(path, reply.status(), reply.bytes());
    }

    /** The same for an answer that came in pieces. */
    static Optional<Answer.Absent> refusal(String path, int status, byte[] body) throws DeviceException {
        boolean good = status >= 200 && status < 300;
        var said = beginning(body);
        boolean error = isError(said);
        boolean json = said.startsWith("{");
        if (good && !error && !json) {
            return Optional.empty();
        }
        if ((error || json) && LOCKED.matcher(said).find()) {
            throw Words.locked(lock(said));
        }
        if ((error || json) && FULL.matcher(said).find()) {
            throw Words.busy();
        }
        return switch (status) {
            case 400, 403, 404, 405, 500, 501 -> Optional.of(new Answer.Absent(status, Clean.word(said)));
            default -> {
                if (good) {
                    yield Optional.of(new Answer.Absent(json ? jsonStatus(said) : status, Clean.word(said)));
                }
                throw Words.status(path, status, "");
            }
        };
    }

    static boolean isError(String said) {
        return ERROR.matcher(said).lookingAt();
    }

    /** {@code {"error":{"code":403,...}}} came with 200, too. */
    private static int jsonStatus(String said) {
        return said.contains("\"code\":403") ? 403 : 200;
    }

    private static Duration lock(String said) {
        var seconds = LOCK_SECONDS.matcher(said);
        var named = seconds.find() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : USUAL_LOCK;
        return named.plus(AFTER_LOCK);
    }

    private static String beginning(byte[] body) {
        var cut = body.length > LOOKED_AT ? Arrays.copyOf(body, LOOKED_AT) : body;
        return KeyValues.text(cut).strip();
    }

    DeviceReply raw(DeviceRequest request) throws DeviceException {
        return connection.call(request);
    }

    /** For what does not end with one answer: event streams and downloads. */
    DeviceHttp.Connection connection() {
        return connection;
    }

    /**
     * Waits for what the connection is to bring, from any thread but an I/O thread; no longer than the connection is open, since
     * nothing comes after that.
     */
    <T> T await(CompletableFuture<T> coming, Duration atMost) throws DeviceException {
        awaited.add(coming);
        try {
            if (closed) {
                throw Words.closed();
            }
            return coming.get(atMost.toMillis() + AWAITED_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw Words.silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Words.silent();
        } finally {
            awaited.remove(coming);
        }
    }

    /** @return whether nothing more is to be told, though a piece may still be on its way */
    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
        awaited.forEach(coming -> coming.completeExceptionally(Words.closed()));
    }
}
