package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import vn.matluoi.registry.internal.db.Rows.Reader;

/** Looks up many keys, as many in one statement as suits the engine ({@link Dialect#keysAtOnce}). */
public final class Lookup {

    private Lookup() {}

    /**
     * @param sql with {@code in (%s)} after the conditions that {@code first} binds
     * @param reader called for each row found; what it returns is dropped
     */
    public static void each(Connection connection, String sql, List<?> first, Collection<String> keys, Reader<?> reader)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        var size = Dialect.of(connection).keysAtOnce(keys.size());
        var all = List.copyOf(keys);
        try (var statement = connection.prepareStatement(sql.formatted(Rows.marks(size)))) {
            Rows.bind(statement, 1, first.toArray());
            for (var from = 0; from < all.size(); from += size) {
                for (var i = 0; i < size; i++) {
                    // the last key again where there are fewer
                    var key = all.get(Math.min(from + i, all.size() - 1));
                    Rows.bind(statement, 1 + first.size() + i, key);
                }
                try (var found = statement.executeQuery()) {
                    while (found.next()) {
                        reader.of(found);
                    }
                }
            }
        }
    }
}
