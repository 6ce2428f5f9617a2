package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.sheets.internal.Recorder.fault;
import static vn.matluoi.sheets.internal.Recorder.rules;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

class TextSheetTest {

    private static final String SHEET = "STT,Mã camera,Tên camera,Mã xã,Ghi chú\r\n"
            + "1,CAM-1,Cổng chợ,27694,\"một, hai\r\nba\"\r\n"
            + "\r\n"
            + "2,CAM-2,Bến xe,27712,\r\n";

    private static final String LETTER = "Kính gửi Ủy ban,\nxin chào.\n";

    private final Recorder recorder = new Recorder();

    @Test
    void readsRowsAsPeopleCountThem() {
        var report = recorder.take(SHEET);
        assertThat(report.findings()).isEmpty();
        assertThat(recorder.items).extracting(item -> item.row()).containsExactly(2, 4);
        assertThat(recorder.items.get(0).values())
                .containsEntry(CameraField.NAME, "Cổng chợ")
                .containsEntry(CameraField.NOTE, "một, hai\r\nba")
                .doesNotContainKey(CameraField.HEIGHT);
        assertThat(recorder.items.get(1).values()).containsEntry(CameraField.NOTE, "");
        assertThat(recorder.items.get(0).raw())
                .containsExactly(
                        java.util.Map.entry("STT", "1"),
                        java.util.Map.entry("Mã camera", "CAM-1"),
                        java.util.Map.entry("Tên camera", "Cổng chợ"),
                        java.util.Map.entry("Mã xã", "27694"),
                        java.util.Map.entry("Ghi chú", "một, hai\r\nba"));
    }

