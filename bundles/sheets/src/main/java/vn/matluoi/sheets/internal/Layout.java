package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Profile;

/**
 * Where the headings stand and what each column means.
 *
 * @param firstRow number of the first row that can hold data
 * @param known how many headings are known
 * @param names unique name of each column, for the raw rows
 * @param fields column of each field
 * @param fallbacks columns of a field to be read where the ones before are blank, in their order
 * @param labels each field's column as people see it: letter and heading
 * @param findings about headings
 */
record Layout(
        int firstRow,
        int known,
        List<String> names,
        Map<CameraField, Integer> fields,
        Map<CameraField, List<Integer>> fallbacks,
        Map<CameraField, String> labels,
        List<Finding> findings) {

    private static final int SEARCHED_ROWS = 30;
    private static final int LEAST_KNOWN = 2;
    private static final int MOST_UNKNOWN_NAMED = 15;
    private static final int LONGEST_NAME = 200;

    Layout {
        names = List.copyOf(names);
        fields = Collections.unmodifiableMap(new EnumMap<>(fields));
        fallbacks = Collections.unmodifiableMap(new EnumMap<>(fallbacks));
        labels = Collections.unmodifiableMap(new EnumMap<>(labels));
        findings = List.copyOf(findings);
    }

    /** @throws SheetFault if no row of headings is there */
    static Layout of(Table table, Profile profile, Headings headings) throws SheetFault {
        var rows = new ArrayList<Table.Row>();
        try (var cursor = table.open()) {
            for (var row = cursor.next(); row.isPresent() && rows.size() < SEARCHED_ROWS; row = cursor.next()) {
                rows.add(row.get());
            }
        }
        if (rows.stream().allMatch(Table.Row::isBlank)) {
            throw Faults.empty();
        }
        var best = best(rows, headings);
        if (best.isEmpty()) {
            throw unreadable(rows, profile);
        }
        return new Reading(rows, best.getAsInt(), headings, profile).layout();
    }

    private static OptionalInt best(List<Table.Row> rows, Headings headings) {
        var best = -1;
        var most = LEAST_KNOWN - 1;
        for (var i = 0; i < rows.size(); i++) {
            var known = headings.known(
                    rows.get(i).cells().stream().map(Table.Cell::text).toList());
            if (known > most) {
                most = known;
                best = i;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static SheetFault unreadable(List<Table.Row> rows, Profile profile) {
        var lost = 0;
        var letters = 0;
        for (var row : rows) {
            var texts = row.cells().stream().map(Table.Cell::text).toList();
            for (var text : texts) {
                lost += (int) text.chars().filter(c -> c == '?' || c == 0xFFFD).count();
                letters += (int) text.chars().filter(Character::isLetter).count();
            }
        }
        if (lost * 20 > letters && lost > 3) {
            return Faults.lostLetters();
        }
        return Faults.noHeadings(profile.columns().stream()
                .limit(6)
                .map(column -> column.headings().get(0))
                .reduce((one, other) -> one + ", " + other)
                .orElse("Tên camera"));
    }

    /** @return the column's letters, {@code A} for 0 */
    static String letters(int column) {
        var out = new StringBuilder();
        for (var left = column; left >= 0; left = left / 26 - 1) {
            out.insert(0, (char) ('A' + left % 26));
        }
        return out.toString();
    }

    /** The headings on their way to meaning. */
    private static final class Reading {

        private final Headings headings;
        private final Profile profile;
        private final List<String> heads = new ArrayList<>();
        private final int firstRow;
        private final List<Finding> findings = new ArrayList<>();

        Reading(List<Table.Row> rows, int at, Headings headings, Profile profile) throws SheetFault {
            this.headings = headings;
            this.profile = profile;
            var head = rows.get(at);
            var above = at > 0 ? Optional.of(rows.get(at - 1)) : Optional.<Table.Row>empty();
            var below = at + 1 < rows.size() && continues(rows.get(at + 1))
                    ? Optional.of(rows.get(at + 1))
                    : Optional.<Table.Row>empty();
            var width = Math.max(head.width(), below.map(Table.Row::width).orElse(0));
            if (width > Table.MOST_COLUMNS) {
                throw Faults.tooManyColumns(Table.MOST_COLUMNS);
            }
            for (var column = 0; column < width; column++) {
                heads.add(heading(head, above, below, column));
            }
            this.firstRow = below.orElse(head).number() + 1;
        }

        /** A second row of headings under merged ones: nothing in it but known headings, and at least two. */
        private boolean continues(Table.Row row) {
            var texts = row.cells().stream()
                    .filter(cell -> !cell.isBlank())
                    .map(Table.Cell::text)
                    .toList();
            return texts.size() >= LEAST_KNOWN && headings.known(texts) == texts.size();
        }

        private String heading(Table.Row head, Optional<Table.Row> above, Optional<Table.Row> below, int column) {
            var lower = below.map(row -> row.cell(column).text().strip()).orElse("");
            if (!lower.isEmpty()) {
                return lower;
            }
            var own = head.cell(column).text().strip();
            var upper = above.map(row -> row.cell(column).text().strip()).orElse("");
            return own.isEmpty() && headings.field(upper).isPresent() ? upper : own;
        }

        Layout layout() throws SheetFault {
            var meant = new EnumMap<CameraField, List<Column>>(CameraField.class);
            var names = new LinkedHashSet<String>();
            var unknown = new LinkedHashMap<Integer, String>();
            for (var column = 0; column < heads.size(); column++) {
                var head = heads.get(column).replaceAll("\\s+", " ");
                var field = headings.field(head);
                var label = letters(column) + " (" + cut(head) + ")";
                if (field.isPresent()) {
                    meant.computeIfAbsent(field.get(), each -> new ArrayList<>())
                            .add(new Column(column, headings.rank(head), label));
                } else if (!head.isEmpty() && !Headings.numbers(head)) {
                    unknown.put(column, head);
                }
                names.add(unique(head.isEmpty() ? "Cột " + letters(column) : cut(head), names));
            }
            var fields = new EnumMap<CameraField, Integer>(CameraField.class);
            var fallbacks = new EnumMap<CameraField, List<Integer>>(CameraField.class);
            var labels = new EnumMap<CameraField, String>(CameraField.class);
            meant.forEach((field, columns) -> {
                columns.sort(Comparator.comparingInt(Column::rank)); // stable: of two that are the same the left one
                fields.put(field, columns.get(0).number());
                labels.put(field, columns.get(0).label());
                later(field, columns, fallbacks);
            });
            unknown(unknown);
            missing(fields);
            return new Layout(firstRow, fields.size(), List.copyOf(names), fields, fallbacks, labels, findings);
        }

        private void later(CameraField field, List<Column> columns, Map<CameraField, List<Integer>> fallbacks) {
            for (var place = 1; place < columns.size(); place++) {
                var column = columns.get(place);
                var before = columns.get(place - 1);
                if (column.rank() == before.rank()) {
                    findings.add(duplicate(field, column.label(), before.label()));
                } else {
                    fallbacks.computeIfAbsent(field, each -> new ArrayList<>()).add(column.number());
                    findings.add(fallback(field, column.label(), before.label()));
                }
            }
        }

        private static Finding fallback(CameraField field, String label, String before) {
            return new Finding(
                    Severity.NOTICE,
                    0,
                    Optional.of(field),
                    Optional.of(label),
                    "sheet.column.fallback",
                    new Text(
                            "Cột " + label + " trùng nghĩa với cột " + before + "; chỉ đọc khi ô của cột đó trống.",
                            "Column " + label + " means the same as " + before
                                    + "; it is read where that one is blank."),
                    new Text(
                            "Bỏ cột không cần đọc hoặc đổi tiêu đề của nó.",
                            "Remove the one that is not to be read, or change its heading."),
                    List.of());
        }

        /** A column whose heading is known. */
        private record Column(int number, int rank, String label) {}

        private static String cut(String head) {
            return head.length() <= LONGEST_NAME ? head : head.substring(0, LONGEST_NAME);
        }

        private static String unique(String name, LinkedHashSet<String> names) {
            var candidate = name;
            for (var i = 2; names.contains(candidate); i++) {
                candidate = name + " (" + i + ")";
            }
            return candidate;
        }

        private static Finding duplicate(CameraField field, String label, String first) {
            return new Finding(
                    Severity.WARNING,
                    0,
                    Optional.of(field),
                    Optional.of(label),
                    "sheet.column.duplicate",
                    new Text(
                            "Cột " + label + " trùng nghĩa với cột " + first + "; chỉ đọc cột đầu.",
                            "Column " + label + " means the same as " + first + "; only the first was read."),
                    new Text("Bỏ một trong hai cột hoặc đổi tiêu đề.", "Remove one of them or change its heading."),
                    List.of());
        }

        private void unknown(Map<Integer, String> unknown) {
            var named = 0;
            for (var entry : unknown.entrySet()) {
                if (++named > MOST_UNKNOWN_NAMED) {
                    break;
                }
                var label = letters(entry.getKey()) + " (" + cut(entry.getValue()) + ")";
                findings.add(new Finding(
                        Severity.WARNING,
                        0,
                        Optional.empty(),
                        Optional.of(label),
                        "sheet.column.unknown",
                        new Text(
                                "Không hiểu tiêu đề cột " + label + "; cột không được đọc, vẫn lưu nguyên văn.",
                                "The heading of column " + label + " is not known; it was kept as it is, not read."),
                        new Text("Dùng tiêu đề của mẫu.", "Use a heading of the template."),
                        headings.nearest(entry.getValue())));
            }
            if (unknown.size() > MOST_UNKNOWN_NAMED) {
                findings.add(new Finding(
                        Severity.WARNING,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        "sheet.column.unknown",
                        new Text(
                                "Tất cả có " + unknown.size() + " cột không hiểu tiêu đề.",
                                "In all, " + unknown.size() + " columns have headings that are not known."),
                        new Text("Dùng tiêu đề của mẫu.", "Use the headings of the template."),
                        List.of()));
            }
        }

        /** Without a required column every row would be refused for the same reason. */
        private void missing(Map<CameraField, Integer> fields) throws SheetFault {
            for (var column : profile.columns()) {
                if (column.required() && column.constant().isEmpty() && !fields.containsKey(column.field())) {
                    var heading = column.headings().get(0);
                    throw new SheetFault(
                            "sheet.column.missing",
                            new Text(
                                    "Thiếu cột bắt buộc “" + heading + "”.",
                                    "The required column “" + heading + "” is missing."),
                            new Text(
                                    "Thêm cột “" + heading + "” vào dòng tiêu đề.",
                                    "Add a column “" + heading + "” to the row of headings."));
                }
            }
        }
    }
}
