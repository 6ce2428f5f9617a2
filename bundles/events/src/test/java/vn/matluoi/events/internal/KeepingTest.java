package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepingTest {

    @Test
    void aWordThatCannotBeReadLeavesTheDefault() {
        assertThat(Keeping.of("many", "", "1 GiB", "yes"))
                .isEqualTo(new Keeping(Duration.ofDays(Keeping.DAYS), Keeping.ROWS, (long) Keeping.MIB << 20, false));
    }

    @Test
    void aNumberOutOfRangeBecomesTheNearest() {
        assertThat(Keeping.of("0", "1", "1", "false"))
                .isEqualTo(new Keeping(Duration.ofDays(1), 1_000, 16L << 20, false));
        assertThat(Keeping.of("99999", "999999999", "9999999", "true"))
                .isEqualTo(new Keeping(Duration.ofDays(3_650), 100_000_000, 1L << 40, true));
    }
}
