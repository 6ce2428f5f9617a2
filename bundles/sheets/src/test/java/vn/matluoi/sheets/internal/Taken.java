package vn.matluoi.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Item;

/** What became of a file, and what must hold of it whatever was in it. */
record Taken(Recorder recorder, IntakeReport report) {

    /** The last row a spreadsheet has. */
    static final int LAST_ROW = 1_048_576;

    static Taken of(byte[] file) {
        var recorder = new Recorder();
        return new Taken(recorder, recorder.take(file));
    }

    void check(int lastRow) throws IOException {
        var refused = report.findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
        assertThat(recorder.items.isEmpty()).isEqualTo(refused);
        if (refused) {
            assertThat(recorder.statement.complete()).isFalse();
        }
        report.findings().forEach(finding -> helps(finding, 0, lastRow));
        var before = 0;
        for (var item : recorder.items) {
            assertThat(item.row()).isBetween(before + 1, lastRow);
            before = item.row();
            check(item);
        }
        readsBack();
    }

    private static void check(Item item) {
        item.values().values().forEach(Taken::isText);
        item.raw().forEach((heading, text) -> {
            isText(heading);
            isText(text);
        });
        item.findings().forEach(finding -> helps(finding, item.row(), item.row()));
    }

    private static void isText(String text) {
        assertThat(text.indexOf(0)).isNegative();
        assertThat(text.length()).isLessThanOrEqualTo(Table.LONGEST_CELL);
    }

    private static void helps(Finding finding, int from, int to) {
        assertThat(finding.row()).isBetween(from, to);
        assertThat(finding.message().vi()).isNotBlank();
        assertThat(finding.message().en()).isNotBlank();
        assertThat(finding.mend().vi()).isNotBlank();
    }

    /** The report is a workbook, whatever the file had in it. */
    private void readsBack() throws IOException {
        var out = new ByteArrayOutputStream();
        recorder.imports().writeReport(report, out);
        try (var book = new ReadableWorkbook(new ByteArrayInputStream(out.toByteArray()))) {
            for (var sheet : book.getSheets().toList()) {
                try (var rows = sheet.openStream()) {
                    assertThat(rows.count()).isPositive();
                }
            }
        }
    }
}
