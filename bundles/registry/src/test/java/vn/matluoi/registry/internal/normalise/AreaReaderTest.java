package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Layer;

class AreaReaderTest {

    private final Sheet sheet = new Sheet();

    @Test
    void usesTheDefaultWhereTheRowSaysNothing() {
        assertThat(sheet.row().values()).containsEntry(CameraField.AREA, "27694");
    }

    @Test
    void refusesARowThatStandsNowhere() {
        var row = sheet.standingNowhere().row();
        assertThat(rules(row)).containsExactly("area.missing");
        assertThat(row.rejected()).isTrue();
    }

    @Test
    void letsTheProvinceSpeakOfOtherFieldsOnly() {
        assertThat(sheet.standingNowhere().speaking(Layer.PROVINCE).row().findings())
                .isEmpty();
    }

    @Test
    void takesACodeInForce() {
        var row = sheet.row(CameraField.AREA, "27868", CameraField.AREA_NAME, "xã Bình Thành");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27868");
        assertThat(row.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Bình Thành,27868",
        "xa binh thanh,27868",
        "P. Long An,27694",
        "Phường Tân Lập,25490",
        "Xã Tân Lập,25489"
    })
    void findsACommuneByItsName(String name, String code) {
        var row = sheet.row(CameraField.AREA_NAME, name);
        assertThat(row.values()).containsEntry(CameraField.AREA, code);
        assertThat(row.findings()).isEmpty();
    }

    @Test
    void listsCommunesOfTheSameNameAndChoosesNone() {
        var row = sheet.row(CameraField.AREA_NAME, "Tân Lập");
        assertThat(rules(row)).containsExactly("area.ambiguous");
        assertThat(row.findings().get(0).suggestions())
                .containsExactlyInAnyOrder("25489 Xã Tân Lập", "25490 Phường Tân Lập");
        assertThat(row.values()).doesNotContainKey(CameraField.AREA);
    }

