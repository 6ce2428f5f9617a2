package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepingTest {

    @Test
    void aWordThatCannotBeReadLeavesTheDefault() {
        assertThat(Keeping.of("many", "", "yes"))
                .isEqualTo(new Keeping(Duration.ofDays(Keeping.DAYS), Keeping.ROWS, false));
    }

    @Test
    void aNumberOutOfRangeBecomesTheNearest() {
        assertThat(Keeping.of("0", "1", "false")).isEqualTo(new Keeping(Duration.ofDays(1), 1_000, false));
        assertThat(Keeping.of("99999", "999999999", "true"))
                .isEqualTo(new Keeping(Duration.ofDays(3_650), 100_000_000, true));
    }
}
