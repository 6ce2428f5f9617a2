package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.sheets.internal.Recorder.book;
import static vn.matluoi.sheets.internal.Recorder.fault;
import static vn.matluoi.sheets.internal.Recorder.inline;
import static vn.matluoi.sheets.internal.Recorder.rules;
import static vn.matluoi.sheets.internal.Recorder.sheetXml;
import static vn.matluoi.sheets.internal.Recorder.withParts;
import static vn.matluoi.sheets.internal.Recorder.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

class BookSheetTest {

    private static final String FIRST = "xl/worksheets/sheet1.xml";
    private static final Object[] HEADS = {
        "STT", "Mã camera", "Tên camera", "Vĩ độ", "Độ cao", "Ngày lắp đặt", "Quay quét (PTZ)"
    };

    private final Recorder recorder = new Recorder();

    @Test
    void readsTextsNumbersDatesAndTruthsAsPeopleSeeThem() throws IOException {
        var report = recorder.take(book(book -> {
            var page = book.newWorksheet("Danh sách");
            Recorder.fill(page, HEADS, new Object[] {1, "CAM-1", "Cổng chợ", 11.315000000000001, 5.5, null, true});
            page.value(1, 5, LocalDate.of(2023, 3, 5));
            page.style(1, 5).format("dd/mm/yyyy").set();
        }));
        assertThat(report.findings()).isEmpty();
        assertThat(recorder.items).singleElement().satisfies(item -> {
            assertThat(item.row()).isEqualTo(2);
            assertThat(item.findings()).isEmpty();
            assertThat(item.values())
                    .containsEntry(CameraField.NAME, "Cổng chợ")
                    .containsEntry(CameraField.LATITUDE, "11.315")
                    .containsEntry(CameraField.HEIGHT, "5.5")
                    .containsEntry(CameraField.INSTALLED_ON, "05/03/2023")
                    .containsEntry(CameraField.PTZ, "Có");
            assertThat(item.raw()).containsEntry("STT", "1");
        });
    }

    @Test
    void countsRowsAsTheSheetDoes() throws IOException {
        recorder.take(book(
                new Object[] {"DANH SÁCH CAMERA"}, new Object[0], HEADS, new Object[0], new Object[] {1, "A", "Chợ"}));
        assertThat(recorder.items).extracting(item -> item.row()).containsExactly(5);
    }

