package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.sheets.internal.Recorder.book;
import static vn.matluoi.sheets.internal.Recorder.fault;
import static vn.matluoi.sheets.internal.Recorder.fill;
import static vn.matluoi.sheets.internal.Recorder.rules;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding.Severity;

/** Sheets in the letters of before Unicode. */
class OldSheetTest {

    private static final String SHEET =
            """
            Danh sách camera xã Phước Chỉ
            Mã camera,Tên camera,Vĩ độ,Ghi chú
            A1,Cổng chợ Phước Chỉ,11.1,Đã kiểm tra
            A2,Ngã tư Hoà Thành,11.2,Hỏng nguồn
            A3,Trường tiểu học,11.3,Có
            """;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private final Recorder recorder = new Recorder();

    private void isRead() {
        assertThat(recorder.items)
                .extracting(item -> item.values().get(CameraField.NAME))
                .containsExactly("Cổng chợ Phước Chỉ", "Ngã tư Hoà Thành", "Trường tiểu học");
        assertThat(recorder.items)
                .extracting(item -> item.values().get(CameraField.NOTE))
                .containsExactly("Đã kiểm tra", "Hỏng nguồn", "Có");
    }

    @Test
    void readsATextFileInTcvn3SaysSoAndKeepsWhatWasSent() {
        var report = recorder.take(OldWriting.tcvn3(SHEET), WINDOWS_1252);
        isRead();
        assertThat(recorder.items.get(0).raw()).containsEntry("Tên camera", "Cæng chî Ph­íc ChØ");
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("sheet.encoding.converted");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message().vi()).contains("TCVN3", "cả tệp", "Phước Chỉ");
        });
    }

    @Test
    void readsATextFileInVni() {
        var report = recorder.take(OldWriting.vni(SHEET), WINDOWS_1252);
        isRead();
        assertThat(rules(report.findings())).containsExactly("sheet.encoding.converted");
        assertThat(report.findings().get(0).message().vi()).contains("VNI");
    }

    @Test
    void readsOldLettersThatAProgramTookForLatinAndWroteAsUnicode() {
        recorder.take(OldWriting.tcvn3(SHEET).replace(',', ';'), StandardCharsets.UTF_8);
        isRead();
        recorder.take(OldWriting.vni(SHEET), StandardCharsets.UTF_16);
        isRead();
    }

    private static Object[][] rows(String sheet) {
        return sheet.lines().map(line -> (Object[]) line.split(",")).toArray(Object[][]::new);
    }

    @Test
    void readsABookInOldLetters() throws IOException {
        var report = recorder.take(book(rows(OldWriting.tcvn3(SHEET))));
        isRead();
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message().vi()).contains("TCVN3", "cột A, B, C, D"));
        recorder.take(book(rows(OldWriting.vni(SHEET))));
        isRead();
    }

    @Test
    void readsOldLettersUnderTheTemplatesOwnHeadings() throws IOException {
        var rows = rows(OldWriting.tcvn3(SHEET));
        System.arraycopy(rows(SHEET), 0, rows, 0, 2);
        var report = recorder.take(book(rows));
        isRead();
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message().vi()).contains("cột B, D"));
    }

    @Test
    void readsOneColumnInOldLettersBesideOthersInUnicode() throws IOException {
        var rows = rows(SHEET);
        for (var i = 1; i < rows.length; i++) {
            rows[i][3] = OldWriting.vni((String) rows[i][3]);
        }
        rows[4][3] = OldWriting.vni("Sửa chữa, thay nguồn");
        recorder.take(book(rows));
        assertThat(recorder.items)
                .extracting(item -> item.values().get(CameraField.NOTE))
                .containsExactly("Đã kiểm tra", "Hỏng nguồn", "Sửa chữa, thay nguồn");
        assertThat(recorder.items.get(0).values()).containsEntry(CameraField.NAME, "Cổng chợ Phước Chỉ");
    }

    @Test
    void asksWhenAColumnIsPartlyInOldLetters() throws IOException {
        var report = recorder.take(
                book(
                        rows(
                                """
                Mã camera,Tên camera
                A1,Cµ Mau
                A2,Chî Míi
                A3,Nhà hàng
                A4,Cà Mau
                """)));
        var fault = fault(report);
        assertThat(fault.rule()).isEqualTo("sheet.encoding");
        assertThat(fault.message().vi()).contains("Cột B", "Cµ Mau", "Cà Mau");
        assertThat(recorder.statement.complete()).isFalse();
    }

    @Test
    void asksWhenTooLittleSpeaksForOldLettersUnlessTheFontDoes() throws IOException {
        var rows = new Object[][] {{"Mã camera", "Tên camera", "Ghi chú"}, {"A1", "Chî Míi", "Cã"}};
        assertThat(fault(recorder.take(book(rows))).rule()).isEqualTo("sheet.encoding");
        recorder.take(book(book -> {
            var page = book.newWorksheet("Danh sách");
            fill(page, rows);
            page.style(1, 1).fontName(".VnTime").set();
            page.style(1, 2).fontName(".VnArial").set();
        }));
        assertThat(recorder.items).singleElement().satisfies(item -> assertThat(item.values())
                .containsEntry(CameraField.NAME, "Chợ Mới")
                .containsEntry(CameraField.NOTE, "Có"));
    }

    @Test
    void believesTheLettersMoreThanTheFont() throws IOException {
        var report = recorder.take(book(book -> {
            var page = book.newWorksheet("Danh sách");
            fill(page, rows(SHEET));
            for (var row = 0; row < 5; row++) {
                page.style(row, 1).fontName(".VnTime").set();
            }
        }));
        assertThat(report.findings()).isEmpty();
        isRead();
    }

    @Test
    void writesCapitalsWhereTheFontDrewThem() throws IOException {
        var rows = rows(OldWriting.tcvn3(SHEET));
        rows[3][1] = OldWriting.tcvn3("UBND XÃ HƯNG THUẬN");
        var report = recorder.take(book(book -> {
            var page = book.newWorksheet("Danh sách");
            fill(page, rows);
            page.style(2, 1).fontName(".VnTimeH").set();
        }));
        assertThat(recorder.items)
                .extracting(item -> item.values().get(CameraField.NAME))
                .containsExactly("CỔNG CHỢ PHƯỚC CHỈ", "UBND XÃ HƯNG THUẬN", "Trường tiểu học");
        assertThat(report.findings().get(0).message().vi()).contains("2 ô viết hoa");
    }

    @Test
    void leavesACellThatIsNotInTheLettersOfItsColumnAndCountsIt() throws IOException {
        var rows = Arrays.copyOf(rows(OldWriting.tcvn3(SHEET)), 6);
        rows[5] = new Object[] {"A4", "Привет", "11.4", "à à à"};
        var report = recorder.take(book(rows));
        assertThat(recorder.items.get(3).values())
                .containsEntry(CameraField.NAME, "Привет")
                .containsEntry(CameraField.NOTE, "à à à");
        assertThat(report.findings().get(0).message().vi()).contains("1 ô không theo bảng mã", "dòng 6");
    }

    @Test
    void leavesProperFrenchAndPlainSheetsAlone() throws IOException {
        for (var sheet : new String[] {
            SHEET,
            "Mã camera,Tên camera,Ghi chú\nA1,Hôpital général,entrée\nA2,Théâtre,né à côté\nA3,Forêt,été dû\n",
            "Ma camera,Ten camera,Ghi chu\nA1,Cong cho,Da kiem tra\n",
            "Mã camera,Tên camera,Ghi chú\nA1,Cà Mau,Có\nA2,Bình An,Không\nA3,Phú Hoà,Có\n"
        }) {
            assertThat(recorder.take(sheet).findings()).isEmpty();
            assertThat(recorder.take(book(rows(sheet))).findings()).isEmpty();
            recorder.items.forEach(item ->
                    assertThat(item.raw().values()).containsAll(item.values().values()));
        }
    }
}
