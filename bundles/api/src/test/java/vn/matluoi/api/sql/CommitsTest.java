package vn.matluoi.api.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

class CommitsTest {

    private static void commit(SQLException failure) throws SQLException {
        var connection = (Connection) Proxy.newProxyInstance(
                CommitsTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, words) -> {
                    throw failure;
                });
        Commits.commit(
                connection, cause -> new HubException(Reason.UNAVAILABLE, "test.uncertain", Text.same("uncertain")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40XL1", "22001", "23505"})
    void saysItWasNotCommittedWhereTheEngineSaysSo(String state) {
        var failure = new SQLException("refused", state);

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> commit(failure))
                .isSameAs(failure);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"40003", "08006", "08007", "XJ001"})
    void callsAllElseUncertain(String state) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> commit(new SQLException("the server went away", state)))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("test.uncertain"));
    }

    @Test
    void findsTheValueRefusedBehindABatch() {
        var batch = new BatchUpdateException("the batch failed", "XJ208", new int[0]);
        batch.setNextException(new SQLException("the key is there", "23505"));

        assertThat(Commits.refusesValue(batch)).isTrue();
        assertThat(Commits.refusesValue(new SQLException("the server went away", "08006")))
                .isFalse();
    }
}
