package vn.matluoi.sheets.internal;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;

/** What became of the cells in old letters, for the report. */
final class OldReading {

    private static final int LONGEST_EXAMPLE = 60;

    private final OldLetters letters;
    private final TreeSet<Integer> columns = new TreeSet<>();
    private int read;
    private int capitals;
    private int left;
    private int firstLeft;
    private String before = "";
    private String after = "";

    OldReading(OldLetters letters) {
        this.letters = letters;
    }

    /** One cell that is not ASCII alone. */
    void tell(int row, int column, String written, String text) {
        if (text.equals(written)) {
            if (!Evidence.isUnicode(written)) {
                firstLeft = left++ == 0 ? row : firstLeft;
            }
            return;
        }
        read++;
        columns.add(column);
        if (letters == OldLetters.TCVN3 && !text.equals(letters.read(written))) {
            capitals++;
        }
        // the longest of the first ones shows most
        if (read <= 20 && written.length() > before.length() && written.length() <= LONGEST_EXAMPLE) {
            before = written;
            after = text;
        }
    }

    /** @param everywhere whether the file as a whole is in these letters */
    Finding finding(boolean everywhere) {
        var where = columns.stream().map(Layout::letters).collect(Collectors.joining(", "));
        var vi = new StringBuilder("Chữ Việt ghi bằng bảng mã cũ %s%s: đã đổi %d ô sang Unicode, ví dụ “%s” thành “%s”."
                .formatted(letters.shown(), everywhere ? " (cả tệp)" : " ở cột " + where, read, before, after));
        var en = new StringBuilder(
                "The Vietnamese text is in the old encoding %s%s: %d cells were turned into Unicode, for example “%s” into “%s”."
                        .formatted(
                                letters.shown(),
                                everywhere ? " (the whole file)" : " in column " + where,
                                read,
                                before,
                                after));
        if (capitals > 0) {
            vi.append(" %d ô viết hoa có dấu đã được viết hoa lại.".formatted(capitals));
            en.append(" Accented capitals were restored in %d cells.".formatted(capitals));
        }
        if (left > 0) {
            vi.append(" %d ô không theo bảng mã này được giữ nguyên, ô đầu tiên ở dòng %d.".formatted(left, firstLeft));
            en.append(" %d cells that are not in it were left as they are, the first in row %d."
                    .formatted(left, firstLeft));
        }
        return new Finding(
                Finding.Severity.WARNING,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.encoding.converted",
                new Text(vi.toString(), en.toString()),
                new Text(
                        "Xem lại ví dụ; dòng gốc vẫn được lưu nguyên văn. Lần sau lưu bảng bằng Unicode (Công cụ của UniKey).",
                        "Look at the example; the rows were kept as they were sent. Save the sheet in Unicode next time."),
                List.of());
    }
}
