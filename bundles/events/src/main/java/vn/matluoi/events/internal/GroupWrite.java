package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.sql.Commits;
import vn.matluoi.events.internal.Places.Place;
import vn.matluoi.events.internal.Shares.Share;

/**
 * Some events written in one transaction, tried until it is certain whether they stand. The counter's one row puts all
 * writers in line, and says whose group was the last: so a commit that nobody confirmed is found done or undone, and
 * nothing is written twice.
 */
final class GroupWrite {

    private static final int ATTEMPTS = 20;

    /** A clock that says an earlier time is not set yet: the hub is not that old. */
    private static final long CLOCK_SET = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final List<Pending> group;
    private final Deliveries deliveries;
    private final String mark = UUID.randomUUID().toString();
    /** Those of the group that earlier deliveries had not brought. */
    private List<Pending> fresh = List.of();
    /** What the counter said before a commit that was not confirmed. */
    private OptionalLong unconfirmed = OptionalLong.empty();

    GroupWrite(List<Pending> group, Deliveries deliveries) {
        this.group = group;
        this.deliveries = deliveries;
    }

    /** Others wrote since a commit that was not confirmed: nobody can say any more whether it was. */
    static final class NeverKnown extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private record Counter(long last, String writtenBy) {}

    /** @return whether a commit was not confirmed, so that nobody knows yet whether they stand */
    boolean isUncertain() {
        return unconfirmed.isPresent();
    }

    /** @return which were written; the others had been before. Once {@link #write} returned */
    List<Pending> written() {
        return fresh;
    }

    /**
     * Writes them, unless an earlier try turns out to have done so.
     *
     * @return sequence number of the newest
     * @throws SQLException if the engine did not; {@link Commits#refusesValue} if it never will
     * @throws HubException if the commit was not confirmed, or the catalogue does not answer: to be tried anew
     */
    long write(DataSource database, Places places) throws SQLException, NeverKnown {
        Map<CameraEvent, Place> where = new IdentityHashMap<>();
        places.begin();
        for (var each : group) { // before our own connection is taken: the catalogue needs one too
            for (var event : each.events()) {
                where.put(event, places.of(event));
            }
        }
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                    var written = write(connection, where);
                    if (written.isPresent()) {
                        return written.getAsLong();
                    }
                }
                throw new SQLException("others write in the journal of events all the time");
            } catch (SQLException | RuntimeException | NeverKnown failure) {
                rollback(connection, failure);
                throw failure;
            }
        }
    }

    /** @return the newest number; empty if another was faster */
    private OptionalLong write(Connection connection, Map<CameraEvent, Place> where) throws SQLException, NeverKnown {
        var counter = counter(connection);
        if (counter.writtenBy.equals(mark)) {
            connection.rollback();
            return OptionalLong.of(counter.last);
        }
        if (unconfirmed.isPresent() && unconfirmed.getAsLong() != counter.last) {
            throw new NeverKnown();
        }
        fresh = deliveries.fresh(connection, group);
        if (fresh.isEmpty()) {
            connection.rollback();
            return OptionalLong.of(counter.last);
        }
        var shares = Shares.of(fresh);
        var last = counter.last + fresh.stream().mapToInt(Pending::size).sum();
        if (!moveOn(connection, counter.last, last, shares.values())) {
            connection.rollback();
            return OptionalLong.empty();
        }
        var at = insert(connection, counter.last, where);
        Shares.add(connection, shares);
        deliveries.add(connection, fresh, at);
        Commits.commit(connection, failure -> {
            unconfirmed = OptionalLong.of(counter.last);
            return uncertain(failure);
        });
        return OptionalLong.of(last);
    }

    private static Counter counter(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement("select last_sequence, written_by from events_counter");
                var row = ask.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the table events_counter is empty");
            }
            return new Counter(row.getLong(1), row.getString(2));
        }
    }

    private boolean moveOn(Connection connection, long from, long to, Collection<Share> shares) throws SQLException {
        try (var move = connection.prepareStatement(
                "update events_counter set last_sequence = ?, written_by = ?, kept_bytes = kept_bytes + ?"
                        + " where last_sequence = ?")) {
            move.setLong(1, to);
            move.setString(2, mark);
            move.setLong(3, shares.stream().mapToLong(Share::bytes).sum());
            move.setLong(4, from);
            return move.executeUpdate() == 1;
        }
    }

    /** @return the time that the last of them bears, in milliseconds since 1970 */
    private long insert(Connection connection, long after, Map<CameraEvent, Place> where) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into events_journal (sequence, source, channel, camera, area, event_type, phase, assumed, device_at,"
                        + " hub_at, bytes, topic, payload, sector) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            var latest = OptionalLong.empty();
            var sequence = after;
            for (var each : fresh) {
                for (var event : each.events()) {
                    var at = Milliseconds.of(event.hubTime());
                    if (at < CLOCK_SET) {
                        at = Math.max(at, latest.isPresent() ? latest.getAsLong() : Bounds.newestTime(connection, at));
                    }
                    latest = OptionalLong.of(at);
                    bind(insert, ++sequence, event, each.assumed(), where.get(event), at);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
            return latest.orElseThrow();
        }
    }

    private static void bind(
            PreparedStatement insert, long sequence, CameraEvent event, boolean assumed, Place place, long at)
            throws SQLException {
        insert.setLong(1, sequence);
        insert.setString(2, event.source().value());
        insert.setString(3, event.channel().map(ChannelId::value).orElse(null));
        insert.setString(4, place.camera().map(CameraId::value).orElse(null));
        insert.setString(5, place.area().map(AreaCode::value).orElse(null));
        insert.setString(6, event.type().name());
        insert.setString(7, event.phase().name());
        insert.setBoolean(8, assumed);
        if (event.deviceTime().isPresent()) {
            insert.setLong(9, Milliseconds.of(event.deviceTime().get()));
        } else {
            insert.setNull(9, Types.BIGINT);
        }
        insert.setLong(10, at);
        insert.setLong(11, Pending.weight(event));
        insert.setString(12, event.topic());
        insert.setString(13, event.payload());
        insert.setString(14, place.sector().orElse(null));
    }

    private static void rollback(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            because.addSuppressed(second);
        }
    }

    private static HubException uncertain(SQLException cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "events.uncertain",
                new Text(
                        "Cơ sở dữ liệu không xác nhận việc ghi sự kiện.",
                        "The database did not confirm that events were written."));
        refusal.initCause(cause);
        return refusal;
    }
}
