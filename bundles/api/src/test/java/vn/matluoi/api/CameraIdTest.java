package vn.matluoi.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CameraIdTest {

    @Test
    void mintsWhatItAccepts() {
        for (var number = 1; number < 5_000; number++) {
            assertThat(CameraId.isValid(CameraId.of("80", number).value())).isTrue();
        }
        assertThat(CameraId.of("80", 123).province()).isEqualTo("80");
    }

    /** ISO/IEC 7064:2003 gives 0794 with check character 5 as its worked example of MOD 11,10. */
    @Test
    void computesTheCheckDigitOfTheStandard() {
        assertThat(CameraId.of("00", 794).value()).isEqualTo("00-0000794-" + mod1110("000000794"));
        assertThat(mod1110("0794")).isEqualTo(5);
    }

    @Test
    void noticesEverySingleWrongDigit() {
        var good = CameraId.of("80", 1_234_567).value();
        for (var place = 0; place < good.length(); place++) {
            if (good.charAt(place) == '-') {
                continue;
            }
            for (var digit = '0'; digit <= '9'; digit++) {
                var changed = good.substring(0, place) + digit + good.substring(place + 1);
                assertThat(CameraId.isValid(changed)).isEqualTo(changed.equals(good));
            }
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CameraId("80-123-4"))
                .withMessageContaining("looks like");
        var good = CameraId.of("80", 123).value();
        var bad = good.substring(0, good.length() - 1) + (char) ('0' + (good.charAt(good.length() - 1) - '0' + 1) % 10);
        assertThatIllegalArgumentException().isThrownBy(() -> new CameraId(bad)).withMessageContaining("check digit");
        assertThatIllegalArgumentException().isThrownBy(() -> CameraId.of("80", 0));
    }

    /** An independent wording of the standard's hybrid system, to judge the product's. */
    private static int mod1110(String digits) {
        var p = 10;
        for (var c : digits.toCharArray()) {
            var s = p % 11 + (c - '0');
            p = (s % 10 == 0 ? 10 : s % 10) * 2;
        }
        return Math.floorMod(11 - p % 11, 10);
    }
}