    @Test
    void saysWhoSpeaksAndWhereTheColumnsStand() {
        recorder.take(SHEET);
        var statement = recorder.statement;
        assertThat(statement.label()).isEqualTo("bảng camera.xlsx");
        assertThat(statement.complete()).isTrue();
        assertThat(statement.at()).isEqualTo(Recorder.NOW);
        assertThat(statement.delivery()).contains("delivery-1");
        assertThat(statement.defaultUnit()).contains("ubnd-xa");
        assertThat(statement.columns())
                .containsEntry(CameraField.NAME, "C (Tên camera)")
                .containsEntry(CameraField.AREA, "D (Mã xã)");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void findsOutTheDelimiter(String delimiter) {
        recorder.take("Mã camera,Tên camera,Vĩ độ\nA,Chợ,\"10,5\"\n"
                .replace("A,Chợ,", "A#Chợ#")
                .replaceAll("(?<!\\d),", delimiter.equals("|") ? "|" : delimiter)
                .replace("#", delimiter));
        assertThat(recorder.items).singleElement().satisfies(item -> assertThat(item.values())
                .containsEntry(CameraField.NAME, "Chợ")
                .containsEntry(CameraField.LATITUDE, "10,5"));
    }

    @Test
    void honoursADelimiterThatIsAnnounced() {
        recorder.take("sep=;\r\nMã camera;Tên camera\r\nA;Chợ, cổng\r\n");
        assertThat(recorder.items).singleElement().satisfies(item -> {
            assertThat(item.row()).isEqualTo(3);
            assertThat(item.values()).containsEntry(CameraField.NAME, "Chợ, cổng");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsUnicodeWithAndWithoutAMark(String charset) {
        recorder.take("\ufeff" + SHEET, Charset.forName(charset));
        assertThat(recorder.items).hasSize(2);
        recorder.take(SHEET, Charset.forName(charset));
        assertThat(recorder.items).hasSize(2);
        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.NAME, "Cổng chợ");
    }

    @Test
    void readsVietnameseWindowsAndSaysSo() {
        // code page 1258: the vowels with their hats are letters, the tones are marks of their own
        var decomposed = SHEET.chars()
                .collect(StringBuilder::new, (out, c) -> out.append(tones((char) c)), StringBuilder::append);
        var report = recorder.take(decomposed.toString(), Charset.forName("windows-1258"));
        assertThat(rules(report.findings())).containsExactly("sheet.encoding");
        assertThat(report.findings().get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.NAME, "Cổng chợ");
    }

    private static String tones(char c) {
        var marks = "\u0300\u0301\u0303\u0309\u0323";
        var base = new StringBuilder();
        var tones = new StringBuilder();
        for (var part :
                Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD).toCharArray()) {
            (marks.indexOf(part) < 0 ? base : tones).append(part);
        }
        return Normalizer.normalize(base, Normalizer.Form.NFC) + tones;
    }

    @Test
    void noticesThatTheAccentsAreLost() {
        var lost = "M? camera,T?n ?i?m l?p ??t,V? ??,Kinh ??\nA,Ch?,10,106\n";
        assertThat(fault(recorder.take(lost)).rule()).isEqualTo("sheet.encoding");
    }

    @Test
    void refusesAFileCutShort() {
        var whole = SHEET.getBytes(StandardCharsets.UTF_8);
        var cut = Arrays.copyOf(whole, whole.length - 8);
        assertThat(fault(recorder.take(cut)).rule()).isEqualTo("sheet.truncated");
        var inQuotes =
                Arrays.copyOf(whole, SHEET.substring(0, SHEET.indexOf("ba")).getBytes(StandardCharsets.UTF_8).length);
        assertThat(fault(recorder.take(inQuotes)).rule()).isIn("sheet.quote", "sheet.truncated");
        var inLetter = Arrays.copyOf(
                whole, SHEET.substring(0, SHEET.indexOf("ổ") + 1).getBytes(StandardCharsets.UTF_8).length - 1);
        assertThat(fault(recorder.take(inLetter)).rule()).isEqualTo("sheet.truncated");
        assertThat(recorder.statement.complete()).isFalse();
    }

    @Test
    void aQuotationMarkThatIsNeverClosedDoesNotFillTheMemory() {
        var fault =
                fault(recorder.take("Mã camera,Tên camera\nA,Chợ\nB,\"Bến" + "\nC,Xe".repeat(OneRecord.LONGEST / 4)));
        assertThat(fault.rule()).isEqualTo("sheet.quote");
        assertThat(fault.message().vi()).contains("dòng 3");
    }

    @Test
    void leavesOutWhatNoDatabaseKeeps() {
        recorder.take("Mã camera,Tên camera\n" + "B,Bến\n".repeat(10_000) + "A,Ch\0ợ\n");
        var last = recorder.items.get(10_000);
        assertThat(last.values()).containsEntry(CameraField.NAME, "Chợ");
        assertThat(last.raw()).containsEntry("Tên camera", "Chợ");
    }

    @Test
    void acceptsALastLineWithoutItsEnd() {
        recorder.take("Mã camera,Tên camera\nA,Chợ\nB,Bến");
        assertThat(recorder.items).hasSize(2);
    }

    @Test
    void refusesEmptyFilesAndSheetsWithoutRows() {
        assertThat(fault(recorder.take("")).rule()).isEqualTo("sheet.empty");
        assertThat(fault(recorder.take("\ufeff")).rule()).isEqualTo("sheet.empty");
        assertThat(fault(recorder.take(" \r\n \r\n")).rule()).isEqualTo("sheet.empty");
        assertThat(fault(recorder.take("Mã camera,Tên camera\r\n")).rule()).isEqualTo("sheet.empty");
    }

    @Test
    void refusesWhatIsNoSheet() {
        var picture = new byte[4096];
        new java.util.Random(1).nextBytes(picture);
        assertThat(fault(recorder.take(picture)).rule()).isEqualTo("sheet.kind");
        assertThat(fault(recorder.take("%PDF-1.4 …")).rule()).isEqualTo("sheet.kind");
        assertThat(fault(recorder.take("<html><table><tr><td>Tên camera")).rule())
                .isEqualTo("sheet.kind");
        assertThat(fault(recorder.take("thư.csv", LETTER)).rule()).isEqualTo("sheet.header");
        var old = new byte[600];
        System.arraycopy(
                new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1},
                0,
                old,
                0,
                8);
        assertThat(fault(recorder.take(old)).message().vi()).contains(".xls");
    }

    @Test
    void saysOfTextCalledXlsxThatItIsNone() {
        var fault = fault(recorder.take("Thư.XLSX", LETTER));
        assertThat(fault.rule()).isEqualTo("sheet.kind");
        assertThat(fault.message().vi()).contains("không phải bảng tính XLSX");
        assertThat(fault.mend().vi()).contains("lưu lại dạng Excel (.xlsx)");

        recorder.take("bảng.xlsx", SHEET);
        assertThat(recorder.items)
                .as("rows of a text sheet whose name is wrong")
                .hasSize(2);
    }

    @Test
    void keepsWhatWasReceivedThoughNothingWasTaken() {
        var report = recorder.take("%PDF-1.4 …");
        assertThat(rules(report.findings())).containsExactly("sheet.kind", "sheet.received");
        assertThat(report.findings().get(1).message().vi()).contains("bảng camera.xlsx", "SHA-256");
        assertThat(report.findings())
                .allSatisfy(finding -> assertThat(finding.mend().vi()).isNotBlank());
    }

    @Test
    void refusesMoreRowsThanMemoryHolds() {
        var most = "Mã camera,Tên camera\n" + "A,Chợ\n".repeat(Table.MOST_ROWS);
        recorder.take(most);
        assertThat(recorder.items).hasSize(Table.MOST_ROWS);
        assertThat(fault(recorder.take(most + "A,Chợ\n")).message().vi()).contains("" + Table.MOST_ROWS);
    }

    @Test
    void refusesTooManyColumns() {
        var heads = "Mã camera,Tên camera" + ",Cột".repeat(198);
        assertThat(fault(recorder.take(heads + "\n" + "x,".repeat(199) + "x\n")).rule())
                .isEqualTo("sheet.columns");
    }

    @Test
    void unwrapsZerosThatWereKeptByAFormula() {
        recorder.take("Mã camera,Tên camera,Mã xã\nA,Chợ,\"=\"\"00004\"\"\"\n");
        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.AREA, "00004");
    }

