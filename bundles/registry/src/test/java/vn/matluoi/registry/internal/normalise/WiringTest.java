package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.intake.CameraField;

class WiringTest {

    private final Sheet sheet = new Sheet();

    @ParameterizedTest
    @ValueSource(strings = {"3", "03", "Kênh 3", "kênh số 3", "D3", "CH-03", "Channel 3"})
    void writesChannelsAsRecordersNumberThem(String written) {
        assertThat(sheet.row(CameraField.RECORDER_CHANNEL, written).values())
                .containsEntry(CameraField.RECORDER_CHANNEL, "3");
    }

    @Test
    void keepsChannelsThatHaveANameOnly() {
        assertThat(sheet.row(CameraField.RECORDER_CHANNEL, "VideoSource_1 phụ").values())
                .containsEntry(CameraField.RECORDER_CHANNEL, "VideoSource_1 phụ");
    }

    @ParameterizedTest
    @CsvSource({
        "10.20.30.40,10.20.30.40",
        "10.20.030.40:8000,10.20.30.40",
        "http://10.20.30.40/doc/page,10.20.30.40",
        "2001:DB8::7,2001:db8:0:0:0:0:0:7"
    })
    void keepsTheIpAddressAlone(String written, String address) {
        assertThat(sheet.row(CameraField.IP_ADDRESS, written).values()).containsEntry(CameraField.IP_ADDRESS, address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.20.30", "10.20.30.400", "10.0.0.1 - 10.0.0.9", "nvr.benhvien.vn", "1:2:::3", "::z"})
    void warnsOfIpAddressesThatAreNone(String written) {
        var row = sheet.row(CameraField.IP_ADDRESS, written);
        assertThat(rules(row)).containsExactly("ip.shape");
        assertThat(row.values()).doesNotContainKey(CameraField.IP_ADDRESS);
    }

    @Test
    void quotesNoPasswordThatStandsBeforeAnAddress() {
        var row = sheet.row(CameraField.IP_ADDRESS, "rtsp://admin:matkhau@10.20.30.40/1");
        assertThat(rules(row)).containsExactly("ip.shape");
        assertThat(row.values()).doesNotContainKey(CameraField.IP_ADDRESS);
        assertThat(row.findings().toString()).doesNotContain("matkhau");
    }
}
