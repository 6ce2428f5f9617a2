package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;

class SheetImportsTest {

    private final Recorder recorder = new Recorder();

    @Test
    void namesTheProfilesThereAre() {
        assertThatThrownBy(() -> recorder.imports().take(Recorder.order("nobody"), InputStream.nullInputStream()))
                .isInstanceOfSatisfying(HubException.class, e -> {
                    assertThat(e.reason()).isEqualTo(HubException.Reason.INVALID);
                    assertThat(e.text().vi()).contains("nobody", "commune");
                });
    }

    @Test
    void recordsACommitOnceWhoeverBringsTheSheetAndAFailureToo() {
        var sheet = "Tên camera\nCổng chợ\n".getBytes(StandardCharsets.UTF_8);
        var dry = Recorder.order("commune", Intake.Mode.DRY_RUN);
        recorder.imports().take(dry, new ByteArrayInputStream(sheet));
        assertThat(recorder.audited).isEmpty();

        recorder.take(sheet);
        recorder.take(new byte[0]); // no sheet at all: that it came is kept as an import
        var done = "an rest import.submit xa-thu DONE {file=bảng camera.xlsx, profile=commune}";
        assertThat(recorder.audited).containsExactly(done, done);
        recorder.audited.clear();

        recorder.away = true;
        assertThatThrownBy(() -> recorder.take(sheet)).isInstanceOf(HubException.class);
        assertThat(recorder.audited)
                .containsExactly(
                        done,
                        "an rest import.submit xa-thu FAILED"
                                + " {because=registry.unavailable, file=bảng camera.xlsx, profile=commune}");
    }

