package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.intake.CameraField;

class DevicesTest {

    private final Sheet sheet = new Sheet();

    @ParameterizedTest
    @ValueSource(strings = {"44-19-b6-01-02-03", "4419.B601.0203", "4419b6010203"})
    void writesMacAddressesOneWay(String written) {
        assertThat(sheet.row(CameraField.MAC, written).values()).containsEntry(CameraField.MAC, "44:19:B6:01:02:03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"44:19:B6:01:02", "ZZ:19:B6:01:02:03", "FF:FF:FF:FF:FF:FF", "1.2E+11"})
    void warnsOfMacAddressesThatAreNone(String written) {
        var row = sheet.row(CameraField.MAC, written);
        assertThat(rules(row)).containsExactly("mac.shape");
        assertThat(row.values()).doesNotContainKey(CameraField.MAC);
    }

    @Test
    void doesNotKeepSerialNumbersThatASpreadsheetRounded() {
        var row = sheet.row(CameraField.SERIAL, "2.02301E+14");
        assertThat(rules(row)).containsExactly("text.scientific");
        assertThat(row.values()).doesNotContainKey(CameraField.SERIAL);
    }

    @Test
    void takesNotKnownForEmpty() {
        assertThat(sheet.row(CameraField.SERIAL, "Không rõ").values()).containsEntry(CameraField.SERIAL, "");
    }

    @ParameterizedTest
    @CsvSource({"1920*1080,1920x1080", "1920 X 1080,1920x1080", "full hd,1920x1080", "2560×1440,2560x1440"})
    void writesResolutionsOneWay(String written, String value) {
        assertThat(sheet.row(CameraField.RESOLUTION, written).values()).containsEntry(CameraField.RESOLUTION, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2MP", "1080", "1920x1080x3", "9x9"})
    void warnsOfResolutionsThatAreNone(String written) {
        assertThat(rules(sheet.row(CameraField.RESOLUTION, written))).containsExactly("resolution.shape");
    }
}
