package vn.matluoi.sheets.internal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;

/**
 * The lines below a table that sum it up or are to be signed. They are told by their whole words, and only below the last
 * row that has a number or a code: what might be a camera stays a row. Each is reported with what it says.
 */
final class Footers {

    /** More lines that look like one are no footer: then all are rows. */
    private static final int MOST = 20;

    private static final int MOST_CELLS = 3;
    private static final int LONGEST_QUOTE = 500;

    /** Without its accents “cộng” could be “cổng”, a gate, where cameras hang: that word needs them. */
    private static final Pattern WORDS = Pattern.compile(
            "(?:(?:tổng cộng|tổng số|cộng|tong cong|tong so)(?: camera)?\\s*[:.]?\\s*[\\d.,]*(?: camera)?"
                    + "|(?:người lập(?: biểu| bảng)?|thủ trưởng(?: đơn vị| cơ quan)?|nơi nhận)\\s*:?)\\s*");

    private static final Pattern NUMBER = Pattern.compile("\\s*\\d+\\s*[.)]?\\s*");

    private final List<Integer> numbering;
    private final Optional<Integer> code;
    private final Map<Integer, String> found = new TreeMap<>();
    private boolean tooMany;

    Footers(Layout layout) {
        this.numbering = IntStream.range(0, layout.names().size())
                .filter(column -> Headings.numbers(layout.names().get(column)))
                .boxed()
                .toList();
        this.code = Optional.ofNullable(layout.fields().get(CameraField.CODE));
    }

    /** Shown every filled row in the order of the sheet. */
    void look(Table.Row row) {
        var filled = row.cells().stream().filter(cell -> !cell.isBlank()).toList();
        var first = filled.get(0).text().strip().replaceAll("\\s+", " ");
        var worded = WORDS.matcher(first.toLowerCase(Locale.ROOT)).matches();
        if (isNumbered(row, worded ? filled.get(0) : Table.Cell.BLANK)) {
            found.clear();
            tooMany = false;
        } else if (worded && filled.size() <= MOST_CELLS && !tooMany) {
            found.put(row.number(), filled.stream().map(Table.Cell::text).collect(Collectors.joining(" | ")));
            tooMany = found.size() > MOST;
            if (tooMany) {
                found.clear();
            }
        }
    }

    /** @return whether that row, of those looked at, is one */
    boolean holds(int row) {
        return found.containsKey(row);
    }

    List<Finding> findings() {
        return found.entrySet().stream()
                .map(row -> finding(row.getKey(), row.getValue()))
                .toList();
    }

    private boolean isNumbered(Table.Row row, Table.Cell words) {
        return numbering.stream()
                        .anyMatch(column ->
                                NUMBER.matcher(row.cell(column).text()).matches())
                || code.map(row::cell)
                        .filter(cell -> cell != words && !cell.isBlank())
                        .isPresent();
    }

    private static Finding finding(int row, String text) {
        var quote = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return new Finding(
                Finding.Severity.NOTICE,
                row,
                Optional.empty(),
                Optional.empty(),
                "sheet.footer",
                new Text(
                        "Dòng cuối bảng “" + quote + "” được coi là dòng tổng hoặc ký tên, không phải camera.",
                        "The line “" + quote + "” below the table was taken for a total or a signature, not a camera."),
                new Text(
                        "Nếu đó là một camera, hãy ghi số thứ tự hoặc mã camera vào dòng ấy.",
                        "If it is a camera, write its number or its code into that row."),
                List.of());
    }
}
