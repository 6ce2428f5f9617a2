package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestSurfaceTest {

    @ParameterizedTest
    @CsvSource({"' 20 ', 20", "0, 1", "-5, 1", "99999999999, 1000", "many, 7", "'', 7", "1.5, 7"})
    void takesTheNearestNumberAndTheStandardForAWordThatIsNone(String written, int taken) {
        assertThat(RestSurface.number("rate.burst", written, 7, 1000)).isEqualTo(taken);
    }
}
