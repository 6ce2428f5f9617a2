package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.intake.CameraField;

class UnitReaderTest {

    private final Sheet sheet = new Sheet();

    @Test
    void findsUnitsByTheirShortForms() {
        assertThat(sheet.row(CameraField.UNIT, "UBND phường Long An").values())
                .containsEntry(CameraField.UNIT, "ubnd-long-an");
    }

    @Test
    void letsTheSourcesUnitStandForAnUnknownOneAndWarnsOnce() {
        sheet.managedBy("ubnd-long-an");
        for (var unit : List.of("Hợp tác xã Rạng Đông", "UBND phường Long An", "Hợp tác xã Rạng Đông", "Chợ")) {
            var row = sheet.row(CameraField.UNIT, unit);
            assertThat(row.values()).containsEntry(CameraField.UNIT, "ubnd-long-an");
            assertThat(row.stated().get(CameraField.UNIT))
                    .as("what was written of the unit that counts")
                    .isEqualTo(unit.startsWith("UBND") ? unit : "");
            assertThat(row.findings()).isEmpty();
        }
        assertThat(sheet.findings())
                .extracting(finding -> finding.rule() + ": " + finding.message().vi())
                .containsExactly(
                        "unit.unknown: Đơn vị quản lý ghi “Hợp tác xã Rạng Đông”: chưa có trong danh mục đơn vị"
                                + " (2 dòng, từ dòng 7); tạm ghi cho đơn vị của nguồn: ubnd-long-an.",
                        "unit.unknown: Đơn vị quản lý ghi “Chợ”: chưa có trong danh mục đơn vị (dòng 7);"
                                + " tạm ghi cho đơn vị của nguồn: ubnd-long-an.");
    }

    @Test
    void namesAHundredUnknownUnitsAndCountsTheOthers() {
        for (var i = 0; i < 103; i++) {
            sheet.row(CameraField.UNIT, "Tổ " + i);
        }
        assertThat(sheet.findings()).hasSize(101).last().satisfies(finding -> assertThat(
                        finding.message().vi())
                .contains("3 dòng nữa"));
    }
}
