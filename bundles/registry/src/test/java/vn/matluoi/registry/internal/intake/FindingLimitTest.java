package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;

class FindingLimitTest {

    private final FindingLimit limit = new FindingLimit(10);

    @Test
    void keepsEverythingOfASheetWithAFewMistakes() {
        var found = found(2, 5, Severity.ERROR);
        assertThat(limit.of(2, found)).isEqualTo(found);
        assertThat(limit.of(3, found)).isEqualTo(found);
        assertThat(limit.findings()).isEmpty();
    }

    @Test
    void namesTheFirstErrorOfEachRowAndHowManyMoreOnceThereAreTooMany() {
        limit.of(2, found(2, 9, Severity.ERROR));
        var warned = new java.util.ArrayList<>(found(3, 3, Severity.WARNING));
        warned.addAll(found(3, 4, Severity.ERROR));

        assertThat(limit.of(3, warned))
                .extracting(Finding::severity, Finding::rule)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Severity.ERROR, "rule0"),
                        org.assertj.core.groups.Tuple.tuple(Severity.ERROR, "row.more"));
        assertThat(limit.of(4, found(4, 18, Severity.NOTICE)).get(1).message().en())
                .contains("17 more");
        assertThat(limit.findings()).singleElement().satisfies(said -> {
            assertThat(said.row()).isZero();
            assertThat(said.message().en()).contains("from row 3 on");
        });
    }

    @Test
    void aRowThatSaysLittleIsKeptWholeEvenThen() {
        limit.of(2, found(2, 18, Severity.ERROR));
        assertThat(limit.of(3, found(3, 2, Severity.ERROR))).hasSize(2).noneMatch(one -> one.rule()
                .equals("row.more"));
    }

    private static List<Finding> found(int row, int count, Severity severity) {
        var text = new Text("sai", "wrong");
        return IntStream.range(0, count)
                .mapToObj(n -> new Finding(
                        severity, row, Optional.empty(), Optional.empty(), "rule" + n, text, text, List.of()))
                .toList();
    }
}
