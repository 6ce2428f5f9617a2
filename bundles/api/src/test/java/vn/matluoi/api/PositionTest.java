package vn.matluoi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.Position.CoordinateSystem;

class PositionTest {

    @Test
    void holdsAPointInEitherSystem() {
        assertThat(Position.wgs84(10.536312, 106.412345).system()).isEqualTo(CoordinateSystem.WGS84);
        assertThat(Position.vn2000(1_165_443.2, 573_412.7, 105.75).centralMeridian())
                .hasValue(105.75);
    }

    @Test
    void refusesWhatIsNoPlaceOnEarth() {
        assertThatIllegalArgumentException().isThrownBy(() -> Position.wgs84(90.1, 106));
        assertThatIllegalArgumentException().isThrownBy(() -> Position.wgs84(10, -180.1));
        assertThatIllegalArgumentException().isThrownBy(() -> Position.wgs84(Double.NaN, 106));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Position.vn2000(Double.POSITIVE_INFINITY, 573_412.7, 105.75));
    }

    @Test
    void refusesTheNationalGridWithoutItsMeridian() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(CoordinateSystem.VN2000, 1_165_443.2, 573_412.7, OptionalDouble.empty()))
                .withMessageContaining("meridian");
    }
}
