package vn.matluoi.source.jdbc.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.KeyFile;
import vn.matluoi.api.route.Timing;

/**
 * What one route that asks a database is told to do.
 *
 * @param agency for whom it speaks
 * @param driver {@code postgresql}, {@code mariadb}, {@code mysql}, {@code sqlserver}, or the name of another driver
 * @param host name or address
 * @param port of the server
 * @param database on it
 * @param query the statement itself, or the file that holds it
 * @param tls whether and how the server proves itself
 * @param authority file with the certificates that count
 * @param username account on the server
 * @param secret file with its password, read at each run
 * @param patience how long the server may take to answer a query
 * @param timing when it is asked
 */
record JdbcSettings(
        AgencyRoute agency,
        String driver,
        String host,
        int port,
        String database,
        Query query,
        Tls tls,
        Optional<KeyFile> authority,
        String username,
        KeyFile secret,
        Duration patience,
        Timing timing) {

    static final long EVERY_SECONDS = 3600;

    static final List<String> MARIADB = List.of("mariadb", "mysql");
    static final String POSTGRESQL = "postgresql";
    static final String SQL_SERVER = "sqlserver";

    /** Those whose drivers look at the server's certificate as the hub tells them. */
    static final List<String> CERTIFIED = List.of(POSTGRESQL, "mariadb", "mysql", SQL_SERVER);

    static final int CONNECT_MILLIS = 10_000;

    /** How a server proves itself. */
    enum Tls {
        /** By a certificate that is, or stems from, one that counts, in its name. */
        FULL,
        /** By such a certificate in any name. */
        CA,
        /** Not at all, and everybody on the way reads along. */
        OFF
    }

    /** @param keys the folder of files with secrets */
    static JdbcSettings of(UnaryOperator<String> parameters, Path keys, Path queries) {
        var driver = AgencyRoute.text(parameters, "driver").orElseThrow().toLowerCase(Locale.ROOT);
        return new JdbcSettings(
                AgencyRoute.of(parameters),
                AgencyRoute.text(parameters, "driver").orElseThrow(),
                AgencyRoute.text(parameters, "host").orElseThrow(),
                AgencyRoute.text(parameters, "port").map(Integer::parseInt).orElse(usualPort(driver)),
                AgencyRoute.text(parameters, "database").orElseThrow(),
                new Query(
                        AgencyRoute.text(parameters, "query"),
                        AgencyRoute.text(parameters, "query.file").map(name -> Query.file(queries, name))),
                tls(AgencyRoute.text(parameters, "tls").orElse("full")),
                AgencyRoute.text(parameters, "ca.file").map(name -> KeyFile.named(keys, name)),
                AgencyRoute.text(parameters, "username").orElseThrow(),
                KeyFile.named(keys, AgencyRoute.text(parameters, "secret.file").orElseThrow()),
                Duration.ofSeconds(AgencyRoute.text(parameters, "query.seconds")
                        .map(Long::parseLong)
                        .orElse(60L)),
                Timing.of(parameters, EVERY_SECONDS));
    }

    /** @throws IllegalArgumentException if there is no such way */
    static Tls tls(String text) {
        return Tls.valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** @return the port servers of that kind have; 0 if nobody knows */
    static int usualPort(String driver) {
        return switch (driver) {
            case POSTGRESQL -> 5432;
            case SQL_SERVER -> 1433;
            default -> MARIADB.contains(driver) ? 3306 : 0;
        };
    }
}
