package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.intake.Finding;

/** A table that is in old letters, wholly or in some columns, read in Unicode. Each cell keeps what was written. */
final class OldTable implements Table {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\u00a1-\u00ff]+");

    private final Table table;
    private final Map<Integer, OldLetters> columns;
    private final Optional<OldLetters> everywhere;
    private final Headings headings;
    private final OldFonts fonts;
    private final List<Finding> findings;

    private OldTable(
            Table table,
            Map<Integer, OldLetters> columns,
            Optional<OldLetters> everywhere,
            Headings headings,
            OldFonts fonts)
            throws SheetFault {
        this.table = table;
        this.columns = columns;
        this.everywhere = everywhere;
        this.headings = headings;
        this.fonts = fonts;
        this.findings = new ArrayList<>(table.findings());
        var told = new EnumMap<OldLetters, OldReading>(OldLetters.class);
        try (var cursor = table.open()) {
            for (var row = cursor.next(); row.isPresent(); row = cursor.next()) {
                if (row.get().number() > 0) { // what a record is called is no value of it
                    tell(row.get(), told);
                }
            }
        }
        told.values().forEach(reading -> findings.add(reading.finding(everywhere.isPresent())));
    }

    /** @return the table itself if none of it is in old letters */
    static Table of(Table table, Headings headings, OldFonts fonts) throws SheetFault {
        var columns = OldColumns.of(table, headings, fonts);
        return columns.isEmpty() ? table : new OldTable(table, columns, Optional.empty(), headings, fonts);
    }

    /** @param table of a file whose bytes as a whole are in these letters */
    static Table of(Table table, Headings headings, OldLetters letters) throws SheetFault {
        return new OldTable(table, Map.of(), Optional.of(letters), headings, OldFonts.NONE);
    }

    private Optional<OldLetters> letters(int column) {
        return everywhere.or(() -> Optional.ofNullable(columns.get(column)));
    }

    private void tell(Row row, Map<OldLetters, OldReading> told) {
        for (var i = 0; i < row.cells().size(); i++) {
            var column = i;
            var cell = row.cell(i);
            letters(i).filter(letters -> Evidence.speaks(cell.text())).ifPresent(letters -> told.computeIfAbsent(
                            letters, each -> new OldReading(each, table.wording()))
                    .tell(
                            row.number(),
                            column,
                            cell.text(),
                            read(letters, cell, row.number(), column).text()));
        }
    }

    private Cell read(OldLetters letters, Cell cell, int row, int column) {
        var text = cell.text();
        var readable = cell.nature() == Nature.PLAIN || cell.nature() == Nature.FORMULA;
        if (!readable || !isIn(letters, text)) {
            return cell;
        }
        if (letters != OldLetters.TCVN3) {
            return cell.read(letters.read(text));
        }
        var read = letters.read(text);
        return cell.read(fonts.drawsCapitals(row, column) ? Capitals.upper(read) : Capitals.restored(read));
    }

    /** A cell may be in Unicode within a column that is not, or hold what nobody can read. */
    private boolean isIn(OldLetters letters, String text) {
        if (!Evidence.speaks(text) || Evidence.isUnicode(text)) {
            return false;
        }
        var words = WORD.matcher(text)
                .results()
                .map(word -> word.group())
                .filter(Evidence::speaks)
                .toList();
        var fitting =
                words.stream().filter(word -> letters.word(word).isPresent()).count();
        return fitting * 2 > words.size() && headings.field(text).isEmpty();
    }

    @Override
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    @Override
    public Wording wording() {
        return table.wording();
    }

    @Override
    public Cursor open() throws SheetFault {
        var cursor = table.open();
        return new Cursor() {
            @Override
            public Optional<Row> next() throws SheetFault {
                return cursor.next().map(OldTable.this::read);
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    private Row read(Row row) {
        var cells = new ArrayList<Cell>(row.cells().size());
        for (var i = 0; i < row.cells().size(); i++) {
            var cell = row.cell(i);
            var column = i;
            cells.add(letters(i)
                    .map(letters -> read(letters, cell, row.number(), column))
                    .orElse(cell));
        }
        return new Row(row.number(), cells);
    }
}
