package vn.matluoi.api.access;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;

/**
 * Who is asking, once proved.
 *
 * @param account account name; of a program with a source's key {@code key:ID}
 * @param role what it may do
 * @param areas the area subtrees it is limited to; empty for an administrator, who is not limited
 * @param mustChangePassword true while the account still has its one-time password: it may then do nothing
 *     but change it
 * @param source the one source it speaks for; there with {@link Role#AGENCY} and with no other role
 */
public record Caller(
        String account, Role role, Set<AreaCode> areas, boolean mustChangePassword, Optional<SourceId> source) {

    public Caller {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(role, "role");
        areas = Set.copyOf(areas);
        if (source.isPresent() != (role == Role.AGENCY)) {
            throw new IllegalArgumentException("a source and the role AGENCY go together");
        }
    }

    /** Somebody who speaks for no source. */
    public Caller(String account, Role role, Set<AreaCode> areas, boolean mustChangePassword) {
        this(account, role, areas, mustChangePassword, Optional.empty());
    }

    /** The hub itself: synchronisation, configuration files, start-up. */
    public static Caller system() {
        return new Caller("system", Role.ADMINISTRATOR, Set.of(), false);
    }
}
