package vn.matluoi.source.jdbc.internal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.OneTry;

/** The one try of a password that all routes share which take it from one file for one account. Any thread. */
final class Refusals {

    private final Map<Account, OneTry> tries = new ConcurrentHashMap<>();
    private final Set<String> routes = ConcurrentHashMap.newKeySet(); // their names, once they were there

    private final LongSupplier nanos;

    /** @param nanos a monotonic clock */
    Refusals(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Account(String host, int port, String username, KeyFile secret) {}

    OneTry of(JdbcSettings settings) {
        return tries.computeIfAbsent(account(settings), each -> new OneTry(nanos));
    }

    /** A route is made. Where it was before, a person changed it or started it again: what its account was refused is tried again. */
    void made(JdbcSettings settings) {
        if (!routes.add(settings.agency().routeName())) {
            tries.remove(account(settings));
        }
    }

    private static Account account(JdbcSettings settings) {
        return new Account(settings.host(), settings.port(), settings.username(), settings.secret());
    }
}
