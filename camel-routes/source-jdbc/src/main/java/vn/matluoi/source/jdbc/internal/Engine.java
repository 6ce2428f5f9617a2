package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** How servers of one kind are connected to. No setting of a route becomes part of an address or a property's name. */
interface Engine {

    /**
     * Connects by that line, to read. The connection commits nothing by itself.
     *
     * @param password of the settings' account
     */
    Connection connect(JdbcSettings settings, String password, Line line) throws SQLException;

    /**
     * @return class loader of its driver, if people installed that one: what it does with the time, the password and the server's answers is
     *     not known here, and bounded from outside
     */
    default Optional<ClassLoader> foreign() {
        return Optional.empty();
    }
}
