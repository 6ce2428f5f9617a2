package vn.matluoi.simulators.sheet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes sheets the way the usual office programs do. */
public final class SheetFiles {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MM/yyyy");
    private static final char MARK = '\ufeff';

    private SheetFiles() {}

    /** One worksheet; numbers and dates are real ones, unless the sheet says otherwise. */
    public static void writeXlsx(CommuneSheet sheet, Path file) throws IOException {
        writeXlsx(sheet, Column.values().length, file);
    }

    /** UTF-8 with a byte order mark, commas, CRLF (RFC 4180). */
    public static void writeCsv(CommuneSheet sheet, Path file) throws IOException {
        Files.write(file, (MARK + csv(sheet)).getBytes(StandardCharsets.UTF_8));
    }

    /** The answer key, as CSV in UTF-8. */
    public static void writeKey(CommuneSheet sheet, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("row,kind,column,value,outcome,expected\r\n");
            for (KeyEntry entry : sheet.key()) {
                line(
                        out,
                        List.of(
                                Integer.toString(entry.row()),
                                entry.kind(),
                                entry.column().heading(),
                                entry.value(),
                                entry.outcome().name().toLowerCase(Locale.ROOT),
                                entry.expected()));
            }
        }
    }

    /** @param columns how many: those beyond the known ones are headed and filled with filler */
    static void writeXlsx(CommuneSheet sheet, int columns, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                Workbook book = new Workbook(out, "sheets", "1.0")) {
            Worksheet page = book.newWorksheet("Danh sách camera");
            for (int c = 0; c < columns; c++) {
                page.value(0, c, c < Column.values().length ? Column.values()[c].heading() : "Cột " + (c + 1));
            }
            int r = 1;
            for (Row row : sheet.rows()) {
                for (int c = 0; c < columns; c++) {
                    if (c < Column.values().length) {
                        cell(page, r, c, row.get(Column.values()[c]));
                    } else {
                        page.value(r, c, "x");
                    }
                }
                r++;
            }
        }
    }

    static String csv(CommuneSheet sheet) throws IOException {
        java.io.StringWriter out = new java.io.StringWriter();
        List<String> headings = new ArrayList<>();
        for (Column column : Column.values()) {
            headings.add(column.heading());
        }
        line(out, headings);
        for (Row row : sheet.rows()) {
            List<String> cells = new ArrayList<>();
            for (Column column : Column.values()) {
                cells.add(text(row.get(column)));
            }
            line(out, cells);
        }
        return out.toString();
    }

    private static void cell(Worksheet page, int r, int c, Object value) {
        if (value instanceof Number number) {
            page.value(r, c, number);
        } else if (value instanceof LocalDate date) {
            page.value(r, c, date);
            page.style(r, c).format("dd/mm/yyyy").set();
        } else if (value instanceof Row.Formula formula) {
            page.formula(r, c, formula.text());
        } else if (value != null) {
            page.value(r, c, value.toString());
        }
    }

    private static String text(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof LocalDate date) {
            return date.format(DATE);
        }
        if (value instanceof Row.Formula formula) {
            return "=" + formula.text();
        }
        return value.toString();
    }

    private static void line(Appendable out, List<String> cells) throws IOException {
        String comma = "";
        for (String cell : cells) {
            out.append(comma);
            boolean quote = cell.matches("(?s).*[\",\r\n].*|\\s.*|.*\\s");
            out.append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
            comma = ",";
        }
        out.append("\r\n");
    }
}
