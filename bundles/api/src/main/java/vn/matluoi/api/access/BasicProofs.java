package vn.matluoi.api.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Spares a program that sends HTTP Basic with each request the slow check of its password each time: what was proved
 * once stands for a session, which ends as every session does and at once when the account changes. Of what was sent only a
 * hash is kept, salted with bytes that die with the process. Any thread.
 */
final class BasicProofs {

    private static final int MOST = 1_000;

    private final byte[] salt = new byte[32];
    /** Guarded by {@code this}; the one longest unused goes first. */
    private final Map<String, String> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    private final Map<String, CompletableFuture<String>> beingProved = new ConcurrentHashMap<>();

    BasicProofs() {
        new SecureRandom().nextBytes(salt);
    }

    synchronized Optional<String> session(String sent) {
        return Optional.ofNullable(sessions.get(mark(sent)));
    }

    private synchronized void keep(String mark, String session) {
        sessions.put(mark, session);
    }

    /**
     * Has it proved once, however many send the same at the same time: a program's first requests after a start of the hub
     * are not so many guesses.
     *
     * @param proof opens a session, or throws; what it throws, all who wait for it are told
     */
    String prove(String sent, Supplier<String> proof) {
        var mark = mark(sent);
        var mine = new CompletableFuture<String>();
        var first = beingProved.putIfAbsent(mark, mine);
        if (first != null) {
            return of(first);
        }
        try {
            var session = proof.get();
            keep(mark, session);
            mine.complete(session);
        } catch (RuntimeException | Error refused) {
            mine.completeExceptionally(refused);
            throw refused;
        } finally {
            beingProved.remove(mark);
        }
        return mine.join();
    }

    private static String of(CompletableFuture<String> other) {
        try {
            return other.join();
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof RuntimeException same) {
                throw same;
            }
            throw refused;
        }
    }

    private String mark(String sent) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return Base64.getEncoder().encodeToString(digest.digest(sent.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
