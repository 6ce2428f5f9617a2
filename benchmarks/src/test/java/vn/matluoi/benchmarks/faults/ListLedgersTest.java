package vn.matluoi.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.benchmarks.faults.ListLedgers.Row;
import vn.matluoi.benchmarks.forward.ListAgency;

class ListLedgersTest {

    private static final String SOURCE = "told-sftp";

    @TempDir
    private Path folder;

    private final List<Map<String, String>> handed = new ArrayList<>();
    private ListLedgers ledgers;

    @BeforeEach
    void handOverThree() throws IOException {
        ListAgency agency = new ListAgency() {
            @Override
            public String settings() {
                return "";
            }

            @Override
            public void hand(String name, Map<String, String> cameras) {
                handed.add(Map.copyOf(cameras));
            }
        };
        ledgers = new ListLedgers(Map.of(SOURCE, agency), null, folder.resolve("handed.notes"), 1);
        for (var i = 0; i < 3; i++) {
            ledgers.hand(SOURCE);
        }
    }

    @AfterEach
    void close() throws IOException {
        ledgers.close();
    }

    /** What a hub has that took in those lists, in that order. */
    private static List<Row> rows(List<Map<String, String>> lists) {
        var cameras = new LinkedHashMap<String, String>();
        lists.forEach(cameras::putAll);
        var rows = new ArrayList<Row>();
        cameras.forEach((code, name) -> rows.add(new Row(code, name)));
        return rows;
    }

    private Map<String, Long> wrong(List<Row> rows) {
        var wrong = new HashMap<String, Long>();
        ledgers.judge("somewhere", rows, wrong);
        return wrong;
    }

    @Test
    void whatTheLastListSaysIsRight() {
        assertThat(ledgers.handed()).isEqualTo(3);
        assertThat(ledgers.cameras()).isEqualTo(6);
        assertThat(wrong(rows(handed))).isEmpty();
    }

    @Test
    void aListThatWasNotTakenInIsLost() {
        assertThat(wrong(rows(handed.subList(0, 2)))).containsEntry("lost", 2L);
    }

    @Test
    void aListThatIsTakenInOnceMoreAfterLaterOnesIsSeen() {
        assertThat(wrong(rows(List.of(handed.get(0), handed.get(1), handed.get(2), handed.get(0)))))
                .containsOnlyKeys("altered");
    }

    @Test
    void aCameraTwiceAndOneThatNobodyNamedAreSeen() {
        var rows = rows(handed);
        rows.add(rows.get(0));
        rows.add(new Row("told-sftp-99999", "Camera"));
        assertThat(wrong(rows)).isEqualTo(Map.of("doubled", 1L, "phantom", 1L));
        assertThat(ledgers.faults()).hasSize(2);
    }
}
