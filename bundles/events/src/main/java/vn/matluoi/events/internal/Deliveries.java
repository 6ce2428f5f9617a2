package vn.matluoi.events.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import vn.matluoi.api.SourceId;

/**
 * Which deliveries of programs were written, {@code events_delivery}: noted in the transaction of their events, so that one that is sent
 * again is known, whatever happened between. Bounded by their age and, for each source, by their number. Used by the writer's thread.
 */
final class Deliveries {

    static final Duration KEPT = Duration.ofDays(3);
    static final int MOST_OF_ONE = 50_000;

    /** What is forgotten at once for its age. */
    private static final int STEP = 1_000;

    private final int most;
    private final InstantSource clock;

    /** @param most of one source */
    Deliveries(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** @return what stands for a name, whatever characters it is made of and how long it is */
    static String hash(String delivery) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(delivery.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record Key(SourceId source, String hash) {}

    /** @return of those the ones that are not written yet; of two of one name the first */
    List<Pending> fresh(Connection connection, List<Pending> group) throws SQLException {
        if (group.stream().allMatch(each -> each.delivery().isEmpty())) {
            return group;
        }
        Set<Key> written = new HashSet<>();
        try (var ask =
                connection.prepareStatement("select delivery from events_delivery where source = ? and hash = ?")) {
            for (var each : group) {
                if (each.delivery().isPresent()) {
                    ask.setString(1, each.source().value());
                    ask.setString(2, each.delivery().get());
                    try (var row = ask.executeQuery()) {
                        if (row.next()) {
                            written.add(key(each));
                        }
                    }
                }
            }
        }
        return group.stream()
                .filter(each -> each.delivery().isEmpty() || written.add(key(each)))
                .toList();
    }

    private static Key key(Pending pending) {
        return new Key(pending.source(), pending.delivery().orElseThrow());
    }

    /**
     * Notes those that have a name, as taken now, however old what they tell may be; the oldest of a source that has too many go.
     * {@link Shares} knows the sources already.
     *
     * @param latest the time of an event of theirs, in milliseconds since 1970: it is not earlier, whatever the clock says
     */
    void add(Connection connection, List<Pending> group, long latest) throws SQLException {
        var at = Math.max(latest, Milliseconds.of(clock.instant()));
        var bySource = new TreeMap<String, Integer>();
        for (var each : group) {
            if (each.delivery().isPresent()) {
                bySource.merge(each.source().value(), 1, Integer::sum);
            }
        }
        for (var source : bySource.entrySet()) {
            var last = Shares.number(connection, source.getKey(), source.getValue());
            var number = last - source.getValue();
            try (var note = connection.prepareStatement(
                    "insert into events_delivery (source, delivery, hash, taken_at) values (?, ?, ?, ?)")) {
                for (var each : group) {
                    if (each.delivery().isPresent() && each.source().value().equals(source.getKey())) {
                        note.setString(1, source.getKey());
                        note.setLong(2, ++number);
                        note.setString(3, each.delivery().get());
                        note.setLong(4, at);
                        note.addBatch();
                    }
                }
                note.executeBatch();
            }
            try (var forget =
                    connection.prepareStatement("delete from events_delivery where source = ? and delivery <= ?")) {
                forget.setString(1, source.getKey());
                forget.setLong(2, last - most);
                forget.executeUpdate();
            }
        }
    }

    /** @return whether there may be more that are too old */
    static boolean forgetBefore(Connection connection, long moment) throws SQLException {
        var count = 0;
        var upTo = Long.MIN_VALUE;
        try (var ask = connection.prepareStatement("select taken_at from events_delivery where taken_at < ?"
                + " order by taken_at fetch first " + STEP + " rows only")) {
            ask.setLong(1, moment);
            try (var row = ask.executeQuery()) {
                while (row.next()) {
                    upTo = row.getLong(1);
                    count++;
                }
            }
        }
        if (count == 0) {
            return false;
        }
        try (var forget = connection.prepareStatement("delete from events_delivery where taken_at <= ?")) {
            forget.setLong(1, upTo);
            forget.executeUpdate();
        }
        return count == STEP;
    }
}
