package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks up many keys at once with {@code in (?, ?, …)}, in few statements of few sizes, which the engines keep prepared. */
public final class Lookup {

    private static final int[] SIZES = {1, 8, 64, 512};

    private Lookup() {}

    /**
     * @param sql with {@code in (%s)} after the conditions that {@code first} binds
     * @param reader called for each row found; what it returns is dropped
     */
    public static void each(
            Connection connection, String sql, List<?> first, Collection<String> keys, Rows.Reader<?> reader)
            throws SQLException {
        var rest = List.copyOf(keys);
        while (!rest.isEmpty()) {
            var size = size(rest.size());
            var now = rest.subList(0, Math.min(size, rest.size()));
            rest = rest.subList(now.size(), rest.size());
            var values = new ArrayList<Object>(first);
            values.addAll(now);
            while (values.size() < first.size() + size) {
                values.add(now.get(now.size() - 1));
            }
            Rows.list(connection, sql.formatted(Rows.marks(size)), values, reader);
        }
    }

    private static int size(int wanted) {
        for (var size : SIZES) {
            if (wanted <= size) {
                return size;
            }
        }
        return SIZES[SIZES.length - 1];
    }
}
