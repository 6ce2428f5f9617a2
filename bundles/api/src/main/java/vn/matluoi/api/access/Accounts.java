package vn.matluoi.api.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;

/**
 * People's and programs' accounts. Passwords are kept as Argon2id hashes only; checking one takes some
 * 50 ms on purpose. All calls may block on the database.
 */
@ProviderType
public interface Accounts {

    /**
     * Proves who someone is. Wrong name, wrong password and expired one-time password look the same to the
     * caller and take the same time; each is recorded in the audit log.
     *
     * @param surface where it came in, for the audit log
     * @param origin network address it came from; guessing is slowed per account and per origin
     * @throws vn.matluoi.api.HubException {@code UNAUTHENTICATED}; {@code BUSY} after too many failures
     */
    Caller authenticate(String username, char[] password, String surface, String origin);

    /** Proves a program by its API key ({@code Authorization: Bearer}). */
    Caller authenticateKey(char[] key, String surface, String origin);

    /** @return what the account may do now; empty if it was removed or disabled since */
    Optional<Caller> current(String username);

    List<Account> list();

    /**
     * @throws vn.matluoi.api.HubException {@code INVALID} if the password is too weak (below 12 characters, or on
     *     the list of common ones), {@code CONFLICT} if the name is taken
     */
    Account create(Caller by, String username, char[] password, Role role, Set<AreaCode> areas);

    /** Changes a password and ends the account's sessions. Clears {@code mustChangePassword}. */
    void changePassword(Caller by, String username, char[] oldPassword, char[] newPassword);

    /** Removes the account and ends its sessions. The last administrator stays. */
    void remove(Caller by, String username);

    /** Makes an API key for an account; it is shown once and only its hash is kept. */
    char[] createKey(Caller by, String username, String label);

    /** One account, without anything secret. */
    record Account(String username, Role role, Set<AreaCode> areas, boolean mustChangePassword) {}
}
