package vn.matluoi.source.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneSelectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "select ten from camera;",
                "  -- danh sách\n SELECT ten, update_time, \"update\" FROM camera /* hết */ ;\n",
                "WITH a AS (SELECT 1 AS n) SELECT n FROM a",
                "SELECT 'DELETE FROM x; --' AS ten, replace(ten, 'a', 'b') FROM camera",
                "SELECT $$a;b$$ AS x, $q$ DROP $q$ AS y",
                "SELECT `insert` FROM camera"
            })
    void aStatementThatReadsIsTaken(String sql) {
        assertThat(OneSelect.fault(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "-- nothing",
                "DELETE FROM camera",
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP TABLE camera",
                "WITH a AS (DELETE FROM camera RETURNING 1) SELECT * FROM a",
                "SELECT * INTO moi FROM camera",
                "SELECT * FROM camera FOR UPDATE",
                "SELECT /*!50000 1 INTO OUTFILE '/x' */ 1",
                "SELECT 'open",
                "SELECT 1 /* open",
                "EXPLAIN ANALYZE SELECT 1"
            })
    void anythingElseIsNot(String sql) {
        assertThat(OneSelect.fault(sql)).isPresent();
    }

    @Test
    void theSemicolonAtItsEndIsLeftOut() {
        assertThat(OneSelect.bare(" SELECT 1 ; ")).isEqualTo("SELECT 1 ");
    }
}
