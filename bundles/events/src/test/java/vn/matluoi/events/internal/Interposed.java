package vn.matluoi.events.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A database whose commits of what was written a test takes part in. */
final class Interposed {

    /** Done in place of a commit. */
    interface Commit {
        void run(Connection real) throws SQLException;
    }

    final AtomicInteger commits = new AtomicInteger();
    volatile Commit commit = Connection::commit;
    volatile boolean away;
    final AtomicInteger refusals = new AtomicInteger(); // while it is away

    DataSource around(DataSource real) {
        return proxy(DataSource.class, real);
    }

    /** @return the same database, where that is told each statement before it is prepared */
    static DataSource before(DataSource real, Consumer<String> statement) {
        return (DataSource) Proxy.newProxyInstance(
                Interposed.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    var connection = real.getConnection();
                    return Proxy.newProxyInstance(
                            Interposed.class.getClassLoader(), new Class<?>[] {Connection.class}, (it, call, given) -> {
                                if (call.getName().equals("prepareStatement")) {
                                    statement.accept((String) given[0]);
                                }
                                try {
                                    return call.invoke(connection, given);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
                });
    }

    private <T> T proxy(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                Interposed.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (away) {
                        refusals.incrementAndGet();
                        throw new SQLException("the database is away", "08006");
                    }
                    if (method.getName().equals("commit") && writes()) {
                        commits.incrementAndGet();
                        commit.run((Connection) real);
                        return null;
                    }
                    try {
                        var answer = method.invoke(real, arguments);
                        return answer instanceof Connection connection ? proxy(Connection.class, connection) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** The retention commits too. */
    private static boolean writes() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(GroupWrite.class.getName())));
    }
}
