package vn.matluoi.registry.internal.upstream;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.api.registry.Upstream;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.db.Where;
import vn.matluoi.registry.internal.intake.Withdrawals;

/** What senders told, in the tables {@code upstream_senders} and {@code upstream_cameras}, within the caller's transaction. */
final class SenderTable {

    private SenderTable() {}

    static Upstream.Standing standing(Connection connection, SourceId sender) throws SQLException {
        var cameras = Rows.number(
                connection, "select count(*) from upstream_cameras where source = ?", List.of(sender.value()));
        var waiting = Withdrawals.waiting(connection, sender);
        return Rows.first(
                        connection,
                        "select stream, last_sequence from upstream_senders where source = ?",
                        List.of(sender.value()),
                        row -> new Upstream.Standing(row.getString(1), row.getLong(2), cameras, waiting))
                .orElse(new Upstream.Standing("", 0, cameras, waiting));
    }

    static Map<AreaCode, Checksum> byArea(Connection connection, SourceId sender, Optional<AreaCode> under)
            throws SQLException {
        var where = new Where().and("source = ?", sender.value());
        under.ifPresent(area -> where.under(List.of(area), "area"));
        var sums = new HashMap<AreaCode, Checksum>();
        Rows.each(
                connection,
                "select area, digest from upstream_cameras" + where.sql(),
                where.values(),
                row -> sums.merge(new AreaCode(row.getString(1)), new Checksum(1, row.getString(2)), Checksum::and));
        return sums;
    }

    static List<Checksums.One> in(
            Connection connection, SourceId sender, AreaCode area, Optional<String> after, int limit)
            throws SQLException {
        var where = new Where().and("source = ?", sender.value()).and("area = ?", area.value());
        after.ifPresent(id -> where.and("camera > ?", id));
        return Rows.list(
                connection,
                "select camera, digest from upstream_cameras" + where.sql() + " order by camera fetch first " + limit
                        + " rows only",
                where.values(),
                row -> new Checksums.One(row.getString(1), new Checksum(1, row.getString(2))));
    }

    /** @return the digest of what was told last of each of these cameras, by id */
    static Map<String, String> known(Connection connection, SourceId sender, Collection<String> ids)
            throws SQLException {
        var known = new HashMap<String, String>();
        Lookup.each(
                connection,
                "select camera, digest from upstream_cameras where source = ? and camera in (%s)",
                List.of(sender.value()),
                ids,
                row -> known.put(row.getString(1), row.getString(2)));
        return known;
    }

    /**
     * @param told by id what is remembered from now on
     * @param gone ids of which nothing is
     */
    static void remember(Connection connection, SourceId sender, Map<String, Remembered> told, Collection<String> gone)
            throws SQLException {
        try (var delete = new Batch(connection, "delete from upstream_cameras where source = ? and camera = ?")) {
            for (var id : gone) {
                delete.add(sender.value(), id);
            }
            for (var id : told.keySet()) {
                delete.add(sender.value(), id);
            }
        }
        try (var insert = new Batch(
                connection, "insert into upstream_cameras (source, camera, area, digest) values (?, ?, ?, ?)")) {
            for (var one : told.entrySet()) {
                insert.add(
                        sender.value(),
                        one.getKey(),
                        one.getValue().area().value(),
                        one.getValue().digest());
            }
        }
    }

    static void move(Connection connection, SourceId sender, String stream, long sequence, Instant now)
            throws SQLException {
        if (Rows.update(
                        connection,
                        "update upstream_senders set stream = ?, last_sequence = ?, told_at = ? where source = ?",
                        stream,
                        sequence,
                        now,
                        sender.value())
                == 0) {
            Rows.update(
                    connection,
                    "insert into upstream_senders (stream, last_sequence, told_at, source) values (?, ?, ?, ?)",
                    stream,
                    sequence,
                    now,
                    sender.value());
        }
    }

    /** What is remembered of a camera. */
    record Remembered(AreaCode area, String digest) {}
}