    @Test
    void refusesARowWithAFormula() {
        var report = recorder.take("Mã camera,Tên camera,Ghi chú\nA,Chợ,=cmd|'/C calc'!A0\n");
        var finding = report.rows().get(0).findings().get(0);
        assertThat(finding.rule()).isEqualTo("cell.formula");
        assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        assertThat(finding.row()).isEqualTo(2);
        assertThat(finding.column()).contains("C (Ghi chú)");
        assertThat(recorder.items.get(0).raw()).containsEntry("Ghi chú", "=cmd|'/C calc'!A0");
        assertThat(recorder.items.get(0).values()).doesNotContainKey(CameraField.NOTE);
    }

    @Test
    void refusesACellThatIsTooLong() {
        var report = recorder.take("Mã camera,Tên camera\nA," + "x".repeat(40_000) + "\n");
        assertThat(rules(report.rows().get(0).findings())).containsExactly("cell.long");
        assertThat(recorder.items.get(0).raw().get("Tên camera")).hasSize(Table.LONGEST_CELL);
    }

    @Test
    void findsTheHeadingsUnderTitles() {
        recorder.take(
                "ỦY BAN NHÂN DÂN,,\nDANH SÁCH CAMERA,,\n,,\nSTT,Mã camera,Tên camera\n(1),(2),(3)\n1,A,Chợ\nTổng cộng: 1,,\n");
        assertThat(recorder.items).singleElement().satisfies(item -> {
            assertThat(item.row()).isEqualTo(6);
            assertThat(item.values()).containsEntry(CameraField.NAME, "Chợ");
        });
    }

