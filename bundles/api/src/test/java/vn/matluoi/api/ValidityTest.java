package vn.matluoi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ValidityTest {

    private static final LocalDate REFORM = LocalDate.of(2025, 7, 1);

    @Test
    void coversItsFirstAndItsLastDay() {
        var month = Validity.between(REFORM, LocalDate.of(2025, 7, 31));
        assertThat(month.covers(REFORM)).isTrue();
        assertThat(month.covers(LocalDate.of(2025, 7, 31))).isTrue();
        assertThat(month.covers(REFORM.minusDays(1))).isFalse();
        assertThat(month.covers(LocalDate.of(2025, 8, 1))).isFalse();
    }

    @Test
    void coversEveryLaterDayWhileNoEndIsKnown() {
        assertThat(Validity.since(REFORM).covers(LocalDate.MAX)).isTrue();
    }

    @Test
    void mayLastOneDayButNotLess() {
        assertThat(Validity.between(REFORM, REFORM).covers(REFORM)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Validity.between(REFORM, REFORM.minusDays(1)));
    }
}
