package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.Listing;
import vn.matluoi.api.route.Unusable;

/**
 * Asks a database its one question, in a read-only transaction that is rolled back, over a connection of this run alone. The server is
 * not trusted: how much comes and how long it takes is bounded whatever it does.
 */
final class Queried implements Listing {

    /** All that may come over the line; the values alone are bounded by {@link Gathered}. */
    static final long MOST_BYTES = 48L << 20;

    /** Connecting, asking and reading together. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int FETCHED = 200;

    private final JdbcSettings settings;
    private final Engines engines;
    private final DeviceNetworks networks;
    private final Refusals refusals;
    private final Duration longest;

    Queried(JdbcSettings settings, Engines engines, DeviceNetworks networks, Refusals refusals) {
        this(settings, engines, networks, refusals, LONGEST);
    }

    Queried(JdbcSettings settings, Engines engines, DeviceNetworks networks, Refusals refusals, Duration longest) {
        this.settings = settings;
        this.engines = engines;
        this.networks = networks;
        this.refusals = refusals;
        this.longest = longest;
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        var sql = settings.query().text();
        var password = settings.secret().needed();
        var engine = engines.of(settings);
        if (refusals.isRefused(settings, password)) {
            throw Complaints.credentials();
        }
        var line = line();
        var deadline = new CompletableFuture<Void>();
        deadline.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            if (late != null) {
                line.cut();
            }
        });
        try (var connection = engine.connect(settings, password, line)) {
            refusals.taken(settings);
            ask(connection, sql, row -> add(row, into, wanted, line));
        } catch (SQLException e) {
            var why = line.overrun()
                    ? Gathered.tooMuch()
                    : line.isCut() ? Complaints.slow(longest) : Complaints.of(e, settings, password);
            if (why.rule().equals(Complaints.CREDENTIALS)) {
                refusals.refused(settings, password);
            }
            throw why;
        } finally {
            deadline.complete(null);
            line.cut(); // what a driver left open
        }
    }

    private Line line() throws Unusable {
        try {
            return new Line(networks.resolve(settings.host(), settings.port()), MOST_BYTES);
        } catch (DeviceException.Refused e) {
            throw new Unusable("jdbc.network", e.text());
        } catch (DeviceException e) {
            throw new Unusable("jdbc.unreachable", e.text());
        }
    }

    private interface Taking {
        void row(Map<String, String> record) throws Unusable;
    }

    private void ask(Connection connection, String sql, Taking taking) throws SQLException, Unusable {
        try (var statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCHED);
            statement.setQueryTimeout(Math.toIntExact(settings.patience().toSeconds()));
            try (var rows = statement.executeQuery()) {
                var values = new Values(rows.getMetaData());
                while (rows.next()) {
                    taking.row(values.record(rows));
                }
            }
        }
        connection.rollback();
    }

    /** What is left is not read on, as a driver would that closes an answer. */
    private static void add(Map<String, String> record, Gathered into, BooleanSupplier wanted, Line line)
            throws Unusable {
        try {
            if (!wanted.getAsBoolean()) {
                throw Unusable.because("jdbc.ended", "tuyến đã dừng", "the route is stopped");
            }
            into.add(record);
        } catch (Unusable | RuntimeException e) {
            line.cut();
            throw e;
        }
    }
}
