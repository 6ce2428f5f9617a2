package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.intake.CameraField;

class MeasuresTest {

    private final Sheet sheet = new Sheet();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            5,5       | 5.5
            5.50      | 5.5
            5m        | 5
            5,5 mét   | 5.5
            1.234     | 1.234
            550 cm    | 5.5
            +4        | 4
            """)
    void readsHeightsAsPeopleWriteThem(String written, String metres) {
        var row = sheet.row(CameraField.HEIGHT, written);
        assertThat(row.values()).containsEntry(CameraField.HEIGHT, metres);
        assertThat(row.rejected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cao", "5-6", "5 6", "700", "-3", "5..5", "5 feet", ",5", "1.2.3"})
    void refusesHeightsThatCannotBeRead(String written) {
        var row = sheet.row(CameraField.HEIGHT, written);
        assertThat(row.rejected()).isTrue();
        assertThat(row.values()).doesNotContainKey(CameraField.HEIGHT);
        assertThat(row.stated()).containsEntry(CameraField.HEIGHT, written);
        assertThat(row.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.column()).contains("L (Độ cao)");
            assertThat(finding.message().vi()).contains(written);
        });
    }

    @Test
    void flagsNumbersThatMayMeanTwoThings() {
        var row = sheet.row(CameraField.RETENTION_DAYS, "1.000");
        assertThat(row.findings()).singleElement().satisfies(finding -> assertThat(finding.suggestions())
                .containsExactly("1", "1000"));
        assertThat(rules(row)).containsExactly("number.ambiguous");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            30        | 30
            30 ngày   | 30
            2 tuần    | 14
            30.0      | 30
            """)
    void readsRetentionInDays(String written, String days) {
        assertThat(sheet.row(CameraField.RETENTION_DAYS, written).values())
                .containsEntry(CameraField.RETENTION_DAYS, days);
    }

    @ParameterizedTest
    @CsvSource({"Đông Bắc,45", "360,0", "90°,90", "N,0", "'12,5 độ',12.5"})
    void readsDirections(String written, String degrees) {
        assertThat(sheet.row(CameraField.AZIMUTH, written).values()).containsEntry(CameraField.AZIMUTH, degrees);
    }

    @Test
    void saysTheBoundsAsEachLanguageWritesThem() {
        var row = sheet.row(CameraField.FRAME_RATE, "nhanh");
        assertThat(row.findings()).anySatisfy(finding -> {
            assertThat(finding.mend().vi()).contains("từ 0,1 đến 240");
            assertThat(finding.mend().en()).contains("from 0.1 to 240");
        });
    }
}
