package vn.matluoi.simulators.login;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.login.Verdict.Outcome;

/**
 * The log-in of one device: one account, digest only, and the lock-out such devices have: {@value #ATTEMPTS} wrong
 * log-ins from one address, over HTTP and RTSP together, lock that address out for 30 minutes. Basic credentials that
 * nobody asked for are a wrong log-in, as on firmware V5.5 and later. Safe for any thread.
 */
public final class LoginGate {

    /** Wrong log-ins from one address that lock it out. */
    public static final int ATTEMPTS = 5;

    private static final Duration LOCK = Duration.ofMinutes(30);
    private static final Duration NONCE_LIFE = Duration.ofMinutes(5);
    private static final int MAX_NONCES = 4096;

    private final String realm;
    private final List<Algorithm> algorithms;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    // all below is guarded by this
    private String user;
    private String password;
    private Instant allLockedUntil = Instant.MIN;
    private final Map<String, Peer> peers = new HashMap<>();
    private final Map<String, LoginCount> counts = new LinkedHashMap<>();
    private final Map<String, Nonce> nonces = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Nonce> eldest) {
            return size() > MAX_NONCES;
        }
    };

    private static final class Peer {
        private int wrong;
        private Instant lockedUntil = Instant.MIN;
    }

    private record Nonce(Instant issued, Set<String> used) {}

    /**
     * @param realm what the device calls itself in its challenge
     * @param algorithms what it offers, best first; one challenge each
     */
    public LoginGate(String realm, List<Algorithm> algorithms, String user, String password, Clock clock) {
        this.realm = realm;
        this.algorithms = List.copyOf(algorithms);
        this.user = user;
        this.password = password;
        this.clock = clock;
    }

    /** The one account's name. */
    public synchronized String user() {
        return user;
    }

    /** Somebody changes the password at the device; every nonce stays good, every old answer is wrong. */
    public synchronized void changePassword(String newPassword) {
        password = newPassword;
    }

    /** Locks every address out for a time, or lets all in again and forgets their wrong log-ins if it is zero. */
    public synchronized void lock(Duration time) {
        peers.clear();
        allLockedUntil = time.isZero() ? Instant.MIN : clock.instant().plus(time);
    }

    /** Wears out every nonce given so far. */
    public synchronized void expireNonces() {
        nonces.clear();
    }

    /** Log-ins by account name, since start or the last {@link #resetCounts()}. */
    public synchronized Map<String, LoginCount> counts() {
        return new LinkedHashMap<>(counts);
    }

    public synchronized void resetCounts() {
        counts.clear();
    }

    /** Seconds until an address is let in again; 0 if it is not locked out. */
    public synchronized long lockedSeconds(String peer) {
        Instant until = allLockedUntil;
        Peer known = peers.get(peer);
        if (known != null && known.lockedUntil.isAfter(until)) {
            until = known.lockedUntil;
        }
        Instant now = clock.instant();
        return until.isAfter(now) ? Math.max(1, Duration.between(now, until).toSeconds()) : 0;
    }

    /**
     * One {@code WWW-Authenticate} value for each algorithm, all with one fresh nonce.
     *
     * @param qop whether to offer {@code qop="auth"}; such devices do so over HTTP and not over RTSP
     */
    public synchronized List<String> challenges(boolean stale, boolean qop) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        Instant now = clock.instant();
        String nonce = HexFormat.of().formatHex(bytes) + ":" + now.toEpochMilli();
        nonces.put(nonce, new Nonce(now, new HashSet<>()));
        List<String> values = new ArrayList<>();
        for (Algorithm algorithm : algorithms) {
            values.add("Digest " + (qop ? "qop=\"auth\", " : "") + "realm=\"" + realm + "\", nonce=\"" + nonce
                    + "\", stale=\"" + (stale ? "TRUE" : "FALSE") + '"'
                    + (algorithms.size() == 1 && algorithm == Algorithm.MD5 ? "" : ", algorithm=" + algorithm.token()));
        }
        return values;
    }

    /**
     * Judges one request and counts it.
     *
     * @param authorization the header's value, or null
     * @param uri what the digest's {@code uri} must equal, byte for byte; null if the protocol's clients differ in it
     * @param peer address of the client
     */
    public synchronized Verdict judge(String peer, String method, String uri, String authorization) {
        if (authorization == null) {
            long locked = lockedSeconds(peer);
            return locked > 0
                    ? new Verdict(Outcome.LOCKED, 0, locked)
                    : new Verdict(Outcome.ASKED, retriesLeft(peer), 0);
        }
        String name = nameIn(authorization);
        return judge(peer, name, () -> check(method, uri, authorization, name));
    }

    /**
     * Judges a proof that is not HTTP's, by the same counts.
     *
     * @param proves whether what was sent proves this password; a proof that has worn out proves nothing
     */
    public synchronized Verdict judge(String peer, String name, Predicate<String> proves) {
        return judge(peer, name, () -> name.equals(user) && proves.test(password) ? Outcome.ACCEPTED : Outcome.WRONG);
    }

    private Verdict judge(String peer, String name, Supplier<Outcome> check) {
        long locked = lockedSeconds(peer);
        if (locked > 0) {
            count(name, LoginCount::plusWhileLocked);
            return new Verdict(Outcome.LOCKED, 0, locked);
        }
        Outcome outcome = check.get();
        if (outcome == Outcome.ACCEPTED) {
            peers.remove(peer);
            count(name, LoginCount::plusOk);
        } else if (outcome == Outcome.WRONG) {
            count(name, LoginCount::plusWrong);
            Peer known = peers.computeIfAbsent(peer, p -> new Peer());
            known.wrong++;
            if (known.wrong >= ATTEMPTS) {
                known.wrong = 0;
                known.lockedUntil = clock.instant().plus(LOCK);
                return new Verdict(Outcome.LOCKED, 0, lockedSeconds(peer));
            }
        }
        return new Verdict(outcome, retriesLeft(peer), 0);
    }

    private Outcome check(String method, String uri, String authorization, String name) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("digest ")) {
            return Outcome.WRONG;
        }
        Map<String, String> answer = Digest.parameters(authorization);
        Algorithm algorithm;
        try {
            algorithm = Algorithm.of(answer.get("algorithm"));
        } catch (IllegalArgumentException e) {
            return Outcome.WRONG;
        }
        if (!algorithms.contains(algorithm)
                || !name.equals(user)
                || !realm.equals(answer.get("realm"))
                || uri != null && !uri.equals(answer.get("uri"))) {
            return Outcome.WRONG;
        }
        String expected = Digest.response(algorithm, user, password, method, answer);
        if (!expected.equalsIgnoreCase(answer.get("response"))) {
            return Outcome.WRONG;
        }
        return usable(answer) ? Outcome.ACCEPTED : Outcome.STALE;
    }

    /** Whether the nonce is ours, young, and its count not used before. */
    private boolean usable(Map<String, String> answer) {
        Nonce nonce = nonces.get(answer.get("nonce"));
        if (nonce == null || nonce.issued().plus(NONCE_LIFE).isBefore(clock.instant())) {
            return false;
        }
        return answer.get("qop") == null || nonce.used().add(answer.get("nc"));
    }

    private int retriesLeft(String peer) {
        Peer known = peers.get(peer);
        return ATTEMPTS - (known == null ? 0 : known.wrong);
    }

    private void count(String name, java.util.function.UnaryOperator<LoginCount> change) {
        counts.merge(name, change.apply(LoginCount.NONE), (old, ignored) -> change.apply(old));
    }

    private static String nameIn(String authorization) {
        if (authorization.toLowerCase(Locale.ROOT).startsWith("digest ")) {
            return Digest.parameters(authorization).getOrDefault("username", "");
        }
        return "(not digest)";
    }
}
