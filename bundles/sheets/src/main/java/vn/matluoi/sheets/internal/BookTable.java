package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import vn.matluoi.api.intake.Finding;

/** One worksheet of an XLSX file that {@link ZipGuard} has passed; rows are read as they are asked for. */
final class BookTable implements Table {

    /** A spreadsheet keeps fifteen digits of a number and shows no more. */
    private static final MathContext SHOWN = new MathContext(15);

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy");
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm");
    private static final int MOST_SHEETS = 20;

    private final Spool spool;
    private final int sheet;
    private final String relation;
    private final String name;

    private BookTable(Spool spool, Sheet sheet) {
        this.spool = spool;
        this.sheet = sheet.getIndex();
        this.relation = sheet.getId();
        this.name = sheet.getName();
    }

    /** @return the worksheets that people see */
    static List<BookTable> of(Spool spool) throws SheetFault {
        ZipGuard.check(spool);
        try (var book = open(spool)) {
            var tables = new ArrayList<BookTable>();
            for (Iterator<Sheet> sheets = book.getSheets().iterator();
                    sheets.hasNext() && tables.size() < MOST_SHEETS; ) {
                var sheet = sheets.next();
                if (sheet.getVisibility() == SheetVisibility.VISIBLE) {
                    tables.add(new BookTable(spool, sheet));
                }
            }
            if (tables.isEmpty()) {
                throw Faults.empty();
            }
            return tables;
        } catch (IOException e) {
            throw Faults.broken(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static ReadableWorkbook open(Spool spool) throws IOException {
        return new ReadableWorkbook(spool.file().toFile(), new ReadingOptions(true, true));
    }

    /**
     * The reader meets damage with whatever exception the damage leads to (a missing part, a number that is none, a text
     * that is not in the list of texts): every one of them means that this file, and nothing else, is broken.
     */
    private static SheetFault damaged(RuntimeException e) {
        return Faults.broken(e.getClass().getSimpleName());
    }

    String name() {
        return name;
    }

    OldFonts fonts() throws SheetFault {
        return OldFonts.of(spool, relation);
    }

    @Override
    public List<Finding> findings() {
        return List.of();
    }

    @Override
    public Cursor open() throws SheetFault {
        ReadableWorkbook book = null;
        try {
            book = open(spool);
            var rows = book.getSheet(sheet).orElseThrow().openStream();
            return new Lines(book, rows);
        } catch (IOException e) {
            close(book);
            throw Faults.broken(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            close(book);
            throw damaged(e);
        }
    }

    private static void close(ReadableWorkbook book) {
        try {
            if (book != null) {
                book.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Lines implements Cursor {

        private final ReadableWorkbook book;
        private final Stream<org.dhatim.fastexcel.reader.Row> stream;
        private final Iterator<org.dhatim.fastexcel.reader.Row> rows;
        private int count;

        Lines(ReadableWorkbook book, Stream<org.dhatim.fastexcel.reader.Row> stream) {
            this.book = book;
            this.stream = stream;
            this.rows = stream.iterator();
        }

        @Override
        public Optional<Row> next() throws SheetFault {
            try {
                if (!rows.hasNext()) {
                    return Optional.empty();
                }
                if (++count > MOST_LINES) {
                    throw Faults.tooManyRows(MOST_ROWS);
                }
                var row = rows.next();
                var cells = new ArrayList<Cell>(row.getCellCount());
                for (var i = 0; i < row.getCellCount(); i++) {
                    var cell = row.getCell(i);
                    cells.add(cell == null ? Cell.BLANK : cell(cell));
                }
                return Optional.of(new Row(row.getRowNum(), cells));
            } catch (RuntimeException e) {
                throw damaged(e);
            }
        }

        @Override
        public void close() {
            stream.close();
            BookTable.close(book);
        }
    }

    private static Cell cell(org.dhatim.fastexcel.reader.Cell cell) {
        if (cell.getType() == CellType.EMPTY) {
            return Cell.BLANK;
        }
        var raw = cell.getRawValue() == null ? "" : cell.getRawValue();
        if (cell.getType() == CellType.ERROR || isError(raw)) {
            return new Cell(Cell.of(raw).text(), Nature.ERROR);
        }
        if (cell.getType() == CellType.FORMULA && cell.getFormula() != null) {
            return raw.isEmpty()
                    ? new Cell(Cell.of("=" + cell.getFormula()).text(), Nature.FORMULA_WITHOUT_RESULT)
                    : new Cell(Cell.of(text(cell, raw)).text(), Nature.FORMULA);
        }
        return Cell.of(text(cell, raw));
    }

    private static boolean isError(String raw) {
        return switch (raw) {
            case "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!" -> true;
            default -> false;
        };
    }

    private static String text(org.dhatim.fastexcel.reader.Cell cell, String raw) {
        if (cell.getValue() instanceof BigDecimal number) {
            if (DateFormats.isDate(cell.getDataFormatId(), cell.getDataFormatString())
                    && number.signum() > 0
                    && number.compareTo(DateFormats.LAST_SERIAL) < 0) {
                var moment = cell.asDate();
                return moment.toLocalTime().toSecondOfDay() == 0 ? DAY.format(moment) : MOMENT.format(moment);
            }
            return plain(number);
        }
        if (cell.getValue() instanceof Boolean yes) {
            return yes ? "Có" : "Không";
        }
        return raw;
    }

    private static String plain(BigDecimal number) {
        // an exponent of thousands would be written out in as many digits
        if (Math.abs((long) number.precision() - number.scale()) > 40 || number.scale() > 400) {
            return number.toString();
        }
        var shown = number.round(SHOWN);
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }
}
