package vn.matluoi.registry.internal.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that commits, and then answers that it cannot say so. */
public final class Unconfirmed {

    private Unconfirmed() {}

    /** @param state SQLSTATE of what it answers */
    public static DataSource commits(DataSource source, String state) {
        return proxy(DataSource.class, source, state);
    }

    private static <T> T proxy(Class<T> type, Object real, String state) {
        return type.cast(Proxy.newProxyInstance(
                Unconfirmed.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        var answer = method.invoke(real, arguments);
                        if (method.getName().equals("commit")) {
                            throw new SQLException("the connection broke", state);
                        }
                        return answer instanceof Connection connection
                                ? proxy(Connection.class, connection, state)
                                : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
