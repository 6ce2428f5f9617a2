package vn.matluoi.profiles.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/** The last good document of every installed profile, in the hub's database: what a restart begins with. */
final class ProfileStore {

    private final DataSource database;

    ProfileStore(DataSource database) {
        this.database = database;
    }

    /** @return documents by name */
    Map<String, String> all() {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select name, document from profiles_profile");
                var rows = select.executeQuery()) {
            var documents = new TreeMap<String, String>();
            while (rows.next()) {
                documents.put(rows.getString(1), rows.getString(2));
            }
            return documents;
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    void put(String name, String document) {
        change(connection -> {
            delete(connection, name);
            try (var insert =
                    connection.prepareStatement("insert into profiles_profile (name, document) values (?, ?)")) {
                insert.setString(1, name);
                insert.setString(2, document);
                insert.executeUpdate();
            }
        });
    }

    void remove(String name) {
        change(connection -> delete(connection, name));
    }

    private void change(Change change) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                change.in(connection);
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

    private static void delete(Connection connection, String name) throws SQLException {
        try (var delete = connection.prepareStatement("delete from profiles_profile where name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    private interface Change {
        void in(Connection connection) throws SQLException;
    }

    private static HubException unavailable(SQLException cause) {
        var problem = new HubException(
                HubException.Reason.UNAVAILABLE,
                "database",
                new Text(
                        "không đọc hoặc ghi được mẫu bảng trong cơ sở dữ liệu; chưa có gì thay đổi, hãy thử lại sau",
                        "profiles cannot be read from or written to the database; nothing was changed, try again later"));
        problem.initCause(cause);
        return problem;
    }
}
