package vn.matluoi.source.sftp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SheetNamesTest {

    private final SheetNames names = SheetNames.of("*.csv; camera-??.xlsx");

    @Test
    void patternsAreWrittenAsPeopleWriteThem() {
        assertThat(names.match("Tân An.CSV")).isTrue();
        assertThat(names.match("Camera-01.xlsx")).isTrue();
        assertThat(names.match("camera-1.xlsx")).isFalse();
        assertThat(names.match("a.csvx")).isFalse();
        assertThat(SheetNames.of("a.c+").match("abc"))
                .as("no regular expression")
                .isFalse();
    }

    @Test
    void whatProgramsKeepBesideAndOurOwnReportsAreNoSheets() {
        var all = SheetNames.of("*");
        assertThat(all.match("a.csv")).isTrue();
        for (var name : new String[] {".a.csv", "~$a.xlsx", "a.csv.part", "a.TMP", "a.filepart", "a.csv.report.xlsx"}) {
            assertThat(all.match(name)).as(name).isFalse();
        }
    }

    @Test
    void namesThatLeadElsewhereOrCannotBeShownAreNotUsed() {
        assertThat(SheetNames.isUsable("Danh sách (2).csv")).isTrue();
        for (var name : new String[] {
            "",
            ".",
            "..",
            "../a.csv",
            "a\\b.csv",
            "a\0.csv",
            "a\r\nb.csv",
            "\u202ea.csv",
            "\ufffd.csv",
            "\ud800.csv",
            "ế".repeat(70) + ".csv"
        }) {
            assertThat(SheetNames.isUsable(name)).as(name).isFalse();
        }
    }

    @Test
    void aPatternThatTakesForEverIsNone() {
        assertThatThrownBy(() -> SheetNames.of("*a*a*a*a*")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SheetNames.of("a/*")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SheetNames.of(" ; ")).isInstanceOf(IllegalArgumentException.class);
    }
}
