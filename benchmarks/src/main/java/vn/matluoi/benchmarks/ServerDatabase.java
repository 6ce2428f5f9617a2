package vn.matluoi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/** The database that a hub has on a PostgreSQL server, asked past the hub, by its account. A connection for each question; any thread. */
public final class ServerDatabase {

    private static final String POSTGRESQL = "jdbc:postgresql:";

    private final String url;
    private final Properties account = new Properties();

    private ServerDatabase(String url, String user, String password) {
        this.url = url.replaceAll("\\?.*", "") + "?connectTimeout=5&loginTimeout=5&socketTimeout=5";
        account.put("user", user);
        account.put("password", password);
    }

    /**
     * @param data the hub's folder of state
     * @return empty if the hub's database is in its own process
     */
    public static Optional<ServerDatabase> of(Path data) throws IOException {
        Path file = data.resolve("etc/org.ops4j.datasource-matluoi.cfg");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties settings = new Properties();
        try (var read = Files.newBufferedReader(file)) {
            settings.load(read);
        }
        String url = settings.getProperty("url", "");
        return url.startsWith(POSTGRESQL)
                ? Optional.of(new ServerDatabase(
                        url, settings.getProperty("user"), Files.readString(data.resolve("etc/keys/postgresql"))))
                : Optional.empty();
    }

    public boolean answers() {
        try (Connection connection = DriverManager.getConnection(url, account)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** @return the one number that the question is answered with */
    public double asked(String question) throws IOException {
        try (Connection connection = DriverManager.getConnection(url, account);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getDouble(1);
        } catch (SQLException e) {
            throw new IOException("the database does not answer", e);
        }
    }
}
