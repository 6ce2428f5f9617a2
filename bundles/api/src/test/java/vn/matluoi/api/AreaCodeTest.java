package vn.matluoi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AreaCodeTest {

    @ParameterizedTest
    @ValueSource(strings = {"80", "794", "27694", "00004"})
    void hasTwoThreeOrFiveDigits(String code) {
        assertThat(new AreaCode(code)).hasToString(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8", "2769", "276940", "80a", " 80", "８０"})
    void isNothingElse(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AreaCode(written));
    }

    @Test
    void isSortedAsItIsWritten() {
        assertThat(new AreaCode("00004")).isLessThan(new AreaCode("27694"));
    }
}
