package vn.matluoi.sheets.internal;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;

/** What became of the cells in old letters, for the report. */
final class OldReading {

    private static final int LONGEST_EXAMPLE = 60;

    private final OldLetters letters;
    private final Wording wording;
    private final TreeSet<Integer> columns = new TreeSet<>();
    private int read;
    private int capitals;
    private int left;
    private int firstLeft;
    private String before = "";
    private String after = "";

    OldReading(OldLetters letters, Wording wording) {
        this.letters = letters;
        this.wording = wording;
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
        var where = wording.names(columns);
        var in = wording.column();
        var row = wording.row();
        var cells = wording.cells();
        var vi =
                new StringBuilder("Chữ Việt ghi bằng bảng mã cũ %s%s: đã đổi %d %s sang Unicode, ví dụ “%s” thành “%s”."
                        .formatted(
                                letters.shown(),
                                everywhere ? " (cả tệp)" : " ở %s %s".formatted(in.vi(), where),
                                read,
                                cells.vi(),
                                before,
                                after));
        var en = new StringBuilder(
                "The Vietnamese text is in the old encoding %s%s: %d %s were turned into Unicode, for example “%s” into “%s”."
                        .formatted(
                                letters.shown(),
                                everywhere ? " (the whole file)" : " in %s %s".formatted(in.en(), where),
                                read,
                                cells.en(),
                                before,
                                after));
        if (capitals > 0) {
            vi.append(" %d %s viết hoa có dấu đã được viết hoa lại.".formatted(capitals, cells.vi()));
            en.append(" Accented capitals were restored in %d %s.".formatted(capitals, cells.en()));
        }
        if (left > 0) {
            vi.append(" %d %s không theo bảng mã này được giữ nguyên, đầu tiên ở %s %d."
                    .formatted(left, cells.vi(), row.vi(), firstLeft));
            en.append(" %d %s that are not in it were left as they are, the first in %s %d."
                    .formatted(left, cells.en(), row.en(), firstLeft));
        }
        return new Finding(
                Finding.Severity.WARNING,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.encoding.converted",
                new Text(vi.toString(), en.toString()),
                wording.again(),
                List.of());
    }
}
