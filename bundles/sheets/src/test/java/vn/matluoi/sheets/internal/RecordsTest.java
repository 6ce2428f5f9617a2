package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Item;

class RecordsTest {

    private final Recorder recorder = new Recorder();

    private static Map<String, String> record(String... namesAndValues) {
        var record = new LinkedHashMap<String, String>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            record.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return record;
    }

    private IntakeReport take(List<String> headings, List<Map<String, String>> each) {
        return recorder.imports().take(Recorder.order("commune"), new Records(headings, each));
    }

    private IntakeReport take(List<Map<String, String>> each) {
        return take(List.of(), each);
    }

    @Test
    void aHeadingThatARecordDoesNotHaveIsNotSpokenOf() {
        take(List.of(
                record("ten_camera", "Cổng chợ", "ghi_chu", "mới"),
                record("ten_camera", "Ngã tư"),
                record("ten_camera", "Cầu", "ghi_chu", null),
                record("ten_camera", "Đình", "ghi_chu", "")));

        assertThat(recorder.items)
                .extracting(Item::values)
                .containsExactly(
                        Map.of(CameraField.NAME, "Cổng chợ", CameraField.NOTE, "mới"),
                        Map.of(CameraField.NAME, "Ngã tư"),
                        Map.of(CameraField.NAME, "Cầu", CameraField.NOTE, ""),
                        Map.of(CameraField.NAME, "Đình", CameraField.NOTE, ""));
        assertThat(recorder.items).extracting(Item::row).containsExactly(1, 2, 3, 4);
        assertThat(recorder.items.get(1).raw()).isEqualTo(Map.of("ten_camera", "Ngã tư"));
        assertThat(recorder.statement.columns()).containsEntry(CameraField.NOTE, "ghi_chu");
        assertThat(recorder.statement.complete()).isTrue();
    }

    @Test
    void ofMembersThatMeanTheSameALaterOneIsReadWhereTheFirstSaysNothing() {
        var report = take(
                List.of("Độ cao"),
                List.of(
                        record("Tên camera", "Chợ", "Độ cao lắp đặt (m)", "4", "Độ cao", ""),
                        record("Tên camera", "Cầu", "Độ cao lắp đặt (m)", "4", "Độ cao", "5")));

        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.HEIGHT, "4");
        assertThat(recorder.items.get(1).values()).containsEntry(CameraField.HEIGHT, "5");
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("record.member.fallback");
            assertThat(finding.message().vi()).contains("Trường “Độ cao lắp đặt (m)”", "“Độ cao”");
        });
    }

    @Test
    void whatIsNotKnownIsKeptAndSaidInWordsOfMembers() {
        var report = take(List.of(record("Tên camera", "Chợ", "geo.lat", "11")));

        assertThat(recorder.items.get(0).raw()).containsEntry("geo.lat", "11");
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("record.member.unknown");
            assertThat(finding.column()).contains("geo.lat");
            assertThat(finding.message().vi()).contains("trường “geo.lat”").doesNotContain("ột");
        });
    }

    @Test
    void aListWithoutWhatTheProfileRequiresIsKeptAsAnImportOfNoRows() {
        var report = take(List.of(record("ghi_chu", "x")));
        assertThat(Recorder.fault(report).rule()).isEqualTo("record.member.missing");
        assertThat(Recorder.fault(report).message().vi()).contains("“Tên camera”");
        assertThat(recorder.statement.complete()).isFalse();

        assertThat(Recorder.fault(take(List.of(record("a", "x")))).rule()).isEqualTo("record.members");
        assertThat(Recorder.fault(take(List.of())).rule()).isEqualTo("record.none");
    }

    @Test
    void moreThanCanBeTakenIsRefusedWhole() {
        var report = take(Collections.nCopies(Records.MOST + 1, record("Tên camera", "x")));
        assertThat(Recorder.fault(report).rule()).isEqualTo("record.too-much");

        var wide = new LinkedHashMap<>(record("Tên camera", "x"));
        for (var n = 0; n < Records.MOST_HEADINGS; n++) {
            wide.put("k" + n, "1");
        }
        assertThat(Recorder.fault(take(List.of(wide))).rule()).isEqualTo("record.too-much");
        assertThat(Recorder.fault(take(List.of(record("x".repeat(201), "1")))).rule())
                .isEqualTo("record.too-much");
    }

    @Test
    void aValueThatIsTooLongStopsItsRecordAlone() {
        take(List.of(record("Tên camera", "x".repeat(Table.LONGEST_CELL + 1)), record("Tên camera", "Chợ")));
        assertThat(recorder.items.get(0).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.row()).isEqualTo(1);
            assertThat(finding.message().vi()).startsWith("Giá trị dài hơn");
        });
        assertThat(recorder.items.get(1).findings()).isEmpty();
    }

    @Test
    void noNulReachesTheDatabase() {
        take(List.of(record("Tên camera", "Ch\0ợ", "a\0b", "c")));
        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.NAME, "Chợ");
        assertThat(recorder.items.get(0).raw()).containsEntry("ab", "c");
    }

    @Test
    void aCommitIsRecordedAsThatOfASheetIs() {
        take(List.of(record("Tên camera", "Chợ")));
        assertThat(recorder.audited)
                .containsExactly("an rest import.submit xa-thu DONE {file=bảng camera.xlsx, profile=commune}");
    }
}
