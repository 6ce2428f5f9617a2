package vn.matluoi.sheets.internal;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/** Rows and cells of a file; may be read several times, by one thread. */
interface Table {

    /** At most so many columns hold anything; sheets of agencies have some thirty. */
    int MOST_COLUMNS = 100;

    /** So many fit into the memory the hub is shipped with, beside all else it does. */
    int MOST_ROWS = 50_000;

    /** Blank ones and titles included. */
    int MOST_LINES = 100_000;

    /** Characters of a cell. A spreadsheet allows 32,767. */
    int LONGEST_CELL = 32_768;

    /** @return the rows from the first on */
    Cursor open() throws SheetFault;

    /** Something noticed while the file was opened: a guessed encoding, other worksheets. */
    List<vn.matluoi.api.intake.Finding> findings();

    /** @return what people call its columns and rows */
    default Wording wording() {
        return Wording.SHEET;
    }

    /** A place between two rows. */
    interface Cursor extends AutoCloseable {

        /** @return the next row, blank ones included where the file has them; empty at the end */
        Optional<Row> next() throws SheetFault;

        @Override
        void close();
    }

    /**
     * @param number as people count it, from 1
     * @param cells from the first column on; missing ones are {@link Cell#BLANK}
     */
    record Row(int number, List<Cell> cells) {

        Cell cell(int column) {
            return column < cells.size() ? cells.get(column) : Cell.BLANK;
        }

        /** @return how many columns it has up to the last that holds anything */
        int width() {
            var width = cells.size();
            while (width > 0 && cells.get(width - 1).isBlank()) {
                width--;
            }
            return width;
        }

        boolean isBlank() {
            return width() == 0;
        }
    }

    /**
     * @param text what a person sees, as far as the file tells
     * @param nature whether there is more to it
     * @param written what the file holds; another text than that if it is in old letters
     */
    record Cell(String text, Nature nature, String written) {

        static final Cell BLANK = new Cell("", Nature.PLAIN);
        static final Cell ABSENT = new Cell("", Nature.ABSENT);

        Cell(String text, Nature nature) {
            this(text, nature, text);
        }

        /** @return the same cell, read in other letters */
        Cell read(String other) {
            return new Cell(of(other).text(), nature, written);
        }

        /** @param written in whatever form of Unicode; U+0000, which no database keeps, is left out */
        static Cell of(String written) {
            var kept = written.indexOf(0) < 0 ? written : written.replace("\0", "");
            var text = composed(kept) ? kept : Normalizer.normalize(kept, Normalizer.Form.NFC);
            return text.length() > LONGEST_CELL
                    ? new Cell(text.substring(0, LONGEST_CELL), Nature.TOO_LONG)
                    : text.isEmpty() ? BLANK : new Cell(text, Nature.PLAIN);
        }

        /** Latin letters and those of Vietnamese that are ready made need no closer look. */
        private static boolean composed(String text) {
            for (var i = 0; i < text.length(); i++) {
                var c = text.charAt(i);
                if (c >= 0x300 && (c < 0x1EA0 || c > 0x1EF9)) {
                    return false;
                }
            }
            return true;
        }

        boolean isBlank() {
            return isAbsent() || nature == Nature.PLAIN && text.isBlank();
        }

        boolean isAbsent() {
            return nature == Nature.ABSENT;
        }
    }

    /** What a cell is besides its text. */
    enum Nature {
        PLAIN,
        /** Not spoken of, which cells of a sheet never are: a record does not have what its column is for. */
        ABSENT,
        /** Computed; the text is what was computed last. */
        FORMULA,
        /** Computed, and nobody kept the result; the text is the formula. */
        FORMULA_WITHOUT_RESULT,
        /** {@code #N/A} and the like. */
        ERROR,
        /** Cut off. */
        TOO_LONG
    }
}
