package vn.matluoi.api.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import vn.matluoi.api.HubException;

/**
 * Commits in the hub's database. One that was not confirmed is neither done nor undone: who asked for it is to look before
 * asking anew. What an engine says of it is its SQLSTATE, SQL:2016 part 2, 24.1.
 */
public final class Commits {

    private Commits() {}

    /**
     * Commits.
     *
     * @param uncertain what is thrown if nobody can say whether it was committed
     * @throws SQLException if the engine answered that it was not
     */
    public static void commit(Connection connection, Function<SQLException, HubException> uncertain)
            throws SQLException {
        try {
            connection.commit();
        } catch (SQLException failure) {
            if (isRolledBack(failure) || refusesValue(failure)) {
                throw failure;
            }
            throw uncertain.apply(failure);
        }
    }

    /** Whether the engine answered that it was not committed: class 40, but for 40003, completion unknown. */
    public static boolean isRolledBack(SQLException failure) {
        var state = String.valueOf(failure.getSQLState());
        return state.startsWith("40") && !state.equals("40003");
    }

    /** Whether a value or a constraint was broken (classes 22 and 23): a fault of the hub, and no better later. */
    public static boolean refusesValue(SQLException failure) {
        for (var each : failure) { // a batch hides the cause behind its own
            var state = each instanceof SQLException sql ? sql.getSQLState() : null;
            if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
                return true;
            }
        }
        return false;
    }
}
