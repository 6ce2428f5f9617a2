package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Color;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.ImportLog;

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
    private static final int RAW_WIDTH = 20;
    private static final String RED = "FFC7CE";
    private static final String YELLOW = "FFEB9C";

    /** Lines that wait to be written; a book of 50,000 rows does not fit into memory as a whole. */
    private static final int HELD_LINES = 500;

    /** As {@link Layout} writes it: letters and heading. */
    private static final Pattern COLUMN = Pattern.compile("([A-Z]{1,3}) \\(.*", Pattern.DOTALL);

    private final IntakeReport report;
    private final ImportLog log;
    private final Set<String> rawHeads = new LinkedHashSet<>();

    /** @param log keeps the raw rows */
    ReportBook(IntakeReport report, ImportLog log) {
        this.report = report;
        this.log = log;
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
        page.freezePane(0, line + 1);
        heads(page, line++, FINDING_HEADS, FINDING_WIDTHS);
        for (var finding : report.findings()) {
            finding(page, line++, finding, "");
        }
        var raws = new RawRows(log, report.importId());
        for (var row : report.rows()) {
            var raw = raws.next();
            rawHeads.addAll(raw.keySet());
            for (var finding : row.findings()) {
                finding(page, line++, finding, cell(raw, finding));
            }
            page.flush();
        }
        page.finish();
    }

    /** @return what stands in the cell a finding is about */
    private static String cell(Map<String, String> raw, Finding finding) {
        var column = column(finding);
        return raw.values().stream()
                .skip(Math.max(0, column))
                .limit(column < 0 ? 0 : 1)
                .findFirst()
                .orElse("");
    }

    /** @return the column a finding is about, from 0; -1 if none is meant */
    private static int column(Finding finding) {
        var named = COLUMN.matcher(finding.column().orElse(""));
        return named.matches()
                ? named.group(1).chars().reduce(0, (sum, letter) -> sum * 26 + letter - 'A' + 1) - 1
                : -1;
    }

    private static int summary(Worksheet page, int line, String name, String value) {
        text(page, line, 0, name);
        page.style(line, 0).bold().set();
        text(page, line, 2, value);
        return line + 1;
    }

    private static void heads(Worksheet page, int line, List<String> heads, int[] widths) {
        for (var column = 0; column < heads.size(); column++) {
            text(page, line, column, heads.get(column));
            if (column < widths.length) {
                page.width(column, widths[column]);
            }
        }
        page.range(line, 0, line, heads.size() - 1)
                .style()
                .bold()
                .fillColor(Color.GRAY2)
                .set();
    }

    private static void finding(Worksheet page, int line, Finding finding, String cell) {
        if (finding.row() > 0) {
            page.value(line, 0, finding.row());
        } else {
            text(page, line, 0, "cả bảng");
        }
        text(
                page,
                line,
                1,
                finding.column()
                        .or(() -> finding.field().map(field -> field.label().vi()))
                        .orElse(""));
        text(page, line, 2, cell);
        text(page, line, 3, severity(finding.severity()));
        text(page, line, 4, finding.message().vi());
        text(page, line, 5, finding.mend().vi());
        text(page, line, 6, String.join("; ", finding.suggestions()));
        text(page, line, 7, finding.rule());
        text(page, line, 8, finding.severity().name());
        text(page, line, 9, finding.message().en());
        text(page, line, 10, finding.mend().en());
    }

    private static String severity(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> "Lỗi";
            case WARNING -> "Cảnh báo";
            case NOTICE -> "Lưu ý";
        };
    }

    private void rows(Worksheet page) throws IOException {
        page.freezePane(0, 1);
        for (var column = 0; column < rawHeads.size(); column++) {
            page.width(ROW_HEADS.size() + column, RAW_WIDTH);
        }
        heads(page, 0, Stream.concat(ROW_HEADS.stream(), rawHeads.stream()).toList(), ROW_WIDTHS);
        var raws = new RawRows(log, report.importId());
        var line = 1;
        for (var row : report.rows()) {
            page.value(line, 0, row.row());
            text(page, line, 1, outcome(row.outcome()));
            text(page, line, 2, row.camera().map(CameraId::toString).orElse(""));
            page.value(line, 3, count(row, Finding.Severity.ERROR));
            page.value(line, 4, count(row, Finding.Severity.WARNING));
            page.value(line, 5, count(row, Finding.Severity.NOTICE));
            text(page, line, 6, row.outcome().name());
            raw(page, line, raws.next(), row.findings());
            if (line++ % HELD_LINES == 0) {
                page.flush();
            }
        }
        page.finish();
    }

    /** The row as it was received, its doubtful cells marked. */
    private void raw(Worksheet page, int line, Map<String, String> raw, List<Finding> findings) {
        var column = ROW_HEADS.size();
        for (var head : rawHeads) {
            text(page, line, column++, raw.getOrDefault(head, ""));
        }
        for (var finding : findings) {
            var at = column(finding);
            if (at >= 0 && at < rawHeads.size() && finding.severity() != Finding.Severity.NOTICE) {
                page.style(line, ROW_HEADS.size() + at)
                        .fillColor(finding.severity() == Finding.Severity.ERROR ? RED : YELLOW)
                        .set();
            }
        }
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
            page.inlineString(line, column, harmless(text)); // a shared text would stay in memory until the end
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
