package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.intake.IntakeReport;

/** Records in the letters of before Unicode, as a school's old database tells them. */
class OldRecordsTest {

    private static final List<String> NAMES = List.of("Cổng chợ Phước Chỉ", "Ngã tư Hoà Thành", "Trường tiểu học");
    private static final List<String> NOTES = List.of("Đã kiểm tra", "Hỏng nguồn", "Có");

    private final Recorder recorder = new Recorder();

    private static List<Map<String, String>> list(UnaryOperator<String> name, UnaryOperator<String> note) {
        var list = new ArrayList<Map<String, String>>();
        for (var i = 0; i < NAMES.size(); i++) {
            list.add(
                    record("ma", "A" + i, "ten_camera", name.apply(NAMES.get(i)), "ghi_chu", note.apply(NOTES.get(i))));
        }
        return list;
    }

    private static Map<String, String> record(String... namesAndValues) {
        var record = new LinkedHashMap<String, String>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            record.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return record;
    }

    /** A list that is made anew each time it is iterated, as one is that is read from a file. */
    private IntakeReport take(List<Map<String, String>> list) {
        return recorder.imports()
                .take(Recorder.order("commune"), new Records(List.of(), () -> new ArrayList<>(list).iterator()));
    }

    private List<String> values(CameraField field) {
        return recorder.items.stream().map(item -> item.values().get(field)).toList();
    }

    @Test
    void aListInTcvn3IsReadSaidSoAndKeptAsItWasSent() {
        var report = take(list(OldWriting::tcvn3, OldWriting::tcvn3));

        assertThat(values(CameraField.NAME)).isEqualTo(NAMES);
        assertThat(values(CameraField.NOTE)).isEqualTo(NOTES);
        assertThat(recorder.items.get(0).raw()).containsEntry("ten_camera", "Cæng chî Ph\u00adíc ChØ");
        assertThat(report.findings())
                .filteredOn(finding -> finding.rule().equals("sheet.encoding.converted"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                    assertThat(finding.message().vi())
                            .contains(
                                    "TCVN3",
                                    "ở trường “ten_camera”, “ghi_chu”: đã đổi 6 giá trị",
                                    "Cổng chợ Phước Chỉ");
                    assertThat(finding.message().en()).contains("in member “ten_camera”");
                    assertThat(finding.mend().vi()).contains("giá trị gốc vẫn được lưu nguyên văn");
                });
    }

    @Test
    void aListInVniIsRead() {
        var report = take(list(OldWriting::vni, OldWriting::vni));
        assertThat(values(CameraField.NAME)).isEqualTo(NAMES);
        assertThat(values(CameraField.NOTE)).isEqualTo(NOTES);
        assertThat(Recorder.rules(report.findings())).contains("sheet.encoding.converted");
    }

    @Test
    void eachMemberSpeaksForItself() {
        take(list(UnaryOperator.identity(), OldWriting::vni).stream()
                .peek(record -> record.computeIfPresent(
                        "ghi_chu", (key, note) -> note.equals("Coù") ? OldWriting.vni("Sửa chữa, thay nguồn") : note))
                .toList());
        assertThat(values(CameraField.NAME)).isEqualTo(NAMES);
        assertThat(values(CameraField.NOTE)).containsExactly("Đã kiểm tra", "Hỏng nguồn", "Sửa chữa, thay nguồn");
    }

    @Test
    void headingsInOldLettersAreUnderstood() {
        var list = list(OldWriting::tcvn3, OldWriting::tcvn3).stream()
                .map(record -> record(
                        OldWriting.tcvn3("Tên camera"),
                        record.get("ten_camera"),
                        OldWriting.tcvn3("Ghi chú"),
                        record.get("ghi_chu")))
                .toList();
        var report = take(list);
        assertThat(values(CameraField.NAME)).isEqualTo(NAMES);
        assertThat(values(CameraField.NOTE)).isEqualTo(NOTES);
        assertThat(recorder.statement.columns()).containsEntry(CameraField.NAME, "Tên camera");
        assertThat(recorder.items.get(1).raw()).containsOnlyKeys("Tªn camera", "Ghi chó");
        assertThat(Recorder.rules(report.findings())).containsExactly("sheet.encoding.converted");
    }

    @Test
    void aMemberThatIsPartlyInOldLettersIsRefusedByItsName() {
        var report = take(List.of(
                record("ten_camera", "Cµ Mau"),
                record("ten_camera", "Chî Míi"),
                record("ten_camera", "Nhà hàng"),
                record("ten_camera", "Cà Mau")));
        var fault = Recorder.fault(report);
        assertThat(fault.rule()).isEqualTo("sheet.encoding");
        assertThat(fault.message().vi()).contains("Trường “ten_camera”", "Cµ Mau", "Cà Mau");
        assertThat(fault.mend().en()).contains("the agency's system");
        assertThat(recorder.statement.complete()).isFalse();
    }

    @Test
    void tooLittleToBeCertainIsRefused() {
        assertThat(Recorder.fault(take(List.of(record("ten_camera", "Chî Míi"))))
                        .rule())
                .isEqualTo("sheet.encoding");
    }

    @Test
    void whatARecordDoesNotHaveIsNotSpokenOfInOldLettersEither() {
        var list = list(OldWriting::tcvn3, OldWriting::tcvn3);
        list.get(0).remove("ghi_chu");
        list.get(1).put("ghi_chu", null);
        take(list);
        assertThat(recorder.items.get(0).values()).containsOnlyKeys(CameraField.NAME);
        assertThat(recorder.items.get(0).raw()).containsOnlyKeys("ma", "ten_camera");
        assertThat(recorder.items.get(1).values()).containsEntry(CameraField.NOTE, "");
    }

    @Test
    void aMemberBehindAHundredOthersIsLookedAt() {
        var list = list(OldWriting::tcvn3, OldWriting::tcvn3).stream()
                .map(record -> {
                    var wide = new LinkedHashMap<String, String>();
                    for (var n = 0; n < 150; n++) {
                        wide.put("k" + n, "1");
                    }
                    wide.putAll(record);
                    return (Map<String, String>) wide;
                })
                .toList();
        take(list);
        assertThat(values(CameraField.NAME)).isEqualTo(NAMES);
    }

    @Test
    void whatIsInNoOldLettersStaysAsItIs() {
        for (var list : List.of(
                list(UnaryOperator.identity(), UnaryOperator.identity()),
                List.of(
                        record("ten_camera", "Hôpital général", "ghi_chu", "entrée"),
                        record("ten_camera", "Théâtre", "ghi_chu", "né à côté"),
                        record("ten_camera", "Forêt", "ghi_chu", "été dû")),
                List.of(record("ten_camera", "Cà Mau"), record("ten_camera", "Phú Hoà")))) {
            assertThat(Recorder.rules(take(list).findings())).doesNotContain("sheet.encoding.converted");
            assertThat(values(CameraField.NAME))
                    .isEqualTo(list.stream()
                            .map(record -> record.get("ten_camera"))
                            .toList());
        }
    }
}
