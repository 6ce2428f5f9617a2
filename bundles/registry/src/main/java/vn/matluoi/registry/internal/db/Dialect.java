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

    /**
     * What to run when much was committed at once. Without it a start of Derby after a crash does all of a large change once
     * more, from its first record on, however long ago it was committed: minutes after a sheet of 50,000 rows. PostgreSQL
     * looks rows up by reading whole tables, until within minutes its own service has counted them: a second sheet took 36
     * seconds that takes 4.
     */
    String afterLargeChange() {
        return this == DERBY
                ? "call SYSCS_UTIL.SYSCS_CHECKPOINT_DATABASE()"
                : "analyze units, cameras, stated, evidence, changes, import_rows";
    }

    /** @return whether the error says that a table is not there yet */
    public boolean noSuchTable(SQLException error) {
        return (this == DERBY ? "42X05" : "42P01").equals(error.getSQLState());
    }

    /**
     * How many keys to look up in one statement. Derby runs in this process, where a statement costs little, and reads
     * the whole table for a long list; to PostgreSQL each statement is a journey. Of few sizes, which stay prepared.
     */
    int keysAtOnce(int wanted) {
        if (this == DERBY || wanted == 1) {
            return 1;
        }
        return wanted <= 32 ? 32 : 512;
    }
}
