package vn.matluoi.access.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code etc/initial-admin-password} that the first start made: one line, of at least 128 bits. It is removed
 * once the password was changed.
 */
final class OneTimePassword {

    private static final Logger LOG = LoggerFactory.getLogger(OneTimePassword.class);
    /** 22 characters of base 64 are 132 bits; 26 of base 32 are 130; 32 hexadecimal digits are 128. */
    private static final int SHORTEST = 22;

    private final Path file;

    OneTimePassword(Path file) {
        this.file = file;
    }

    /** @return the password; empty if there is no file, or what it holds is too short to be one of ours */
    Optional<char[]> read() {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            var password = Files.readString(file).strip();
            if (password.length() < SHORTEST || password.chars().distinct().count() < SHORTEST / 3) {
                LOG.error("{} is not used: it must hold one line of at least 128 random bits", file);
                return Optional.empty();
            }
            return Optional.of(password.toCharArray());
        } catch (IOException unreadable) {
            LOG.error("{} cannot be read", file, unreadable);
            return Optional.empty();
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            LOG.error("{} cannot be removed; it is worthless now, remove it by hand", file, stays);
        }
    }

    Path file() {
        return file;
    }
}
