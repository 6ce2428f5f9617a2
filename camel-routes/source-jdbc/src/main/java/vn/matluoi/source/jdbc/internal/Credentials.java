package vn.matluoi.source.jdbc.internal;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.util.Set;

/** By which signs drivers tell that a server does not accept an account: there is a class of SQLSTATE for it, which many do not use. */
final class Credentials {

    /** ER_ACCESS_DENIED_ERROR, ER_MUST_CHANGE_PASSWORD (two), ER_ACCOUNT_HAS_BEEN_LOCKED of MySQL and of MariaDB. */
    private static final Set<Integer> MARIADB = Set.of(1045, 1820, 1862, 3118, 4151);

    /** What counts of other drivers while they connect; afterwards the same numbers mean other things elsewhere. */
    private static final Set<Integer> OTHERS = Set.of(
            18452, // SQL Server: untrusted domain
            18456, // login failed
            18486, // locked
            18487, // expired
            18488, // must be changed
            1005, // Oracle: no password
            1017, // user or password
            1045, // no right to log in
            28000, // locked
            28001, // expired
            -4214, // DB2's driver
            -30082, // DB2: security processing failed
            4002, // Sybase: login failed
            -951, // Informix: user
            -952, // Informix: password
            335544472); // Firebird

    /** The server rejects the connection: so Derby and DB2 say it. */
    private static final String REJECTED = "08004";

    private Credentials() {}

    /** @param foreign whether the driver is one that people installed, and was connecting */
    static boolean refused(SQLException e, boolean foreign) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException one && isRefusal(one, foreign)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefusal(SQLException e, boolean foreign) {
        var state = String.valueOf(e.getSQLState());
        return state.startsWith("28")
                || (foreign ? OTHERS : MARIADB).contains(e.getErrorCode())
                || foreign && (e instanceof SQLInvalidAuthorizationSpecException || state.equals(REJECTED));
    }
}
