package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One statement run many times, sent 500 rows at a time. Closing it sends the rest. */
public final class Batch implements AutoCloseable {

    private static final int SIZE = 500;

    private final PreparedStatement statement;
    private int waiting;

    public Batch(Connection connection, String sql) throws SQLException {
        this.statement = connection.prepareStatement(sql);
    }

    /** Adds one row. A value is text, a whole number, a truth value or a day; null is no text; see {@link Rows.Nothing}. */
    public void add(Object... values) throws SQLException {
        Rows.bind(statement, 1, values);
        statement.addBatch();
        if (++waiting == SIZE) {
            send();
        }
    }

    private void send() throws SQLException {
        statement.executeBatch();
        waiting = 0;
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            if (waiting > 0) {
                send();
            }
        }
    }
}
