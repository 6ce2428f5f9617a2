package vn.matluoi.registry.internal.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database whose server goes away once it was asked to commit. */
final class Unconfirmed {

    private Unconfirmed() {}

    static DataSource commits(DataSource source) {
        return proxy(DataSource.class, source);
    }

    private static <T> T proxy(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                Unconfirmed.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        var answer = method.invoke(real, arguments);
                        if (method.getName().equals("commit")) {
                            throw new SQLException("the connection broke", "08006");
                        }
                        return answer instanceof Connection connection ? proxy(Connection.class, connection) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
