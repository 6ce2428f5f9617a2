package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dhatim.fastexcel.Color;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;

/** The report of an import as a workbook: what is wrong in which cell, then every row with what became of it. */
final class ReportBook {

    private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm:ss").withZone(VIETNAM);

    private static final List<String> FINDING_HEADS = List.of(
            "Dòng",
            "Cột",
            "Giá trị",
            "Mức",
            "Điều gì sai",
            "Cách sửa",
            "Gợi ý",
            "Quy tắc",
            "Severity",
            "What is wrong",
            "How to mend it");

    private static final int[] FINDING_WIDTHS = {8, 26, 24, 12, 60, 50, 36, 18, 12, 60, 50};

    private static final List<String> ROW_HEADS =
            List.of("Dòng", "Kết quả", "Mã camera trong danh mục", "Số lỗi", "Số cảnh báo", "Số lưu ý", "Outcome");

    private static final int[] ROW_WIDTHS = {8, 22, 26, 10, 14, 12, 16};

    private final IntakeReport report;

    ReportBook(IntakeReport report) {
        this.report = report;
    }

    void write(OutputStream out) {
        try (var book = new Workbook(out, "matluoi", "1.0")) {
            findings(book.newWorksheet("Kết quả"));
            rows(book.newWorksheet("Các dòng"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void findings(Worksheet page) throws IOException {
        var counts = report.counts();
        var line = 0;
        line = summary(page, line, "Bảng / Sheet", report.label());
        line = summary(page, line, "Nguồn / Source", report.source().value());
        line = summary(page, line, "Lúc / At", MOMENT.format(report.at()));
        line = summary(
                page,
                line,
                "Cách chạy / Mode",
                report.mode() == Intake.Mode.DRY_RUN
                        ? "Chạy thử, chưa ghi / Dry run, nothing written"
                        : "Đã ghi, lần nhập số " + report.importId() + " / Committed as import " + report.importId());
        line = summary(
                page,
                line,
                "Kết quả / Result",
                ("%d dòng: %d mới, %d thay đổi, %d không đổi, %d bị từ chối, %d chờ xem xét; %d camera không còn trong bảng"
                                + " / %d rows: %d created, %d updated, %d unchanged, %d rejected, %d doubtful; %d missing")
                        .formatted(
                                counts.rows(),
                                counts.created(),
                                counts.updated(),
                                counts.unchanged(),
                                counts.rejected(),
                                counts.doubtful(),
                                counts.missing(),
                                counts.rows(),
                                counts.created(),
                                counts.updated(),
                                counts.unchanged(),
                                counts.rejected(),
                                counts.doubtful(),
                                counts.missing()));
        line++;
        heads(page, line++, FINDING_HEADS, FINDING_WIDTHS);
        for (var finding : report.findings()) {
            finding(page, line++, finding);
        }
        for (var row : report.rows()) {
            for (var finding : row.findings()) {
                finding(page, line++, finding);
            }
            page.flush();
        }
        page.freezePane(0, 7);
        page.finish();
    }

    private static int summary(Worksheet page, int line, String name, String value) {
        text(page, line, 0, name);
        page.style(line, 0).bold().set();
        text(page, line, 2, value);
        return line + 1;
    }

    private static void heads(Worksheet page, int line, List<String> heads, int[] widths) {
        for (var column = 0; column < heads.size(); column++) {
            page.value(line, column, heads.get(column));
            page.width(column, widths[column]);
        }
        page.range(line, 0, line, heads.size() - 1)
                .style()
                .bold()
                .fillColor(Color.GRAY2)
                .set();
    }

    private static void finding(Worksheet page, int line, Finding finding) {
        if (finding.row() > 0) {
            page.value(line, 0, finding.row());
        } else {
            page.value(line, 0, "cả bảng");
        }
        text(
                page,
                line,
                1,
                finding.column()
                        .or(() -> finding.field().map(field -> field.label().vi()))
                        .orElse(""));
        text(page, line, 2, quoted(finding.message().vi()));
        text(page, line, 3, severity(finding.severity()));
        text(page, line, 4, finding.message().vi());
        text(page, line, 5, finding.mend().vi());
        text(page, line, 6, String.join("; ", finding.suggestions()));
        text(page, line, 7, finding.rule());
        text(page, line, 8, finding.severity().name());
        text(page, line, 9, finding.message().en());
        text(page, line, 10, finding.mend().en());
    }

    /** @return what a message quotes first: the cell */
    private static String quoted(String message) {
        var from = message.indexOf('“');
        var to = message.indexOf('”', from + 1);
        return from >= 0 && to > from ? message.substring(from + 1, to) : "";
    }

    private static String severity(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> "Lỗi";
            case WARNING -> "Cảnh báo";
            case NOTICE -> "Lưu ý";
        };
    }

    private void rows(Worksheet page) throws IOException {
        heads(page, 0, ROW_HEADS, ROW_WIDTHS);
        var line = 1;
        for (var row : report.rows()) {
            page.value(line, 0, row.row());
            text(page, line, 1, outcome(row.outcome()));
            text(page, line, 2, row.camera().map(CameraId::toString).orElse(""));
            page.value(line, 3, count(row, Finding.Severity.ERROR));
            page.value(line, 4, count(row, Finding.Severity.WARNING));
            page.value(line, 5, count(row, Finding.Severity.NOTICE));
            text(page, line, 6, row.outcome().name());
            line++;
        }
        page.freezePane(0, 1);
        page.finish();
    }

    private static long count(IntakeReport.RowReport row, Finding.Severity severity) {
        return row.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static String outcome(IntakeReport.Outcome outcome) {
        return switch (outcome) {
            case CREATED -> "Mới";
            case UPDATED -> "Thay đổi";
            case UNCHANGED -> "Không đổi";
            case REJECTED -> "Bị từ chối";
            case DOUBTFUL -> "Chờ người xem xét";
        };
    }

    private static void text(Worksheet page, int line, int column, String text) {
        if (!text.isEmpty()) {
            page.value(line, column, harmless(text));
        }
    }

    /**
     * A cell that a spreadsheet could take for a formula is begun with an apostrophe, and what XML cannot hold is dropped:
     * the texts come from strangers' sheets.
     */
    static String harmless(String text) {
        var clean = new StringBuilder(text.length() + 1);
        text.codePoints().limit(Table.LONGEST_CELL - 2L).forEach(c -> {
            var allowed =
                    c == '\t' || c == '\n' || c >= ' ' && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c < 0xE000);
            if (allowed || c == '\r') {
                clean.appendCodePoint(c);
            }
        });
        if (!clean.isEmpty() && "=+-@\t\r\n".indexOf(clean.charAt(0)) >= 0) {
            clean.insert(0, '\'');
        }
        return clean.toString();
    }
}
