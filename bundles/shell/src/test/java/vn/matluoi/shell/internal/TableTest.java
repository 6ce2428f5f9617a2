package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TableTest {

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Table table = new Table("since").row(Instant.parse("2026-11-28T20:00:33.782244262Z"));

    @Test
    void peopleReadWallClockTimeOfVietnam() {
        assertThat(printed(false)).contains("2026-11-29 03:00:33").doesNotContain("782244262");
    }

    @Test
    void programsGetTheMomentAsItIs() {
        assertThat(printed(true)).contains("2026-11-28T20:00:33.782244262Z");
    }

    @Test
    void rowsAreATableOrJson() {
        var table = new Table("tên", "số").row("Cổng \"A\"\n\\", 3);
        table.print(new PrintStream(console, true, StandardCharsets.UTF_8), true);
        assertThat(printed()).isEqualTo("[{\"tên\":\"Cổng \\\"A\\\"\\n\\\\\",\"số\":3}]" + System.lineSeparator());
        console.reset();
        new Table("tên").row("Ủy ban").print(new PrintStream(console, true, StandardCharsets.UTF_8), false);
        assertThat(printed()).contains("tên").contains("Ủy ban").contains("─");
    }

    private String printed(boolean json) {
        table.print(new PrintStream(console, true, StandardCharsets.UTF_8), json);
        return printed();
    }

    private String printed() {
        return console.toString(StandardCharsets.UTF_8);
    }
}
