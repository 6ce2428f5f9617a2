package vn.matluoi.api.access;

import java.util.Objects;
import java.util.Set;
import vn.matluoi.api.AreaCode;

/**
 * Who is asking, once proved.
 *
 * @param account account name
 * @param role what it may do
 * @param areas the area subtrees it is limited to; empty for an administrator, who is not limited
 * @param mustChangePassword true while the account still has its one-time password: it may then do nothing
 *     but change it
 */
public record Caller(String account, Role role, Set<AreaCode> areas, boolean mustChangePassword) {

    public Caller {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(role, "role");
        areas = Set.copyOf(areas);
    }

    /** The hub itself: synchronisation, configuration files, start-up. */
    public static Caller system() {
        return new Caller("system", Role.ADMINISTRATOR, Set.of(), false);
    }
}