    @Test
    void recordsWhatAProgramOnlyTries() {
        var dry = Recorder.order("commune", Intake.Mode.DRY_RUN);
        var tried = new Imports.Order(
                dry.source(),
                dry.profile(),
                dry.fileName(),
                dry.mode(),
                "key:1",
                dry.surface(),
                dry.delivery(),
                dry.complete(),
                dry.defaultArea(),
                dry.defaultUnit(),
                dry.defaultSector());

        recorder.imports().take(tried, new ByteArrayInputStream("Tên camera\nCổng\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(recorder.audited)
                .containsExactly("key:1 rest import.try xa-thu DONE {file=bảng camera.xlsx, profile=commune}");
    }

    @Test
    void refusesMoreThanItMayHold() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                java.util.Arrays.fill(buffer, from, from + length, (byte) 'x');
                return length;
            }
        };
        var report = recorder.imports().take(Recorder.order("commune"), endless);
        assertThat(Recorder.fault(report).rule()).isEqualTo("sheet.large");
    }

    @Test
    void letsNobodyElseReadTheSpoolAndRemovesIt() throws IOException {
        Path file;
        try (var spool = Spool.of(new ByteArrayInputStream("abc".getBytes()))) {
            file = spool.file();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(spool.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void removesWhatAKilledHubLeftBeforeItTakesAnything() throws IOException {
        var left = Spool.of(new ByteArrayInputStream("abc".getBytes())).file();
        new SheetImports(recorder, recorder.log(), recorder, recorder.learned);
        assertThat(left).doesNotExist();
    }

    @Test
    void writesTheReportAsASheet() throws IOException {
        recorder.take("Mã camera,Tên camera,Độ cao\nA,Chợ,5\nB,=1+1,cao\n");
        var rows = rows(report());
        var heads = rows.findings.stream()
                .filter(row -> row.getCellText(0).equals("Dòng"))
                .findFirst()
                .orElseThrow();
        assertThat(heads.getCellText(4)).isEqualTo("Điều gì sai");
        var line = rows.findings.get(rows.findings.size() - 1);
        assertThat(line.getCellText(0)).isEqualTo("3");
        assertThat(line.getCellText(1)).isEqualTo("B (Tên camera)");
        assertThat(line.getCellText(2)).as("the cell").isEqualTo("'=1+1");
        assertThat(line.getCellText(3)).isEqualTo("Lỗi");
        assertThat(line.getCellText(5)).isEqualTo("Ghi một cái tên.");
        assertThat(line.getCellText(6)).isEqualTo("'-5; +6");
        assertThat(line.getCellText(7)).isEqualTo("cell.formula");
        assertThat(line.getCellText(9)).isEqualTo("that is no name, unlike “Chợ”");
        assertThat(rows.rows.get(1).getCellText(1)).isEqualTo("Mới");
        assertThat(rows.rows.get(1).getCellText(2)).startsWith("80-");
        assertThat(rows.rows.get(2).getCellText(1)).isEqualTo("Bị từ chối");
        assertThat(rows.rows.get(2).getCellText(3)).isEqualTo("1");
    }

    @Test
    void returnsEveryRowAsItCameWithItsBadCellsMarked() throws IOException {
        recorder.take("Mã camera,Tên camera,Độ cao\nA,Chợ,5\nB,=1+1,cao\n");
        var rows = rows(report()).rows;
        assertThat(cells(rows.get(0))).endsWith("Mã camera", "Tên camera", "Độ cao");
        assertThat(cells(rows.get(1))).endsWith("A", "Chợ", "5");
        assertThat(cells(rows.get(2))).endsWith("B", "'=1+1", "cao");
        var page = part(report(), "xl/worksheets/sheet2.xml");
        assertThat(style(page, "I3")).as("the name").isNotEqualTo(style(page, "H3"));
        assertThat(style(page, "J3")).as("its neighbour").isEqualTo(style(page, "H3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"})
    void writesNoCellThatASpreadsheetCouldRun(String text) {
        assertThat(ReportBook.harmless(text)).startsWith("'");
    }

    @Test
    void dropsWhatXmlCannotHold() {
        assertThat(ReportBook.harmless("a\u0000b\u0007c\ud800d\uffffe")).isEqualTo("abcde");
    }

    private static IntakeReport report() {
        var finding = new Finding(
                Severity.ERROR,
                3,
                Optional.of(CameraField.NAME),
                Optional.of("B (Tên camera)"),
                "cell.formula",
                new Text("đó không phải tên, khác với “Chợ”", "that is no name, unlike “Chợ”"),
                new Text("Ghi một cái tên.", "Write a name."),
                List.of("-5", "+6"));
        return new IntakeReport(
                9,
                new SourceId("xa-thu"),
                "=bảng.xlsx",
                Intake.Mode.COMMIT,
                Recorder.NOW,
                new IntakeReport.Counts(2, 1, 0, 0, 1, 0, 0),
                List.of(),
                List.of(
                        new IntakeReport.RowReport(
                                2, IntakeReport.Outcome.CREATED, Optional.of(CameraId.of("80", 123)), List.of()),
                        new IntakeReport.RowReport(
                                3, IntakeReport.Outcome.REJECTED, Optional.empty(), List.of(finding))));
    }

    private static List<String> cells(Row row) {
        return row.stream().map(cell -> cell == null ? "" : cell.getText()).toList();
    }

    private static String style(String page, String address) {
        var cell = Pattern.compile("<c r=\"" + address + "\"(?: s=\"(\\d+)\")?").matcher(page);
        assertThat(cell.find()).as(address).isTrue();
        return String.valueOf(cell.group(1));
    }

    private String part(IntakeReport report, String name) throws IOException {
        var out = new ByteArrayOutputStream();
        recorder.imports().writeReport(report, out);
        try (var spool = Spool.of(new ByteArrayInputStream(out.toByteArray()));
                var zip = new ZipFile(spool.file().toFile())) {
            return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private record Pages(List<Row> findings, List<Row> rows) {}

    private Pages rows(IntakeReport report) throws IOException {
        var out = new ByteArrayOutputStream();
        recorder.imports().writeReport(report, out);
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            return new Pages(
                    book.findSheet("Kết quả").orElseThrow().read(),
                    book.findSheet("Các dòng").orElseThrow().read());
        }
    }
}
