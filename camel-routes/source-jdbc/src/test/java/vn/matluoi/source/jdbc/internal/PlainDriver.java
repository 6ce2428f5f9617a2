package vn.matluoi.source.jdbc.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.util.Properties;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.osgi.service.jdbc.DataSourceFactory;

/**
 * A driver as people install them, for {@link PlainServer}: it opens a socket by itself, and bounds nothing. What it is to do wrong is set
 * from outside.
 */
final class PlainDriver implements DataSourceFactory {

    static final String NAME = "plain";

    int connections = 1; // that it tries
    boolean takesAnyEndForTheEnd;
    Runnable beforeItConnects = () -> {};
    volatile int asked;

    @Override
    public DataSource createDataSource(Properties properties) {
        return as(DataSource.class, (name, given) -> name.equals("getConnection") ? connection(properties) : null);
    }

    private Connection connection(Properties given) throws SQLException {
        asked++;
        beforeItConnects.run();
        SQLException last = null;
        for (var n = 0; n < connections; n++) {
            try {
                return logIn(given);
            } catch (SQLException e) {
                last = e;
            }
        }
        throw last;
    }

    private Connection logIn(Properties given) throws SQLException {
        try {
            var socket = new Socket(
                    given.getProperty(JDBC_SERVER_NAME), Integer.parseInt(given.getProperty(JDBC_PORT_NUMBER)));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            say(socket, given.getProperty(JDBC_USER) + " " + given.getProperty(JDBC_PASSWORD));
            var answer = line(in).split(" ", 4);
            if (!answer[0].equals("welcome")) {
                throw new SQLException(answer[3], answer[1], Integer.parseInt(answer[2]));
            }
            return as(Connection.class, (name, asked) -> switch (name) {
                case "prepareStatement" -> statement(socket, in, (String) asked[0]);
                case "setReadOnly" -> throw new SQLFeatureNotSupportedException();
                case "close" -> closed(socket);
                default -> null;
            });
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), "08S01", e);
        }
    }

    private static Object closed(Socket socket) throws IOException {
        socket.close();
        return null;
    }

    private PreparedStatement statement(Socket socket, BufferedReader in, String sql) {
        return as(PreparedStatement.class, (name, given) -> switch (name) {
            case "setQueryTimeout" -> throw new SQLFeatureNotSupportedException();
            case "executeQuery" -> rows(socket, in, sql);
            default -> null;
        });
    }

    private ResultSet rows(Socket socket, BufferedReader in, String sql) throws SQLException {
        say(socket, sql);
        var row = new String[1];
        return as(ResultSet.class, (name, given) -> switch (name) {
            case "getMetaData" ->
                as(ResultSetMetaData.class, (of, which) -> switch (of) {
                    case "getColumnCount" -> 1;
                    case "getColumnLabel" -> "ten";
                    default -> Types.VARCHAR;
                });
            case "next" -> {
                row[0] = next(in);
                yield !row[0].isEmpty();
            }
            case "getString" -> row[0];
            default -> null;
        });
    }

    private String next(BufferedReader in) throws SQLException {
        try {
            return line(in);
        } catch (SQLException e) {
            if (takesAnyEndForTheEnd) {
                return "";
            }
            throw e;
        }
    }

    private static void say(Socket socket, String text) throws SQLException {
        try {
            socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), "08S01", e);
        }
    }

    private static String line(BufferedReader in) throws SQLException {
        try {
            var line = in.readLine();
            if (line == null) {
                throw new SQLException("the server went away", "08S01");
            }
            return line;
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), "08S01", e);
        }
    }

    private interface Doing {
        Object call(String method, Object[] given) throws Exception;
    }

    private static <T> T as(Class<T> type, Doing doing) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    try {
                        return doing.call(method.getName(), given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public ConnectionPoolDataSource createConnectionPoolDataSource(Properties properties) {
        throw new UnsupportedOperationException();
    }

    @Override
    public XADataSource createXADataSource(Properties properties) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Driver createDriver(Properties properties) {
        throw new UnsupportedOperationException();
    }
}