    @Test
    void takesTheResultOfAFormulaAndSaysSo() throws IOException {
        var report = recorder.take(withParts(
                book(HEADS),
                FIRST,
                sheetXml("<row r=\"1\">" + inline("A1", "Mã camera") + inline("B1", "Tên camera")
                        + inline("C1", "Độ cao")
                        + "</row><row r=\"2\">" + inline("A2", "A") + inline("B2", "Chợ")
                        + "<c r=\"C2\"><f>2+3.5</f><v>5.5</v></c></row>")));
        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.HEIGHT, "5.5");
        assertThat(report.rows().get(0).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("cell.formula");
            assertThat(finding.severity()).isEqualTo(Severity.NOTICE);
            assertThat(finding.column()).contains("C (Độ cao)");
        });
    }

    @Test
    void refusesARowWhoseFormulaHasNoResultOrAnError() throws IOException {
        var report = recorder.take(book(book -> {
            var page = book.newWorksheet("Danh sách");
            Recorder.fill(page, HEADS, new Object[] {1, "A"}, new Object[] {2, "B", "#N/A"});
            page.formula(1, 2, "HYPERLINK(\"http://127.0.0.1/\",\"Camera 01\")");
        }));
        assertThat(report.rows().get(0).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("cell.formula");
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
        });
        assertThat(rules(report.rows().get(1).findings())).containsExactly("cell.error");
    }

    @Test
    void readsTheWorksheetWhoseHeadingsItKnowsBest() throws IOException {
        var report = recorder.take(book(book -> {
            Recorder.fill(book.newWorksheet("Hướng dẫn"), new Object[] {"Điền theo mẫu"});
            Recorder.fill(book.newWorksheet("Cũ"), new Object[] {"Mã camera", "Tên camera"}, new Object[] {"X", "Y"});
            Recorder.fill(book.newWorksheet("Camera"), HEADS, new Object[] {1, "A", "Chợ"});
        }));
        assertThat(recorder.items).singleElement().satisfies(item -> assertThat(item.values())
                .containsEntry(CameraField.NAME, "Chợ"));
        assertThat(rules(report.findings())).containsExactly("sheet.others");
    }

    @Test
    void refusesAFileCutShort() throws IOException {
        var whole = book(HEADS, new Object[] {1, "A", "Chợ"});
        assertThat(fault(recorder.take(Arrays.copyOf(whole, whole.length * 3 / 5)))
                        .rule())
                .isEqualTo("sheet.truncated");
        assertThat(fault(recorder.take(Arrays.copyOf(whole, 30))).rule()).isEqualTo("sheet.truncated");
    }

    @Test
    void refusesDamagedXml() throws IOException {
        var whole = sheetXml("<row r=\"1\">" + inline("A1", "Mã camera") + inline("B1", "Tên camera")
                + "</row><row r=\"2\">" + inline("A2", "A") + inline("B2", "Chợ") + "</row><row r=\"3\">"
                + inline("A3", "B") + "</row>");
        var cut = withParts(book(HEADS), FIRST, whole.substring(0, whole.indexOf("<row r=\"3\"")));
        assertThat(fault(recorder.take(cut)).rule()).isEqualTo("sheet.broken");
        recorder.take(withParts(book(HEADS), FIRST, whole));
        assertThat(recorder.items).hasSize(2);
        var text = withParts(book(HEADS), FIRST, sheetXml("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999</v></c></row>"));
        assertThat(fault(recorder.take(text)).rule()).isEqualTo("sheet.broken");
        var nothing = withParts(book(HEADS), "xl/workbook.xml", "<workbook/>");
        assertThat(fault(recorder.take(nothing)).rule()).isIn("sheet.broken", "sheet.empty");
    }

    @Test
    void refusesOtherZipFiles() throws IOException {
        assertThat(fault(recorder.take(zip(Map.of("readme.txt", new byte[10])))).rule())
                .isEqualTo("sheet.kind");
        assertThat(fault(recorder.take(zip(Map.of("word/document.xml", new byte[] {'<'}))))
                        .message()
                        .vi())
                .contains("Word");
    }

    @Test
    void refusesBombsBeforeTheyUnpack() throws IOException {
        var bomb = withParts(book(HEADS), FIRST, sheetXml("<row r=\"1\">" + "<c/>".repeat(1_200_000) + "</row>"));
        assertThat(fault(recorder.take(bomb)).rule()).isEqualTo("sheet.bomb");
        var endless =
                withParts(book(HEADS), FIRST, sheetXml("<row r=\"1\">" + inline("A1", random(2 << 20)) + "</row>"));
        assertThat(fault(recorder.take(endless)).rule()).isEqualTo("sheet.bomb");
        var many = new LinkedHashMap<String, byte[]>();
        for (var i = 0; i <= ZipGuard.MOST_ENTRIES; i++) {
            many.put("part" + i + ".xml", new byte[] {'<'});
        }
        assertThat(fault(recorder.take(zip(many))).rule()).isEqualTo("sheet.bomb");
    }

    private static String random(int length) {
        return new java.util.Random(1)
                .ints(length, 'a', 'z')
                .collect(StringBuilder::new, (out, c) -> out.append((char) c), StringBuilder::append)
                .toString();
    }

    @Test
    void refusesCellsAtAddressesNoSheetHas() throws IOException {
        for (var address : new String[] {"ZZZZZZZ1", "&#90;&#90;&#90;&#90;1", "A10485760000000"}) {
            var far = withParts(book(HEADS), FIRST, sheetXml("<row r=\"1\">" + inline(address, "x") + "</row>"));
            assertThat(fault(recorder.take(far)).rule()).isEqualTo("sheet.broken");
        }
    }

    @Test
    void doesNotFollowEntities() throws IOException {
        var rows = "<row r=\"1\">" + inline("A1", "Mã camera") + inline("B1", "Tên camera") + "</row><row r=\"2\">"
                + inline("A2", "A") + inline("B2", "&x;") + "</row>";
        var entity = sheetXml(rows)
                .replace("?><worksheet", "?><!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><worksheet");
        var report = recorder.take(withParts(book(HEADS), FIRST, entity));
        assertThat(fault(report).rule()).isEqualTo("sheet.broken");
    }

    @Test
    void refusesTwoHundredColumns() throws IOException {
        var heads = new Object[200];
        Arrays.fill(heads, "Cột");
        System.arraycopy(HEADS, 0, heads, 0, HEADS.length);
        assertThat(fault(recorder.take(book(heads, new Object[] {1, "A", "Chợ"})))
                        .rule())
                .isEqualTo("sheet.columns");
    }

    @Test
    void refusesAnEmptyBook() throws IOException {
        assertThat(fault(recorder.take(book(new Object[0]))).rule()).isEqualTo("sheet.empty");
        assertThat(fault(recorder.take(new String("PK\u0003\u0004").getBytes(StandardCharsets.ISO_8859_1)))
                        .rule())
                .isEqualTo("sheet.truncated");
    }
}
