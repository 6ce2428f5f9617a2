package vn.matluoi.camel.internal;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import javax.sql.DataSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/** The last good settings of every route, in the hub's database: what a restart begins with. */
final class RouteStore {

    private static final int LONGEST = 8000;
    private static final int LONGEST_NAME = 60;

    private final DataSource database;

    RouteStore(DataSource database) {
        this.database = database;
    }

    List<RouteSettings> all() {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select name, template, settings, file_name, running from routes_route order by name");
                var rows = select.executeQuery()) {
            var routes = new ArrayList<RouteSettings>();
            while (rows.next()) {
                routes.add(new RouteSettings(
                        rows.getString(1),
                        rows.getString(2),
                        read(rows.getString(3)),
                        rows.getString(4),
                        rows.getInt(5) == 1));
            }
            return routes;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /** @throws HubException {@code INVALID} if name or parameters are too long to be kept */
    void put(RouteSettings route) {
        if (route.name().length() > LONGEST_NAME) {
            throw new HubException(
                    HubException.Reason.INVALID,
                    "route.name-long",
                    new Text(
                            "%s: tên tuyến dài quá %d ký tự; hãy đổi tên tệp".formatted(route.file(), LONGEST_NAME),
                            "%s: the route's name is longer than %d characters; rename the file"
                                    .formatted(route.file(), LONGEST_NAME)));
        }
        var settings = write(route);
        if (settings.length() > LONGEST) {
            throw new HubException(
                    HubException.Reason.INVALID,
                    "route.too-long",
                    new Text(
                            "%s: các tham số dài quá %d ký tự".formatted(route.file(), LONGEST),
                            "%s: the parameters are longer than %d characters".formatted(route.file(), LONGEST)));
        }
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                delete(connection, route.name());
                try (var insert = connection.prepareStatement(
                        "insert into routes_route (name, template, settings, file_name, running) values (?, ?, ?, ?, ?)")) {
                    insert.setString(1, route.name());
                    insert.setString(2, route.template());
                    insert.setString(3, settings);
                    insert.setString(4, route.file());
                    insert.setInt(5, route.running() ? 1 : 0);
                    insert.executeUpdate();
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    void remove(String name) {
        try (var connection = database.getConnection();
                var times = connection.prepareStatement("delete from routes_poll where route = ?")) {
            times.setString(1, name);
            times.executeUpdate();
            delete(connection, name);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static void delete(Connection connection, String name) throws SQLException {
        try (var delete = connection.prepareStatement("delete from routes_route where name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    private static String write(RouteSettings route) {
        var properties = new StringBuilder();
        route.parameters().forEach((key, value) -> {
            var line = new Properties();
            line.setProperty(key, value);
            var text = new StringWriter();
            try {
                line.store(text, null);
            } catch (IOException e) {
                throw new IllegalStateException("a StringWriter does not fail", e);
            }
            text.toString().lines().filter(l -> !l.startsWith("#")).forEach(l -> properties
                    .append(l)
                    .append('\n'));
        });
        return properties.toString();
    }

    private static TreeMap<String, String> read(String settings) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(settings));
        } catch (IOException e) {
            throw new IllegalStateException("a StringReader does not fail", e);
        }
        var parameters = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(key -> parameters.put(key, properties.getProperty(key)));
        return parameters;
    }

    private static HubException unavailable(SQLException cause) {
        var problem = new HubException(
                HubException.Reason.UNAVAILABLE,
                "database",
                new Text(
                        "không đọc hoặc ghi được cấu hình tuyến trong cơ sở dữ liệu: " + cause.getMessage(),
                        "route settings cannot be read from or written to the database: " + cause.getMessage()));
        problem.initCause(cause);
        return problem;
    }
}
