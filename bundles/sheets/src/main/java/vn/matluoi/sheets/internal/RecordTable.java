package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Imports.Records;

/** Records as a table: their headings are row 0, and each record is the row of its number. Every row has all columns. */
final class RecordTable implements Table {

    private final Records records;
    private final List<String> headings;

    private RecordTable(Records records, List<String> headings) {
        this.records = records;
        this.headings = headings;
    }

    /** Reads every record once, so that what is wrong with them is known before anything is taken. */
    static RecordTable of(Records records) throws SheetFault {
        var names = new LinkedHashSet<>(records.headings());
        var seen = new LinkedHashSet<String>();
        var count = 0;
        var values = 0L;
        var characters = 0L;
        for (var one : records.each()) {
            count++;
            values += one.size();
            for (var member : one.entrySet()) {
                characters += member.getValue() == null ? 0 : member.getValue().length();
                if (seen.add(member.getKey()) && member.getKey().length() > Records.LONGEST_HEADING) {
                    throw Faults.tooMuch();
                }
            }
            if (count > Records.MOST
                    || seen.size() > Records.MOST_HEADINGS
                    || values > Records.MOST_VALUES
                    || characters > Records.MOST_CHARACTERS) {
                throw Faults.tooMuch();
            }
        }
        if (count == 0) {
            throw Faults.noRecords();
        }
        names.retainAll(seen);
        names.addAll(seen);
        return new RecordTable(records, List.copyOf(names));
    }

    /** @return as they were sent; those that come before all others first */
    List<String> headings() {
        return headings;
    }

    @Override
    public List<Finding> findings() {
        return List.of();
    }

    @Override
    public Wording wording() {
        return Wording.records(headings);
    }

    @Override
    public Cursor open() {
        return new Each(records.each().iterator());
    }

    private final class Each implements Cursor {

        private final Iterator<Map<String, String>> each;
        private int number;

        Each(Iterator<Map<String, String>> each) {
            this.each = each;
        }

        @Override
        public Optional<Row> next() {
            if (number == 0) {
                return Optional.of(
                        new Row(number++, headings.stream().map(Cell::of).toList()));
            }
            return each.hasNext() ? Optional.of(row(each.next())) : Optional.empty();
        }

        private Row row(Map<String, String> record) {
            var cells = new ArrayList<Cell>(headings.size());
            for (var heading : headings) {
                var written = record.get(heading);
                cells.add(written != null ? Cell.of(written) : record.containsKey(heading) ? Cell.BLANK : Cell.ABSENT);
            }
            return new Row(number++, cells);
        }

        @Override
        public void close() {
            // an iterator needs none
        }
    }
}
