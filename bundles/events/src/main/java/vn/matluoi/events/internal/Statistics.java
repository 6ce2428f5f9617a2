package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.EventStatistics;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.api.schema.SchemaReady;

/** What {@link Counting} counted, and with it what the journal has that is not counted yet. */
@Component
public final class Statistics implements EventStatistics {

    /** How long a question waits for its turn: for a step of counting, and questions before that. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Times that a question is put anew, since what it adds up was counted meanwhile, by another hub on this database. */
    private static final int ATTEMPTS = 10;

    /**
     * By number alone: where a time is asked for, too, Derby looks through all that came in it, which may be the whole journal. 1 as the
     * number of each, as the columns are those of the counts.
     */
    static final String NOT_COUNTED = "select hub_at, source, camera, area, sector, event_type, 1 from events_journal"
            + " where sequence > ? and sequence <= ? and phase <> 'INACTIVE'";

    private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9998-12-31T00:00:00Z");

    private final DataSource database;
    private final Cameras cameras;
    private final Areas areas;
    private final InstantSource clock;
    private final Lock turn;

    /** Without it an id stands for itself. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Identity identity;

    @Activate
    public Statistics(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=events)") SchemaReady schema,
            @Reference EventJournal journal,
            @Reference Cameras cameras,
            @Reference Areas areas) {
        this(database, cameras, areas, InstantSource.system(), journal.counts());
    }

    /** @param turn held while a question is answered */
    Statistics(DataSource database, Cameras cameras, Areas areas, InstantSource clock, Lock turn) {
        this.database = database;
        this.cameras = cameras;
        this.areas = areas;
        this.clock = clock;
        this.turn = turn;
    }

    @Override
    public Counts count(Scope scope, Question question) {
        var end = within(question.to().orElseGet(clock::instant));
        var begin = within(question.from().orElseGet(() -> usual(question.every(), end)));
        if (!begin.isBefore(end)) {
            var text = new Text("“to” phải sau “from”.", "\"to\" must be after \"from\".");
            throw new HubException(
                    HubException.Reason.INVALID, "time.order", text, List.of(new FieldError("to", "time.order", text)));
        }
        var from = Tallied.start(question.every(), begin);
        var last = Tallied.start(question.every(), end.minusMillis(1)).atZone(Span.ZONE);
        var to =
                switch (question.every()) {
                    case HOUR -> last.plusHours(1);
                    case DAY -> last.plusDays(1);
                    case MONTH -> last.plusMonths(1);
                };
        return read(new Asked(question, condition(scope, question), from, to.toInstant(), spanOf(question.every())));
    }

    private record Asked(Question question, Condition condition, Instant from, Instant to, Span span) {

        /** @param at in milliseconds since 1970 */
        boolean spans(long at) {
            return at >= from.toEpochMilli() && at < to.toEpochMilli();
        }
    }

    private static Instant within(Instant moment) {
        return moment.isBefore(EARLIEST) ? EARLIEST : moment.isAfter(LATEST) ? LATEST : moment;
    }

    private static Instant usual(Every every, Instant end) {
        var there = end.atZone(Span.ZONE);
        return (switch (every) {
                    case HOUR -> there.minusDays(1);
                    case DAY -> there.minusDays(30);
                    case MONTH -> there.minusMonths(12);
                })
                .toInstant();
    }

    private static Span spanOf(Every every) {
        return every == Every.HOUR ? Span.HOUR : Span.DAY;
    }

    /** As of the events themselves: a state secret (R1.4) is in no count of whom the catalogue does not show it. */
    private Condition condition(Scope scope, Question question) {
        var held = scope.secrets() ? Cameras.Secrets.none() : cameras.secrets();
        var query = new EventQuery(
                Optional.empty(), Optional.empty(), question.types(), Optional.empty(), Optional.empty());
        var condition = Condition.of(query, Set.of(), scope, areas, held);
        question.area().ifPresent(area -> condition.and(area, areas));
        return condition;
    }

    private Counts read(Asked asked) {
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable(new TimeoutException("events are counted for " + PATIENCE));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw unavailable(end);
        }
        try {
            return readInTurn(asked);
        } finally {
            turn.unlock();
        }
    }

    private Counts readInTurn(Asked asked) {
        var merged = merged(asked.question.by());
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (var attempt = 1; ; attempt++) {
                    var tallied = new Tallied(asked.question.by(), asked.question.every(), merged);
                    var counted = Counting.counted(connection);
                    addCounted(connection, asked, tallied);
                    addRest(connection, asked, counted, tallied);
                    if (Counting.counted(connection) == counted) {
                        return new Counts(tallied.counts(), asked.from, asked.to, since(connection, asked.span));
                    }
                    if (attempt == ATTEMPTS) {
                        throw new SQLException("events are counted all the time");
                    }
                    connection.rollback();
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    private static HubException unavailable(Exception cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "events.unavailable",
                new Text(
                        "Không đọc được thống kê sự kiện. Hãy thử lại sau.",
                        "The statistics of events cannot be read. Try again later."));
        refusal.initCause(cause);
        return refusal;
    }

    /** Events keep the id that their camera had. @return each such id with the one of its camera now */
    private Map<CameraId, CameraId> merged(By by) {
        var merges = identity;
        return by == By.CAMERA && merges != null ? merges.merged() : Map.of();
    }

    private static void addCounted(Connection connection, Asked asked, Tallied tallied) throws SQLException {
        var sql = "select start_at, source, camera, area, sector, event_type, events from events_count"
                + " where span = ? and start_at >= ? and start_at < ?" + asked.condition.sql();
        try (var ask = connection.prepareStatement(sql)) {
            ask.setFetchSize(1_000);
            ask.setString(1, asked.span.name());
            ask.setLong(2, Math.max(asked.from.toEpochMilli(), Counting.sinceAt(connection, asked.span)));
            ask.setLong(3, asked.to.toEpochMilli());
            asked.condition.bind(ask, 4);
            add(ask, asked, tallied);
        }
    }

    private static void addRest(Connection connection, Asked asked, long counted, Tallied tallied) throws SQLException {
        var last = Bounds.number(connection, "select last_sequence from events_counter", 0);
        try (var ask = connection.prepareStatement(NOT_COUNTED + asked.condition.sql())) {
            ask.setFetchSize(1_000);
            ask.setLong(1, counted);
            ask.setLong(2, last);
            asked.condition.bind(ask, 3);
            add(ask, asked, tallied);
        }
    }

    private static void add(PreparedStatement ask, Asked asked, Tallied tallied) throws SQLException {
        try (var row = ask.executeQuery()) {
            while (row.next()) {
                var camera = row.getString(3);
                var place =
                        new Tallied.Place(row.getLong(1), row.getString(2), camera, row.getString(4), row.getString(5));
                if (asked.spans(place.at())
                        && asked.condition.admits(place.source(), camera == null || camera.isEmpty() ? null : camera)) {
                    tallied.add(place, row.getString(6), row.getLong(7));
                }
            }
        }
    }

    private static Optional<Instant> since(Connection connection, Span span) throws SQLException {
        var first = Counting.number(connection, "select min(start_at) from events_count where span = ?", span, -1);
        return first < 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(Math.max(first, Counting.sinceAt(connection, span))));
    }
}
