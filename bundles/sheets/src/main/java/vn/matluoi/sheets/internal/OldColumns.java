package vn.matluoi.sheets.internal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vn.matluoi.api.intake.Imports.Records;

/**
 * Which columns of a table are in old letters. The whole table is read before anything of it is: each column says for
 * itself, by its words and, in a book, by its fonts; one with too few words follows the others. What stays in doubt is not
 * guessed.
 */
final class OldColumns {

    /** A sheet with more of them than {@link Table#MOST_COLUMNS} is refused later. */
    private static final int MOST_COLUMNS = Records.MOST_HEADINGS;

    private static final int LONGEST_SAMPLE = 40;

    /** Headings that are known as they are stand in one of the first rows. */
    private static final int HEADING_ROWS = 30;

    private final Wording wording;
    private final List<Column> columns = new ArrayList<>();
    private final Evidence whole = new Evidence();
    private final Headings headings;
    private final OldFonts fonts;
    private int rows;

    private OldColumns(Wording wording, Headings headings, OldFonts fonts) {
        this.wording = wording;
        this.headings = headings;
        this.fonts = fonts;
    }

    /** What is known of one column. Cells with letters that only Unicode has are counted and left out of the rest. */
    private static final class Column {

        private final Evidence evidence = new Evidence();
        private final Set<OldLetters> drawn = EnumSet.allOf(OldLetters.class);
        private int cells;
        private int unicode;
        private String sample = "";
    }

    /**
     * @param fonts those of its cells
     * @return the columns that are in old letters, by their number from 0
     * @throws SheetFault if one of them may be, or is in part
     */
    static Map<Integer, OldLetters> of(Table table, Headings headings, OldFonts fonts) throws SheetFault {
        var columns = new OldColumns(table.wording(), headings, fonts);
        try (var cursor = table.open()) {
            for (var row = cursor.next(); row.isPresent(); row = cursor.next()) {
                columns.look(row.get());
            }
        }
        return columns.judge();
    }

    private void look(Table.Row row) {
        rows++;
        for (var i = 0; i < Math.min(row.cells().size(), MOST_COLUMNS); i++) {
            var cell = row.cell(i);
            if (Evidence.speaks(cell.text())
                    && (rows > HEADING_ROWS || headings.field(cell.text()).isEmpty())) {
                while (columns.size() <= i) {
                    columns.add(new Column());
                }
                look(columns.get(i), cell.text(), row.number(), i);
            }
        }
    }

    private void look(Column column, String text, int row, int at) {
        if (Evidence.isUnicode(text)) {
            column.unicode++;
            return;
        }
        column.cells++;
        column.evidence.look(text);
        whole.look(text);
        column.drawn.removeIf(letters -> !fonts.draws(letters, row, at));
        if (column.sample.isEmpty()) {
            column.sample = text.length() <= LONGEST_SAMPLE ? text : text.substring(0, LONGEST_SAMPLE - 1) + "…";
        }
    }

    private Map<Integer, OldLetters> judge() throws SheetFault {
        var found = EnumSet.noneOf(OldLetters.class);
        whole.certain().ifPresent(found::add);
        for (var column : columns) {
            column.evidence.certain().ifPresent(found::add);
        }
        var others = found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.<OldLetters>empty();
        var old = new TreeMap<Integer, OldLetters>();
        for (var i = 0; i < columns.size(); i++) {
            var letters = judge(columns.get(i), others, i);
            if (letters.isPresent()) {
                old.put(i, letters.get());
            }
        }
        return old;
    }

    private Optional<OldLetters> judge(Column column, Optional<OldLetters> others, int at) throws SheetFault {
        var evidence = column.evidence;
        if (column.cells == 0 || evidence.certain().isPresent()) {
            return evidence.certain();
        }
        var drawn = column.drawn.stream().filter(evidence::fits).findFirst();
        if (drawn.isPresent()) {
            return drawn;
        }
        if (evidence.mixed().isPresent()) {
            throw doubt(column, evidence.mixed().get(), at);
        }
        var likely = evidence.likely();
        if (likely.isPresent()) {
            if (likely.equals(others)) {
                return likely;
            }
            if (evidence.decisive(likely.get()) >= Evidence.SUSPICIOUS) {
                throw doubt(column, likely.get(), at);
            }
            return Optional.empty();
        }
        return others.isPresent() && evidence.proper() == 0 && evidence.fits(others.get())
                ? silent(column, others.get(), at)
                : Optional.empty();
    }

    /** {@code Cã} is {@code Có} in old letters, but a syllable as it is too. */
    private Optional<OldLetters> silent(Column column, OldLetters others, int at) throws SheetFault {
        if (columns.stream().anyMatch(other -> other.unicode > 1 || other.evidence.proper() > 0)) {
            throw doubt(column, others, at);
        }
        return Optional.of(others);
    }

    private SheetFault doubt(Column column, OldLetters letters, int at) {
        return Faults.doubtfulLetters(letters, wording, at, column.sample);
    }
}
