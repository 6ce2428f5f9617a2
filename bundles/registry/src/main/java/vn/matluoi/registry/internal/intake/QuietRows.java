package vn.matluoi.registry.internal.intake;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.normalise.Rules;

/**
 * The rows of one statement that change nothing and break no rule if they come again, as long as the rules are the same and nobody
 * changes their cameras. Immutable, and packed: a province has a hundred thousand of them.
 */
final class QuietRows {

    private static final int ID = 12;

    private final Rules.Basis basis;
    private final long change;
    private final long[] high;
    private final long[] low;
    private final int[] broken;
    /** Camera and part of each, in characters of ASCII, filled up with blanks. */
    private final byte[] ids;

    /**
     * @param basis what they were judged by
     * @param change number of the newest change that was known then
     */
    QuietRows(Rules.Basis basis, long change, Collection<Row> rows) {
        this.basis = basis;
        this.change = change;
        this.high = new long[rows.size()];
        this.low = new long[rows.size()];
        this.broken = new int[rows.size()];
        this.ids = new byte[rows.size() * 2 * ID];
        var place = 0;
        for (var row : rows.stream().sorted(Comparator.comparing(Row::key)).toList()) {
            high[place] = row.key().high();
            low[place] = row.key().low();
            broken[place] = row.broken();
            put(2 * place, row.camera());
            put(2 * place + 1, row.part());
            place++;
        }
    }

    /**
     * Within the transaction that takes the statement, in which nobody else adds to the changes.
     *
     * @param cameras for each row of the plan the camera it belongs to
     * @return empty if the statement is too small to be remembered
     */
    static Optional<QuietRows> of(Connection connection, Journal journal, Plan plan, List<Optional<String>> cameras)
            throws SQLException {
        if (plan.quiet().isEmpty()) {
            return Optional.empty();
        }
        var rows = new ArrayList<Row>();
        for (var one : plan.quiet().get().rows()) {
            cameras.get(one.place())
                    .ifPresent(camera -> rows.add(new Row(one.key(), camera, one.part(), one.broken())));
        }
        var change = Recall.lastChange(connection) + journal.size();
        return Optional.of(new QuietRows(plan.quiet().get().basis(), change, rows));
    }

    Rules.Basis basis() {
        return basis;
    }

    long change() {
        return change;
    }

    int size() {
        return high.length;
    }

    /** @return the row; empty if it is not one of these */
    Optional<Row> find(RowKey key) {
        var from = 0;
        var to = high.length - 1;
        while (from <= to) {
            var middle = (from + to) >>> 1;
            var order = new RowKey(high[middle], low[middle]).compareTo(key);
            if (order == 0) {
                return Optional.of(new Row(key, id(2 * middle), id(2 * middle + 1), broken[middle]));
            } else if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return Optional.empty();
    }

    private void put(int slot, String id) {
        var bytes = "%-12s".formatted(id).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, ids, slot * ID, ID);
    }

    private String id(int slot) {
        return new String(ids, slot * ID, ID, StandardCharsets.US_ASCII).trim();
    }

    /**
     * @param part the id under which its source speaks of the camera, if that was one of its own before a merge; else empty
     * @param broken what {@link Rules#breaksOnly} says of it
     */
    record Row(RowKey key, String camera, String part, int broken) {

        Match.Known match() {
            return new Match.Known(camera, part);
        }
    }
}
