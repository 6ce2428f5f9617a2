package vn.matluoi.access.internal;

import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;

/**
 * Makes the account {@code admin} from the one-time password of the first start, if there is no account yet. While that
 * password was never changed, a newer file replaces it: so whoever rules the hub's files can begin anew after the 24
 * hours are over.
 */
final class FirstAdministrator {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);

    static final String NAME = "admin";

    private final AccountStore store;
    private final PasswordHash hashes;
    private final AuditLog audit;
    private final Clock clock;
    private final OneTimePassword oneTime;

    FirstAdministrator(AccountStore store, PasswordHash hashes, AuditLog audit, Clock clock, OneTimePassword oneTime) {
        this.store = store;
        this.hashes = hashes;
        this.audit = audit;
        this.clock = clock;
        this.oneTime = oneTime;
    }

    void admit() {
        var all = store.all();
        var waiting = all.stream()
                .filter(account -> account.username().equals(NAME))
                .filter(AccountStore.Stored::mustChange)
                .findFirst();
        if (waiting.isEmpty() && !all.isEmpty()) {
            return;
        }
        var password = oneTime.read();
        if (password.isPresent()) {
            try {
                admit(waiting, password.get());
            } finally {
                Arrays.fill(password.get(), ' ');
            }
        } else if (waiting.isEmpty()) {
            LOG.warn("There is no account and no {}: nobody can log in", oneTime.file());
        }
    }

    private void admit(Optional<AccountStore.Stored> waiting, char[] password) {
        if (waiting.isPresent() && hashes.matches(password, waiting.get().passwordHash())) {
            return;
        }
        var hash = hashes.hash(password);
        var now = clock.instant();
        var expires = Optional.of(now.plus(LocalAccounts.ONE_TIME));
        audit.append(AuditRecord.of(
                "system", "access", "account.create", NAME, AuditRecord.Outcome.DONE, Map.of("oneTime", "true")));
        if (waiting.isPresent()) {
            store.setPassword(NAME, hash, expires);
        } else {
            store.create(NAME, hash, Role.ADMINISTRATOR, Set.of(), expires, now, "system");
        }
        LOG.info("The account {} has the password of {}, to be changed before {}", NAME, oneTime.file(), expires.get());
    }
}
