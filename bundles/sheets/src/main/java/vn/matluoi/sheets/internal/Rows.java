package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Item;

/** The rows of a sheet as items, read while they are iterated; each iteration reads the file again. */
final class Rows implements Iterable<Item>, AutoCloseable {

    private final Table table;
    private final Layout layout;
    private final Footers footers;
    private final List<Table.Cursor> open = new ArrayList<>();

    Rows(Table table, Layout layout) {
        this.table = table;
        this.layout = layout;
        this.footers = new Footers(layout);
    }

    /**
     * Reads every row once, so that what is wrong with the file is known before anything is taken from it.
     *
     * @return how many rows there are
     */
    int check() throws SheetFault {
        var count = 0;
        try (var cursor = table.open()) {
            for (var row = cursor.next(); row.isPresent(); row = cursor.next()) {
                if (isFilled(row.get())) {
                    if (row.get().width() > Table.MOST_COLUMNS) {
                        throw Faults.tooManyColumns(Table.MOST_COLUMNS);
                    }
                    footers.look(row.get());
                    if (++count > Table.MOST_ROWS) {
                        throw Faults.tooManyRows(Table.MOST_ROWS);
                    }
                }
            }
        }
        return count - footers.findings().size();
    }

    /** @return one for each row that was passed over; known after {@link #check()} */
    List<Finding> findings() {
        return footers.findings();
    }

    @Override
    public Iterator<Item> iterator() {
        try {
            var cursor = table.open();
            open.add(cursor);
            return new Items(cursor);
        } catch (SheetFault e) {
            throw new IllegalStateException("the file changed while it was read", e);
        }
    }

    @Override
    public void close() {
        open.forEach(Table.Cursor::close);
        open.clear();
    }

    private boolean isFilled(Table.Row row) {
        return row.number() >= layout.firstRow() && !row.isBlank() && !isNumbering(row);
    }

    private boolean isItem(Table.Row row) {
        return isFilled(row) && !footers.holds(row.number());
    }

    /** The row {@code (1) (2) (3)} that forms have under their headings. */
    private boolean isNumbering(Table.Row row) {
        if (row.number() > layout.firstRow() + 1) {
            return false;
        }
        var expected = 0;
        for (var i = 0; i < row.width(); i++) {
            var text = row.cell(i).text().replaceAll("[()\\[\\]\\s]", "");
            if (!text.isEmpty() && !text.equals(String.valueOf(++expected))) {
                return false;
            }
        }
        return expected >= 3;
    }

    private Item item(Table.Row row) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        var findings = new ArrayList<Finding>();
        layout.fields().forEach((field, column) -> {
            var cell = cell(row, field, column);
            remark(field, cell, row.number()).ifPresent(findings::add);
            if (cell.nature() == Table.Nature.PLAIN || cell.nature() == Table.Nature.FORMULA) {
                values.put(field, cell.text());
            }
        });
        var raw = new LinkedHashMap<String, String>();
        for (var column = 0; column < Math.max(layout.names().size(), row.width()); column++) {
            var name = column < layout.names().size() ? layout.names().get(column) : "Cột " + Layout.letters(column);
            raw.put(name, row.cell(column).written());
        }
        return new Item(row.number(), Optional.empty(), values, raw, findings);
    }

    private Table.Cell cell(Table.Row row, CameraField field, int first) {
        var cell = row.cell(first);
        for (var column : layout.fallbacks().getOrDefault(field, List.of())) {
            cell = cell.isBlank() ? row.cell(column) : cell;
        }
        return cell;
    }

    private Optional<Finding> remark(CameraField field, Table.Cell cell, int row) {
        var text = cell.text().length() <= 60 ? cell.text() : cell.text().substring(0, 57) + "…";
        return switch (cell.nature()) {
            case PLAIN, ABSENT -> Optional.empty();
            case FORMULA ->
                Optional.of(finding(
                        Severity.NOTICE,
                        field,
                        row,
                        "cell.formula",
                        new Text(
                                "Ô là công thức; đã lấy kết quả “" + text + "”.",
                                "The cell is a formula; its result “" + text + "” was taken."),
                        new Text("Dán giá trị thay cho công thức.", "Paste the value instead of the formula.")));
            case FORMULA_WITHOUT_RESULT ->
                Optional.of(finding(
                        Severity.ERROR,
                        field,
                        row,
                        "cell.formula",
                        new Text(
                                "Ô là công thức “" + text + "” mà không có kết quả.",
                                "The cell is the formula “" + text + "” without a result."),
                        new Text("Ghi giá trị thay cho công thức.", "Write the value instead of the formula.")));
            case ERROR ->
                Optional.of(finding(
                        Severity.ERROR,
                        field,
                        row,
                        "cell.error",
                        new Text("Ô báo lỗi “" + text + "”.", "The cell holds the error “" + text + "”."),
                        new Text("Sửa công thức hoặc ghi giá trị.", "Mend the formula or write the value.")));
            case TOO_LONG ->
                Optional.of(finding(
                        Severity.ERROR,
                        field,
                        row,
                        "cell.long",
                        new Text(
                                "Ô dài hơn " + Table.LONGEST_CELL + " ký tự: “" + text + "”.",
                                "The cell is longer than " + Table.LONGEST_CELL + " characters: “" + text + "”."),
                        new Text("Rút gọn nội dung.", "Shorten it.")));
        };
    }

    private Finding finding(Severity severity, CameraField field, int row, String rule, Text message, Text mend) {
        return new Finding(
                severity,
                row,
                Optional.of(field),
                Optional.ofNullable(layout.labels().get(field)),
                rule,
                message,
                mend,
                List.of());
    }

    private final class Items implements Iterator<Item> {

        private final Table.Cursor cursor;
        private Optional<Table.Row> next;

        Items(Table.Cursor cursor) {
            this.cursor = cursor;
            this.next = advance();
        }

        private Optional<Table.Row> advance() {
            try {
                var row = cursor.next();
                while (row.isPresent() && !isItem(row.get())) {
                    row = cursor.next();
                }
                return row;
            } catch (SheetFault e) {
                // check() has read the same bytes to the end
                throw new IllegalStateException("the file changed while it was read", e);
            }
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public Item next() {
            var row = next.orElseThrow(NoSuchElementException::new);
            next = advance();
            return item(row);
        }
    }
}
