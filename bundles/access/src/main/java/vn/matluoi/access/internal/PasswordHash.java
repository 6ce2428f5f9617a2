package vn.matluoi.access.internal;

import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * Argon2id (RFC 9106), written as a PHC string {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. New hashes take 19 MiB and
 * two passes, the least the OWASP Password Storage Cheat Sheet names; old ones are checked with the numbers they carry.
 * At most two are computed at once, so that a flood of log-ins takes neither the memory nor both cores.
 */
final class PasswordHash {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 10;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private final SecureRandom random = new SecureRandom();
    private final Semaphore room = new Semaphore(AT_ONCE, true);
    /** Checked when there is no such account, so that the answer takes as long. */
    private final String nobody;

    PasswordHash() {
        // not the hash of anything known, and not computed: that would lengthen every start
        var never = new byte[HASH_BYTES];
        random.nextBytes(never);
        nobody = phc(salt(), never);
    }

    String hash(char[] password) {
        var salt = salt();
        return phc(salt, compute(password, salt, MEMORY_KIB, PASSES, LANES, HASH_BYTES));
    }

    private byte[] salt() {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    private static String phc(byte[] salt, byte[] hash) {
        var text = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, PASSES, LANES, text.encodeToString(salt), text.encodeToString(hash));
    }

    boolean matches(char[] password, String phc) {
        var parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is not an Argon2id PHC string");
        }
        var expected = Base64.getDecoder().decode(parts.group(5));
        var found = compute(
                password,
                Base64.getDecoder().decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(expected, found);
    }

    /** Takes as long as {@link #matches} and is never true. */
    void matchesNobody(char[] password) {
        matches(password, nobody);
    }

    private byte[] compute(char[] password, byte[] salt, int memoryKib, int passes, int lanes, int length) {
        enter();
        try {
            var generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memoryKib)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(salt)
                    .build());
            var hash = new byte[length];
            generator.generateBytes(composed(password), hash);
            return hash;
        } finally {
            room.release();
        }
    }

    private void enter() {
        try {
            if (room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        throw new HubException(
                HubException.Reason.BUSY,
                "session.busy",
                new Text(
                        "Quá nhiều người đăng nhập cùng lúc. Hãy thử lại sau ít giây.",
                        "Too many log-ins at once. Try again in a few seconds."));
    }

    /** Unicode NFC: the same Vietnamese letters typed on another keyboard are the same password. */
    private static char[] composed(char[] password) {
        var text = CharBuffer.wrap(password);
        return Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? password
                : Normalizer.normalize(text, Normalizer.Form.NFC).toCharArray();
    }
}
