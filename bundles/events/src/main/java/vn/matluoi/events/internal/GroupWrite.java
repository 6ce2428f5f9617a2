package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.sql.Commits;
import vn.matluoi.events.internal.Places.Place;

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
    private final String mark = UUID.randomUUID().toString();
    /** What the counter said before a commit that was not confirmed. */
    private OptionalLong unconfirmed = OptionalLong.empty();

    GroupWrite(List<Pending> group) {
        this.group = group;
    }

    /** Others wrote since a commit that was not confirmed: nobody can say any more whether it was. */
    static final class NeverKnown extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private record Counter(long last, String writtenBy) {}

    /**
     * Writes them, unless an earlier try turns out to have done so.
     *
     * @return sequence number of the newest
     * @throws SQLException if the engine did not; {@link Commits#refusesValue} if it never will
     * @throws HubException if the commit was not confirmed, or the catalogue does not answer: to be tried anew
     */
    long write(DataSource database, Places places) throws SQLException, NeverKnown {
        var where = new ArrayList<Place>(group.size());
        for (var event : group) { // before our own connection is taken: the catalogue needs one too
            where.add(places.of(event.event()));
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
    private OptionalLong write(Connection connection, List<Place> where) throws SQLException, NeverKnown {
        var counter = counter(connection);
        if (counter.writtenBy.equals(mark)) {
            connection.rollback();
            return OptionalLong.of(counter.last);
        }
        if (unconfirmed.isPresent() && unconfirmed.getAsLong() != counter.last) {
            throw new NeverKnown();
        }
        var last = counter.last + group.size();
        if (!moveOn(connection, counter.last, last)) {
            connection.rollback();
            return OptionalLong.empty();
        }
        insert(connection, counter.last, where);
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

    private boolean moveOn(Connection connection, long from, long to) throws SQLException {
        try (var move = connection.prepareStatement(
                "update events_counter set last_sequence = ?, written_by = ?, kept_bytes = kept_bytes + ?"
                        + " where last_sequence = ?")) {
            move.setLong(1, to);
            move.setString(2, mark);
            move.setLong(3, group.stream().mapToLong(Pending::weight).sum());
            move.setLong(4, from);
            return move.executeUpdate() == 1;
        }
    }

    private void insert(Connection connection, long after, List<Place> where) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into events_journal (sequence, source, channel, camera, area, event_type, phase, assumed, device_at,"
                        + " hub_at, bytes, topic, payload) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            var latest = OptionalLong.empty();
            for (var i = 0; i < group.size(); i++) {
                var at = Milliseconds.of(group.get(i).event().hubTime());
                if (at < CLOCK_SET) {
                    at = Math.max(at, latest.isPresent() ? latest.getAsLong() : Bounds.newestTime(connection, at));
                }
                latest = OptionalLong.of(at);
                bind(insert, after + 1 + i, group.get(i), where.get(i), at);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, long sequence, Pending pending, Place place, long at)
            throws SQLException {
        var event = pending.event();
        insert.setLong(1, sequence);
        insert.setString(2, event.source().value());
        insert.setString(3, event.channel().map(ChannelId::value).orElse(null));
        insert.setString(4, place.camera().map(CameraId::value).orElse(null));
        insert.setString(5, place.area().map(AreaCode::value).orElse(null));
        insert.setString(6, event.type().name());
        insert.setString(7, event.phase().name());
        insert.setBoolean(8, pending.assumed());
        if (event.deviceTime().isPresent()) {
            insert.setLong(9, Milliseconds.of(event.deviceTime().get()));
        } else {
            insert.setNull(9, Types.BIGINT);
        }
        insert.setLong(10, at);
        insert.setLong(11, pending.weight());
        insert.setString(12, event.topic());
        insert.setString(13, event.payload());
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
