package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.intake.CameraField;

class PapersTest {

    private final Sheet sheet = new Sheet();

    @ParameterizedTest
    @ValueSource(strings = {"Không", "không có", "KO", "Chưa", "Chưa có văn bản", "chưa ký", "-", "N/A", "0", "no"})
    void takesADocumentThatIsDeniedForNone(String written) {
        for (var field : List.of(CameraField.CONSENT, CameraField.DECISION, CameraField.CERTIFICATE_OF_ORIGIN)) {
            var row = sheet.row(field, written);
            assertThat(row.values()).as(field.key()).containsEntry(field, "");
            assertThat(row.stated()).containsEntry(field, written);
            assertThat(row.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Có", "x", "✓", "Đồng ý", "Đã có", "true"})
    void takesNoMereYesForADocument(String written) {
        var row = sheet.row(CameraField.CONSENT, written);
        assertThat(row.values()).containsEntry(CameraField.CONSENT, "");
        assertThat(rules(row)).containsExactly("paper.unnamed");
        assertThat(sheet.row(CameraField.CERTIFICATE_OF_QUALITY, written).values())
                .as("of a certificate that is enough")
                .containsEntry(CameraField.CERTIFICATE_OF_QUALITY, written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Phiếu 3",
                "CV 7",
                "Biên bản họp dân",
                "Chùa Long Thọ, đơn ngày 5/3/2026",
                "Không số, ngày 05/03/2026, ông Nguyễn Văn Có",
                "Chưa đóng dấu: CV 12/UBND"
            })
    void keepsADocumentAsItIsNamed(String written) {
        var row = sheet.row(CameraField.CONSENT, written);
        assertThat(row.values()).containsEntry(CameraField.CONSENT, written);
        assertThat(row.findings()).isEmpty();
    }
}