    @Test
    void keepsTheWordsOfTheLinesBelowTheTable() {
        var report = recorder.take(
                "STT,Mã camera,Tên camera\n1,A,Chợ\nTổng cộng,,1\nCỘNG: 1,,\nNgười lập biểu,,Thủ trưởng\n");
        assertThat(recorder.items).extracting(item -> item.row()).containsExactly(2);
        assertThat(rules(report.findings())).containsOnly("sheet.footer");
        assertThat(report.findings()).extracting(finding -> finding.row()).containsExactly(3, 4, 5);
        assertThat(report.findings())
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTICE));
        assertThat(report.findings().get(0).message().vi()).contains("“Tổng cộng | 1”");
    }

    @Test
    void takesNoCameraForALineBelowTheTable() {
        recorder.take("Tên camera,Mã xã\nCổng chợ,27694\nCông an xã,27694\nCong truong,27694\nCộng đồng ấp 3,27694\n"
                + "Tổng công ty điện lực,27694\nThủ trưởng đơn vị cũ,\nNơi nhận rác,\n");
        assertThat(recorder.items).hasSize(7);
        recorder.take("STT,Tên camera,Mã xã\nCộng,3,\nTổng cộng,3,\n1,Chợ,27694\n");
        assertThat(recorder.items).as("above a numbered row").hasSize(3);
        recorder.take("Tên camera,Mã camera\nCộng,CAM-1\nTổng số,CAM-2\n");
        assertThat(recorder.items).as("with codes").hasSize(2);
        recorder.take("Tên camera,Mã xã\nChợ,27694\n" + "Cộng,27694\n".repeat(21));
        assertThat(recorder.items).as("too many to be a footer").hasSize(22);
    }

    @Test
    void readsTwoRowsOfMergedHeadings() {
        recorder.take("STT,Tên camera,Tọa độ,,Ghi chú\n,,Vĩ độ,Kinh độ,\n1,Chợ,10.5,106.4,x\n");
        assertThat(recorder.items).singleElement().satisfies(item -> assertThat(item.values())
                .containsEntry(CameraField.NAME, "Chợ")
                .containsEntry(CameraField.LATITUDE, "10.5")
                .containsEntry(CameraField.LONGITUDE, "106.4")
                .containsEntry(CameraField.NOTE, "x"));
    }

    @Test
    void remarksUnknownAndRepeatedHeadings() {
        var report = recorder.take("Mã camera,TEN  CAMERA,Tên camera,Vĩ  ĐỘ,Màu sơn\nA,Chợ,Bến,10.5,xanh\n");
        assertThat(rules(report.findings())).containsExactly("sheet.column.duplicate", "sheet.column.unknown");
        assertThat(report.findings().get(0).column()).contains("C (Tên camera)");
        assertThat(report.findings().get(1).column()).contains("E (Màu sơn)");
        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.NAME, "Chợ");
        assertThat(recorder.items.get(0).raw()).containsEntry("Màu sơn", "xanh");
    }

    @Test
    void readsALaterHeadingWhereTheEarlierCellIsBlank() {
        var report = recorder.take("Tên điểm lắp đặt,Tên camera\nNgã tư,Chợ\nNgã năm,\n");
        assertThat(recorder.items)
                .extracting(item -> item.values().get(CameraField.NAME))
                .containsExactly("Chợ", "Ngã năm");
        assertThat(rules(report.findings())).containsExactly("sheet.column.fallback");
        assertThat(report.findings().get(0).column()).contains("A (Tên điểm lắp đặt)");
    }

    @Test
    void knowsAHeadingThatWasOnceExplainedOfItsSourceAndNoOther() {
        var sheet = "Tên camera,Cao độ cột,Ghi chú\nChợ,5,6\n";
        var caller = Caller.system();
        recorder.learned.learn(caller, "test", new SourceId("other"), "Cao độ cột", CameraField.HEIGHT);
        assertThat(rules(recorder.take(sheet).findings())).containsExactly("sheet.column.unknown");

        recorder.learned.learn(caller, "test", Recorder.SOURCE, "CAO ĐỘ  CỘT", CameraField.HEIGHT);
        recorder.learned.learn(caller, "test", Recorder.SOURCE, "Ghi chú", CameraField.CODE);
        assertThat(recorder.take(sheet).findings()).isEmpty();
        assertThat(recorder.items.get(0).values())
                .containsEntry(CameraField.HEIGHT, "5")
                .containsEntry(CameraField.CODE, "6")
                .doesNotContainKey(CameraField.NOTE);
    }

    @Test
    void suggestsTheHeadingThatMayBeMeant() {
        var report = recorder.take("Mã camera,Tên camera,Độ ca0\nA,Chợ,5\n");
        assertThat(report.findings().get(0).suggestions()).containsExactly("Độ cao");
    }

    @Test
    void refusesASheetWithoutARequiredColumn() {
        assertThat(fault(recorder.take("Mã camera,Vĩ độ\nA,10.5\n")).rule()).isEqualTo("sheet.column.missing");
    }
}
