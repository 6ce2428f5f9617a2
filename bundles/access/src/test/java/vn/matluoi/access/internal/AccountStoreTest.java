package vn.matluoi.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;

class AccountStoreTest {

    /** A database that takes everything, and is gone at one call of its connection. */
    private static AccountStore goneAt(String call) {
        var connection = fake(Connection.class, method -> {
            if (method.equals(call)) {
                throw new SQLException("the server went away", "08006");
            }
            return method.equals("prepareStatement") ? fake(PreparedStatement.class, any -> 1) : null;
        });
        return new AccountStore(fake(DataSource.class, any -> connection));
    }

    private interface Answer {
        Object to(String method) throws SQLException;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, words) -> {
            var given = answer.to(method.getName());
            return method.getReturnType() == void.class ? null : given;
        }));
    }

    @Test
    void aCommitThatIsNotConfirmedIsCalledUncertain() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> goneAt("commit").setPassword("admin", "hash", Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("access.uncertain"));
    }

    @Test
    void aConnectionLostBeforeTheCommitIsAClearRefusal() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> goneAt("prepareStatement").setPassword("admin", "hash", Optional.empty()))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("access.unavailable"));
    }

    @Test
    void aDatabaseThatFindsNoAccountAtAllDoesNotAnswerForOne() {
        var empty = fake(ResultSet.class, any -> false);
        var connection = fake(
                Connection.class,
                method -> method.equals("prepareStatement")
                        ? fake(PreparedStatement.class, call -> call.equals("executeQuery") ? empty : null)
                        : null);

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> new AccountStore(fake(DataSource.class, any -> connection)).find("admin"))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("access.unavailable"));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> new AccountStore(fake(DataSource.class, any -> connection)).ofKey("hash"))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("access.unavailable"));
    }

    @Test
    void aConnectionLostAfterTheCommitDoesNotMakeItUndone() {
        goneAt("rollback").setPassword("admin", "hash", Optional.empty());
        goneAt("close").setPassword("admin", "hash", Optional.empty());
    }
}
