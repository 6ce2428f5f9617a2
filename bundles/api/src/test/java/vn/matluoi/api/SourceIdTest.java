package vn.matluoi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "1", "nvr-ubnd-tan-an"})
    void isSmallLettersDigitsAndHyphens(String written) {
        assertThat(new SourceId(written)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "tân-an", "a b", "a/b", "a_b", "a\n"})
    void isNothingElse(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SourceId(written));
    }

    @Test
    void hasAtMostSixtyOfThem() {
        assertThat(new SourceId("a".repeat(60)).value()).hasSize(60);
        assertThatIllegalArgumentException().isThrownBy(() -> new SourceId("a".repeat(61)));
    }
}
