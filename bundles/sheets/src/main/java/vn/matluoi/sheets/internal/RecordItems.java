package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports.Records;
import vn.matluoi.api.intake.Item;

/** Records as items, read while they are iterated. What a record does not have is not spoken of. */
final class RecordItems implements Iterable<Item> {

    private static final int LONGEST_QUOTE = 60;

    private final Records records;
    private final Members members;

    RecordItems(Records records, Members members) {
        this.records = records;
        this.members = members;
    }

    @Override
    public Iterator<Item> iterator() {
        var each = records.each().iterator();
        return new Iterator<>() {

            private int number;

            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Item next() {
                return item(++number, each.next());
            }
        };
    }

    private Item item(int number, Map<String, String> record) {
        var raw = new LinkedHashMap<String, String>();
        var tooLong = new ArrayList<String>();
        record.forEach((name, written) -> {
            var cell = written == null ? Table.Cell.BLANK : Table.Cell.of(written);
            raw.put(Table.Cell.of(name).text(), cell.text());
            if (cell.nature() == Table.Nature.TOO_LONG) {
                tooLong.add(name);
            }
        });
        var values = new EnumMap<CameraField, String>(CameraField.class);
        var findings = new ArrayList<Finding>();
        members.fields().forEach((field, first) -> {
            var name = name(field, first, record);
            if (tooLong.contains(name)) {
                findings.add(tooLong(number, field, name, record.get(name)));
            } else if (record.containsKey(name)) {
                values.put(field, raw.get(Table.Cell.of(name).text()));
            }
        });
        return new Item(number, Optional.empty(), values, raw, findings);
    }

    /** @return the heading under which the record says something of the field; the first one if it does not */
    private String name(CameraField field, String first, Map<String, String> record) {
        if (says(record, first)) {
            return first;
        }
        var later = members.fallbacks().getOrDefault(field, List.of());
        return later.stream()
                .filter(name -> says(record, name))
                .findFirst()
                .or(() -> later.stream()
                        .filter(name -> !record.containsKey(first) && record.containsKey(name))
                        .findFirst())
                .orElse(first);
    }

    private static boolean says(Map<String, String> record, String name) {
        var written = record.get(name);
        return written != null && !written.isBlank();
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
