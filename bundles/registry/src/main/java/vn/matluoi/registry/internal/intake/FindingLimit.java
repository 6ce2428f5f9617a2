package vn.matluoi.registry.internal.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;

/**
 * Keeps what is said of one statement small enough to be held and read. The first {@value #WHOLE} findings are kept whole;
 * of each row after them its first error, or its first finding, and how many more it has. What becomes of the row does not
 * depend on it, and its raw cells are kept all the same.
 */
final class FindingLimit {

    /** Some 20 MiB; a person who mends a sheet mends the same mistake in all rows at once. */
    static final int WHOLE = 20_000;

    private static final Text MEND = new Text(
            "Sửa các điểm đã nêu trong cả bảng rồi gửi lại; lần sau sẽ nêu tiếp các điểm còn lại.",
            "Mend what is named in the whole sheet and send it again; what is left is named then.");

    private final Map<Integer, Text> more = new HashMap<>();
    private int left;
    private OptionalInt from = OptionalInt.empty();

    FindingLimit(int whole) {
        left = whole;
    }

    /** @return what is kept of what was found in the next row */
    List<Finding> of(int row, List<Finding> found) {
        if (found.size() <= 2 || found.size() <= left) {
            left = Math.max(0, left - found.size());
            return found;
        }
        left = 0;
        from = from.isPresent() ? from : OptionalInt.of(row);
        var first = found.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .findFirst()
                .orElse(found.get(0));
        return List.of(first, rest(first.severity(), row, found.size() - 1));
    }

    private Finding rest(Severity severity, int row, int count) {
        var text = more.computeIfAbsent(
                count,
                key -> new Text(
                        "Dòng này còn %d điểm khác, không nêu ở đây.".formatted(key),
                        "This row has %d more, which are not named here.".formatted(key)));
        return new Finding(severity, row, Optional.empty(), Optional.empty(), "row.more", text, MEND, List.of());
    }

    /** @return of the statement as a whole: that not everything is named, and from where on */
    List<Finding> findings() {
        var said = new ArrayList<Finding>();
        from.ifPresent(row -> said.add(new Finding(
                Severity.WARNING,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.findings",
                new Text(
                        "Bảng có quá nhiều điểm phải sửa: từ dòng %d trở đi chỉ nêu điểm đầu tiên của mỗi dòng."
                                .formatted(row),
                        "There is too much to mend: from row %d on only the first of each row is named."
                                .formatted(row)),
                MEND,
                List.of())));
        return said;
    }
}
