package vn.matluoi.simulators.sheet;

/**
 * One line of the answer key.
 *
 * @param row the row as a spreadsheet numbers it: the headings are 1
 * @param kind what was done to it
 * @param column the cell
 * @param value what stands there
 * @param outcome what a reader has to make of it
 * @param expected the value a reader should arrive at; empty if it cannot know
 */
public record KeyEntry(int row, String kind, Column column, String value, Outcome outcome, String expected) {

    /** What a reader has to make of a cell. */
    public enum Outcome {
        /** Only written otherwise: taken in as expected, without a word. */
        SILENT,
        /** Wrong or doubtful: the reader's report names this row and this column. */
        REPORT,
        /** Careless: taken in as expected or reported, but never taken in otherwise. */
        EITHER
    }

    /** The same of a row that stands so many rows further down. */
    KeyEntry down(int rows) {
        return new KeyEntry(row + rows, kind, column, value, outcome, expected);
    }
}
