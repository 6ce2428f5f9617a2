package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

    /** How much longer than it should a server may be silent, and a driver stay away. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private static final int FETCHED = 200;

    private final JdbcSettings settings;
    private final Engines engines;
    private final DeviceNetworks networks;
    private final Refusals refusals;
    private final Duration longest;
    private final Duration grace;
    private final Apart apart = new Apart();

    Queried(JdbcSettings settings, Engines engines, DeviceNetworks networks, Refusals refusals) {
        this(settings, engines, networks, refusals, LONGEST, GRACE);
    }

    Queried(
            JdbcSettings settings,
            Engines engines,
            DeviceNetworks networks,
            Refusals refusals,
            Duration longest,
            Duration grace) {
        this.settings = settings;
        this.engines = engines;
        this.networks = networks;
        this.refusals = refusals;
        this.longest = longest;
        this.grace = grace;
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        var sql = settings.query().text();
        var password = settings.secret().needed();
        var engine = engines.of(settings, grace);
        var logIn = refusals.of(settings);
        logIn.ask(password);
        var line = line();
        var run = new Run(engine, sql, password, line, new Taking(into, wanted, line));
        var deadline = new CompletableFuture<Void>();
        deadline.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, late) -> {
            if (late != null) {
                line.cut();
            }
        });
        try {
            if (engine.foreign().isPresent()) {
                apart.run(engine.foreign().get(), longest.plus(grace), run::go);
            } else {
                run.go();
            }
            if (run.broken().isPresent()) { // and the driver took that for the end
                throw run.broken().get();
            }
        } catch (SQLException e) {
            var why = run.why(e);
            throw switch (why.rule()) {
                case Complaints.CREDENTIALS -> logIn.refused(password, why);
                case Complaints.NOT_LET_IN -> logIn.doubted(password, why);
                default -> why;
            };
        } finally {
            run.taking.end();
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

    /** Connects, asks and reads once. */
    private final class Run {

        private final Engine engine;
        private final String sql;
        private final String password;
        private final Line line;
        private final Taking taking;
        private volatile boolean in;

        Run(Engine engine, String sql, String password, Line line, Taking taking) {
            this.engine = engine;
            this.sql = sql;
            this.password = password;
            this.line = line;
            this.taking = taking;
        }

        void go() throws SQLException, Unusable {
            try (var connection = engine.connect(settings, password, line)) {
                in = true;
                refusals.of(settings).accepted();
                ask(connection);
            }
        }

        private void ask(Connection connection) throws SQLException, Unusable {
            try (var statement =
                    connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
                statement.setFetchSize(FETCHED);
                limit(statement);
                try (var rows = statement.executeQuery()) {
                    taking.all(rows);
                }
            }
            connection.rollback();
        }

        private void limit(Statement statement) throws SQLException {
            try {
                statement.setQueryTimeout(Math.toIntExact(settings.patience().toSeconds()));
            } catch (SQLFeatureNotSupportedException e) {
                if (engine.foreign().isEmpty()) { // there the line does it
                    throw e;
                }
            }
        }

        /** @return why the line ended before the answer did, as the hub has seen it */
        Optional<Unusable> broken() {
            if (line.overrun()) {
                return Optional.of(Gathered.tooMuch());
            }
            if (line.isSilent()) {
                return Optional.of(Complaints.slow(settings.patience()));
            }
            return line.isCut() ? Optional.of(Complaints.slow(longest)) : Optional.empty();
        }

        Unusable why(SQLException e) {
            if (broken().isPresent()) {
                return broken().get();
            }
            return engine.foreign().isPresent() && !in
                    ? Complaints.ofLogIn(e, settings, password, line)
                    : Complaints.of(e, settings, password);
        }
    }

    /** Takes rows, until nobody waits for them any more. */
    private static final class Taking {

        private final Gathered into;
        private final BooleanSupplier wanted;
        private final Line line;
        private boolean over; // guarded by this

        Taking(Gathered into, BooleanSupplier wanted, Line line) {
            this.into = into;
            this.wanted = wanted;
            this.line = line;
        }

        /** What is left of an answer that cannot be taken is not read on, as a driver would that closes it. */
        void all(ResultSet rows) throws SQLException, Unusable {
            try {
                var values = new Values(rows.getMetaData());
                while (rows.next()) {
                    add(values.record(rows));
                }
            } catch (Unusable e) {
                line.cut();
                throw line.overrun() ? Gathered.tooMuch() : e; // a driver may take what there is for the whole
            } catch (RuntimeException e) {
                line.cut();
                throw e;
            }
        }

        private synchronized void add(Map<String, String> record) throws Unusable {
            if (over || !wanted.getAsBoolean()) {
                throw Complaints.ended();
            }
            into.add(record);
        }

        synchronized void end() {
            over = true;
        }
    }
}
