package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Profile;

/** Records as items, read while they are iterated. What a record does not have is not spoken of. */
final class RecordItems implements Iterable<Item> {

    private static final int LONGEST_QUOTE = 60;

    private final Table table;
    private final List<String> headings;
    private final Members members;

    private RecordItems(Table table, List<String> headings, Members members) {
        this.table = table;
        this.headings = headings;
        this.members = members;
    }

    /** Reads every record before the first is handed on, so that what is wrong with them as a whole is known. */
    static RecordItems of(Records records, Profile profile) throws SheetFault {
        var sent = RecordTable.of(records);
        var headings = new Headings(profile);
        var table = OldTable.of(sent, headings, OldFonts.NONE);
        try (var cursor = table.open()) {
            var names = cursor.next().orElseThrow().cells().stream()
                    .map(Table.Cell::text)
                    .toList();
            return new RecordItems(table, sent.headings(), Members.of(names, headings, profile));
        }
    }

    /** @return the heading of each field */
    Map<CameraField, String> columns() {
        return members.labels();
    }

    /** @return about all of them */
    List<Finding> findings() {
        var findings = new ArrayList<>(table.findings());
        findings.addAll(members.findings());
        return findings;
    }

    @Override
    public Iterator<Item> iterator() {
        try {
            var cursor = table.open();
            cursor.next(); // the headings
            return new Items(cursor);
        } catch (SheetFault e) {
            throw changed(e);
        }
    }

    /** All of them were read to the end before. */
    private static IllegalStateException changed(SheetFault fault) {
        return new IllegalStateException("the records changed while they were read", fault);
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
                return cursor.next();
            } catch (SheetFault e) {
                throw changed(e);
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

    private Item item(Table.Row row) {
        var raw = new LinkedHashMap<String, String>();
        for (var column = 0; column < headings.size(); column++) {
            var cell = row.cell(column);
            if (!cell.isAbsent()) {
                raw.put(Table.Cell.of(headings.get(column)).text(), cell.written());
            }
        }
        var values = new EnumMap<CameraField, String>(CameraField.class);
        var findings = new ArrayList<Finding>();
        members.fields().forEach((field, first) -> {
            var column = column(field, first, row);
            var cell = row.cell(column);
            if (cell.nature() == Table.Nature.TOO_LONG) {
                findings.add(tooLong(row.number(), field, members.names().get(column), cell.text()));
            } else if (!cell.isAbsent()) {
                values.put(field, cell.text());
            }
        });
        return new Item(row.number(), Optional.empty(), values, raw, findings);
    }

    /** @return the column in which the record says something of the field; the first one if it does not */
    private int column(CameraField field, int first, Table.Row row) {
        if (!row.cell(first).isBlank()) {
            return first;
        }
        var later = members.fallbacks().getOrDefault(field, List.of());
        return later.stream()
                .filter(column -> !row.cell(column).isBlank())
                .findFirst()
                .or(() -> later.stream()
                        .filter(column ->
                                row.cell(first).isAbsent() && !row.cell(column).isAbsent())
                        .findFirst())
                .orElse(first);
    }

    private static Finding tooLong(int number, CameraField field, String name, String text) {
        var quote = text.substring(0, LONGEST_QUOTE) + "…";
        return new Finding(
                Finding.Severity.ERROR,
                number,
                Optional.of(field),
                Optional.of(name),
                "cell.long",
                new Text(
                        "Giá trị dài hơn %d ký tự: “%s”.".formatted(Table.LONGEST_CELL, quote),
                        "The value is longer than %d characters: “%s”.".formatted(Table.LONGEST_CELL, quote)),
                new Text("Rút gọn nội dung.", "Shorten it."),
                List.of());
    }
}
