package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.SQLException;

/** The two engines the catalogue runs on. What differs between them stands here and nowhere else. */
public enum Dialect {
    DERBY,
    POSTGRESQL;

    /** @throws SQLException if the engine is neither, naming it */
    public static Dialect of(Connection connection) throws SQLException {
        var product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "Apache Derby" -> DERBY;
            case "PostgreSQL" -> POSTGRESQL;
            default -> throw new SQLException("the hub runs on Apache Derby or PostgreSQL, not on " + product);
        };
    }

    /** @return whether the error says that a table is not there yet */
    public boolean noSuchTable(SQLException error) {
        return (this == DERBY ? "42X05" : "42P01").equals(error.getSQLState());
    }

    /**
     * A remark that makes Derby read a table by that index, for where its planner, which does not think of the page's
     * limit, would sort the whole table. PostgreSQL plans by itself. Stands after the table's name and alias.
     */
    public String byIndex(String index) {
        return this == DERBY ? " --DERBY-PROPERTIES index=" + index + "\n" : " ";
    }

    /**
     * A remark that makes Derby join in the order written, for where an index of the first table gives the page's
     * order. Stands after {@code from}.
     */
    public String inThisOrder() {
        return this == DERBY ? " --DERBY-PROPERTIES joinOrder=FIXED\n" : " ";
    }
}
