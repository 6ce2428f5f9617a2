package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionChangesTest {

    private static final OptionChanges RENAMED = new OptionChanges(
            Map.of("nvr-1", Map.of("port", "8000", "mode", "a", "plain", "1"), "nvr-2", Map.of()),
            Map.of("nvr-1", Map.of("sdk.port", "8000", "mode", "b", "plain", "1"), "nvr-2", Map.of("mode", "b")));

    @Test
    void takesBackWhatTheUpgradeMade() {
        assertThat(RENAMED.takenBack("nvr-1", RENAMED.after().get("nvr-1")))
                .isEqualTo(RENAMED.before().get("nvr-1"));
        assertThat(RENAMED.takenBack("nvr-2", Map.of("mode", "b"))).isEmpty();
    }

    @Test
    void whatAPersonChangedSinceStays() {
        assertThat(RENAMED.takenBack("nvr-1", Map.of("sdk.port", "9000", "mode", "c", "new", "x")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("sdk.port", "9000", "mode", "c", "new", "x", "port", "8000"));
        assertThat(RENAMED.takenBack("nvr-1", Map.of("sdk.port", "8000"))).doesNotContainKey("mode");
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(OptionChanges.of(RENAMED.properties())).isEqualTo(RENAMED);
        assertThat(OptionChanges.of(OptionChanges.NONE.properties())).isEqualTo(OptionChanges.NONE);
    }
}
