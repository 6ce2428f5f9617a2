package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeepingTest {

    private static final Keeping.Counts STANDARD =
            new Keeping.Counts(Duration.ofDays(Keeping.COUNT_DAYS), Keeping.COUNT_ROWS);

    @Test
    void aWordThatCannotBeReadLeavesTheDefault() {
        assertThat(Keeping.of("many", "", "1 GiB", "soon", "all", "yes"))
                .isEqualTo(new Keeping(
                        Duration.ofDays(Keeping.DAYS),
                        Keeping.ROWS,
                        (long) Keeping.MIB << 20,
                        Duration.ofDays(Keeping.UNREAD_DAYS),
                        (long) Keeping.UNREAD_MIB << 20,
                        false,
                        STANDARD));
    }

    @Test
    void aNumberOutOfRangeBecomesTheNearest() {
        assertThat(Keeping.of("0", "1", "1", "0", "1", "false"))
                .isEqualTo(new Keeping(
                        Duration.ofDays(1), 1_000, 16L << 20, Duration.ofDays(1), 16L << 20, false, STANDARD));
        assertThat(Keeping.of("99999", "999999999", "9999999", "99999", "9999999", "true"))
                .isEqualTo(new Keeping(
                        Duration.ofDays(3_650),
                        100_000_000,
                        1L << 40,
                        Duration.ofDays(3_650),
                        1L << 40,
                        true,
                        STANDARD));
    }

    @Test
    void countsAreKeptByTheirOwnDaysAndRows() {
        var all = Keeping.of("30", "1000", "16", "60", "16", "false");
        assertThat(all.counts("400", "50000").counts()).isEqualTo(new Keeping.Counts(Duration.ofDays(400), 50_000));
        assertThat(all.counts("0", "1").counts()).isEqualTo(new Keeping.Counts(Duration.ofDays(1), 10_000));
        assertThat(all.counts("", "all").counts()).isEqualTo(STANDARD);
        assertThat(all.counts("400", "50000").unread().counts().rows()).isEqualTo(50_000);
    }

    @Test
    void whatIsUnreadIsNeverKeptLessThanTheRest() {
        var narrow = Keeping.of("90", "1000", "8192", "60", "4096", "false").unread();
        assertThat(narrow.age()).isEqualTo(Duration.ofDays(90));
        assertThat(narrow.bytes()).isEqualTo(8192L << 20);
        assertThat(narrow.rows()).isEqualTo(Long.MAX_VALUE);
    }
}
