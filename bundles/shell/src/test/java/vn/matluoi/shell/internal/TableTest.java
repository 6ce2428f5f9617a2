package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table("since").row(Instant.parse("2026-11-28T20:00:33.782244262Z"));

    @Test
    void peopleReadWallClockTimeOfVietnam() {
        assertThat(printed(false)).contains("2026-11-29 03:00:33").doesNotContain("782244262");
    }

    @Test
    void programsGetTheMomentAsItIs() {
        assertThat(printed(true)).contains("2026-11-28T20:00:33.782244262Z");
    }

    private String printed(boolean json) {
        var out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8), json);
        return out.toString(StandardCharsets.UTF_8);
    }
}