    @Test
    void suggestsTheNearestName() {
        var row = sheet.row(CameraField.AREA_NAME, "Xã Bình Thàn");
        assertThat(rules(row)).containsExactly("area.unknown");
        assertThat(row.findings().get(0).suggestions()).containsExactly("27868 Xã Bình Thành");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            27715 | Xã Nhơn Thạnh Trung
            27715 | xa nhon thanh trung
            27715 |
                  | Xã Nhơn Thạnh Trung
                  | Xã Nhơn Thạnh Trung, Thành phố Tân An
            """)
    void takesTheOnlySuccessorOfAFormerCommuneAndSaysSo(String code, String name) {
        var row =
                sheet.row(CameraField.AREA, code == null ? "" : code, CameraField.AREA_NAME, name == null ? "" : name);
        assertThat(row.values()).containsEntry(CameraField.AREA, "27712");
        assertThat(row.rejected()).isFalse();
        assertThat(row.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("area.former");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message().vi()).contains("Xã Nhơn Thạnh Trung", "27712 Phường Tân An");
            assertThat(finding.suggestions()).containsExactly("27712 Phường Tân An");
        });
    }

    @Test
    void doesNotTakeTheOnlySuccessorWhereTheRowNamesAnotherUnitToo() {
        var row = sheet.row(CameraField.AREA, "27715", CameraField.AREA_NAME, "Xã Bình Thành");
        assertThat(rules(row)).containsExactly("area.former");
        assertThat(row.rejected()).isTrue();
        assertThat(row.findings().get(0).suggestions()).containsExactly("27712 Phường Tân An");
    }

    @Test
    void doesNotTakeTheOnlySuccessorInAnotherProvinceForAName() {
        var row = sheet.row(CameraField.AREA_NAME, "Phường Hàng Cũ");
        assertThat(rules(row)).containsExactly("area.former");
        assertThat(row.rejected()).isTrue();
        assertThat(sheet.row(CameraField.AREA, "00005").values())
                .as("a code names one unit in the country")
                .containsEntry(CameraField.AREA, "00004");
    }

    @Test
    void listsEverySuccessorOfADividedUnit() {
        for (var standing : List.of("27868", "27712")) {
            var row = sheet.standingIn(standing).row(CameraField.AREA_NAME, "Xã Chia Đôi");
            assertThat(rules(row)).as(standing).containsExactly("area.former");
            assertThat(row.rejected()).as(standing).isTrue();
            assertThat(row.findings().get(0).suggestions())
                    .as(standing)
                    .containsExactly("27694 Phường Long An", "27712 Phường Tân An");
        }
    }

    @Test
    void takesTheOnlySuccessorIfTheDefaultNamesItAndSaysSo() {
        var row = sheet.standingIn("27712").row(CameraField.AREA_NAME, "Nhơn Thạnh Trung");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27712");
        assertThat(row.rejected()).isFalse();
        assertThat(rules(row)).containsExactly("area.former");
    }

    @Test
    void takesTheSuccessorThatTheRowItselfNames() {
        var row = sheet.row(CameraField.AREA, "27715", CameraField.AREA_NAME, "Phường Tân An");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27712");
        assertThat(rules(row)).containsExactly("area.former");
    }

    @Test
    void takesTheOneOfSeveralSuccessorsThatTheRowItselfNames() {
        var row = sheet.row(CameraField.AREA, "27700", CameraField.AREA_NAME, "Phường Tân An");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27712");
        assertThat(rules(row)).containsExactly("area.former");
    }

    @Test
    void knowsByTheNameThatACodeNamedAnotherUnitBefore() {
        var row = sheet.standingIn("27868").row(CameraField.AREA, "27694", CameraField.AREA_NAME, "Phường 1");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27694");
        assertThat(rules(row)).containsExactly("area.former");
        assertThat(row.findings().get(0).message().vi()).contains("Phường 1 không còn");
    }

    @Test
    void refusesACodeAndANameThatDisagree() {
        var row = sheet.row(CameraField.AREA, "27868", CameraField.AREA_NAME, "Phường Tân An");
        assertThat(rules(row)).containsExactly("area.disagree");
        assertThat(row.rejected()).isTrue();
        assertThat(row.findings().get(0).suggestions()).containsExactly("27868 Xã Bình Thành", "27712 Phường Tân An");
    }

    @Test
    void passesASlipInTheName() {
        var row = sheet.row(CameraField.AREA, "27868", CameraField.AREA_NAME, "Bình Thànhh");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27868");
        assertThat(row.rejected()).isFalse();
        assertThat(rules(row)).containsExactly("area.disagree");
    }

    @Test
    void restoresLeadingZerosWhereOnlyOneUnitFits() {
        var row = sheet.standingIn("00004").row(CameraField.AREA, "4");
        assertThat(row.values()).containsEntry(CameraField.AREA, "00004");
        assertThat(rules(row)).containsExactly("area.zeros");
    }

    @Test
    void doesNotGuessAFormerDistrictsCode() {
        var row = sheet.row(CameraField.AREA, "794");
        assertThat(rules(row)).containsExactly("area.short");
        assertThat(row.rejected()).isTrue();
        assertThat(row.findings().get(0).suggestions()).containsExactly("27694 Phường Long An", "27712 Phường Tân An");
    }

    @Test
    void warnsOfAUnitOfAnotherProvinceAndOfAProvince() {
        assertThat(rules(sheet.row(CameraField.AREA, "00004"))).containsExactly("area.province");
        assertThat(rules(sheet.row(CameraField.AREA, "80"))).containsExactly("area.level");
    }

    @Test
    void refusesACodeNobodyEverHad() {
        assertThat(rules(sheet.row(CameraField.AREA, "99999"))).containsExactly("area.unknown");
        assertThat(rules(sheet.row(CameraField.AREA, "123456789"))).containsExactly("area.unknown");
    }

    @Test
    void readsANameWrittenIntoTheCodesColumn() {
        assertThat(sheet.row(CameraField.AREA, "Phường Tân An").values()).containsEntry(CameraField.AREA, "27712");
    }

    @Test
    void doesNotTakeAFormerTownForTheWardOfItsName() {
        var row = sheet.standingIn("80").row(CameraField.AREA_NAME, "Thành phố Tân An");
        assertThat(rules(row)).containsExactly("area.former");
        assertThat(row.rejected()).isTrue();
        assertThat(row.findings().get(0).suggestions()).containsExactly("27694 Phường Long An", "27712 Phường Tân An");
    }

    @Test
    void listsTheSuccessorsOfFormerCommunesOfOneName() {
        var row = sheet.standingIn("80").row(CameraField.AREA_NAME, "Phường 1");
        assertThat(rules(row)).containsExactly("area.former");
        assertThat(row.rejected()).isTrue();
        assertThat(row.findings().get(0).suggestions()).containsExactly("27694 Phường Long An", "27868 Xã Bình Thành");
    }

    @Test
    void tellsFormerCommunesOfOneNameApartByTheirDistrict() {
        var row = sheet.standingIn("80").row(CameraField.AREA_NAME, "Phường 1, Thành phố Tân An");
        assertThat(rules(row)).containsExactly("area.former");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27694");
        assertThat(row.findings().get(0).suggestions()).containsExactly("27694 Phường Long An");
    }

    @Test
    void doesNotMindAFormerDistrictBehindACommuneThatIsWhereItWas() {
        var row = sheet.row(CameraField.AREA_NAME, "Xã Tân Lập, huyện Long Thành");
        assertThat(row.values()).containsEntry(CameraField.AREA, "25489");
        assertThat(row.findings()).isEmpty();
    }

    @Test
    void takesAWrongKindForTheOnlyUnitOfThatNameAndSaysSo() {
        var row = sheet.row(CameraField.AREA_NAME, "Xã Long An");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27694");
        assertThat(rules(row)).containsExactly("area.kind");
    }

    @Test
    void saysThatABlankCellWasFilledFromTheDefault() {
        var row = sheet.row(CameraField.AREA_NAME, "   ");
        assertThat(row.values()).containsEntry(CameraField.AREA, "27694");
        assertThat(rules(row)).containsExactly("area.default");
    }

    @Test
    void warnsIfTheDefaultForABlankCellIsOnlyAProvince() {
        assertThat(rules(sheet.standingIn("80").row(CameraField.AREA_NAME, "")))
                .containsExactly("area.default", "area.level");
        assertThat(sheet.standingIn("80").row().findings()).isEmpty();
    }
}
