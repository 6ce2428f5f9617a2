package vn.matluoi.source.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;

/** How servers of one kind are connected to. No setting of a route becomes part of an address or a property's name. */
interface Engine {

    /**
     * Connects by that line alone, to read. The connection commits nothing by itself.
     *
     * @param password of the settings' account
     */
    Connection connect(JdbcSettings settings, String password, Line line) throws SQLException;
}
