package vn.matluoi.registry.internal.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.normalise.Sheet.rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.intake.CameraField;

class DatesTest {

    private final Sheet sheet = new Sheet();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            05/03/2023             | 2023-03-05
            5-3-23                 | 2023-03-05
            5-3-99                 | 1999-03-05
            2023-03-05             | 2023-03-05
            2023-03-05T00:00:00    | 2023-03-05
            05.03.2023 07:30       | 2023-03-05
            ngày 5 tháng 3 năm 2023| 2023-03-05
            44990                  | 2023-03-05
            44990.5                | 2023-03-05
            29/02/2024             | 2024-02-29
            """)
    void readsDays(String written, String day) {
        assertThat(sheet.row(CameraField.INSTALLED_ON, written).values()).containsEntry(CameraField.INSTALLED_ON, day);
    }

    @ParameterizedTest
    @CsvSource({
        "31/02/2023,date.impossible",
        "29/02/2023,date.impossible",
        "12/25/2023,date.impossible",
        "03/2023,date.unreadable",
        "2023,date.unreadable",
        "hôm qua,date.unreadable"
    })
    void refusesDaysThatAreNone(String written, String rule) {
        var row = sheet.row(CameraField.INSTALLED_ON, written);
        assertThat(rules(row)).containsExactly(rule);
        assertThat(row.rejected()).isTrue();
    }

    @Test
    void suggestsTheDayWithDayAndMonthExchanged() {
        var row = sheet.row(CameraField.INSTALLED_ON, "12/25/2023");
        assertThat(row.findings().get(0).suggestions()).containsExactly("25/12/2023");
    }

    @ParameterizedTest
    @CsvSource({"23/11/2026,date.future", "01/01/1989,date.early"})
    void warnsOfUnlikelyDays(String written, String rule) {
        var row = sheet.row(CameraField.INSTALLED_ON, written);
        assertThat(rules(row)).containsExactly(rule);
        assertThat(row.rejected()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "24/11/2026,date.future",
        "22/11/2062,date.future",
        "31/12/1989,date.early",
        "31/02/2026,date.impossible"
    })
    void refusesADayOfChangeThatCannotBe(String written, String rule) {
        var row = sheet.row(CameraField.CHANGED_ON, written);
        assertThat(rules(row)).containsExactly(rule);
        assertThat(row.rejected()).isTrue();
        assertThat(row.values()).doesNotContainKey(CameraField.CHANGED_ON);
        assertThat(row.findings().get(0).message().vi()).contains("Ngày thay đổi", written);
    }

    @ParameterizedTest
    @CsvSource({"23/11/2026,2026-11-23", "20/11/2026,2026-11-20", "01/01/1990,1990-01-01"})
    void readsTheDayOfChangeADayAheadAtMost(String written, String day) {
        var row = sheet.row(CameraField.CHANGED_ON, written);
        assertThat(rules(row)).isEmpty();
        assertThat(row.values()).containsEntry(CameraField.CHANGED_ON, day);
    }

    @Test
    void warnsOfAChangeBeforeTheInstallation() {
        var row = sheet.row(CameraField.INSTALLED_ON, "05/03/2026", CameraField.CHANGED_ON, "20/11/2025");
        assertThat(rules(row)).containsExactly("date.order");
        assertThat(row.rejected()).isFalse();
    }
}
