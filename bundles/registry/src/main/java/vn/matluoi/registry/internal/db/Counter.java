package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.SQLException;

/** Numbers without gaps, taken within {@link Database#change}. */
public enum Counter {
    CHANGE("change"),
    IMPORT("import"),
    QUESTION("question"),
    STEP("step");

    private final String key;

    Counter(String key) {
        this.key = key;
    }

    /** @return the first of that many new numbers; they are used only if the transaction commits */
    public long take(Connection connection, int count) throws SQLException {
        try (var update = connection.prepareStatement(
                "update registry_counters set last_value = last_value + ? where name = ?")) {
            update.setInt(1, count);
            update.setString(2, key);
            update.executeUpdate();
        }
        try (var select = connection.prepareStatement("select last_value from registry_counters where name = ?")) {
            select.setString(1, key);
            try (var found = select.executeQuery()) {
                if (!found.next()) {
                    throw new SQLException("the counter " + key + " is missing from registry_counters");
                }
                return found.getLong(1) - count + 1;
            }
        }
    }
}
