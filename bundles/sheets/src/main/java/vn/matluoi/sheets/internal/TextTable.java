package vn.matluoi.sheets.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Finding;

/** A CSV file: delimiter and encoding are found out, quotes may hold line breaks (RFC 4180). */
final class TextTable implements Table {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int SAMPLE_ROWS = 30;

    private final Spool spool;
    private final Encodings.Encoding encoding;
    private final CSVFormat format;
    private final boolean endsWithLine;
    private final int announced;
    private final List<Finding> findings;

    private TextTable(
            Spool spool,
            Encodings.Encoding encoding,
            CSVFormat format,
            boolean endsWithLine,
            int announced,
            List<Finding> findings) {
        this.spool = spool;
        this.encoding = encoding;
        this.format = format;
        this.endsWithLine = endsWithLine;
        this.announced = announced;
        this.findings = findings;
    }

    /** @throws SheetFault if its letters are lost, or in doubt */
    static Table of(Spool spool, Headings headings) throws SheetFault {
        var found = Encodings.of(spool);
        var old = found.certain() ? Optional.<OldLetters>empty() : Encodings.oldLetters(spool);
        var encoding = old.isPresent() ? Encodings.IN_OLD_LETTERS : found;
        var announced = announced(spool, encoding);
        var best = format(announced.orElse(','));
        var most = 0;
        for (var delimiter : announced.isPresent() ? new char[] {announced.get()} : DELIMITERS) {
            var candidate = format(delimiter);
            var known = known(new TextTable(spool, encoding, candidate, true, 0, List.of()), headings);
            if (known > most) {
                most = known;
                best = candidate;
            }
        }
        if (most == 0 && !encoding.certain()) {
            throw Faults.lostLetters();
        }
        var findings = encoding.certain() ? List.<Finding>of() : List.of(guessed(encoding));
        var table = new TextTable(spool, encoding, best, endsWithLine(spool), announced.isPresent() ? 1 : 0, findings);
        if (old.isPresent()) {
            return OldTable.of(table, headings, old.get());
        }
        return encoding.certain() ? OldTable.of(table, headings, OldFonts.NONE) : table;
    }

    private static Finding guessed(Encodings.Encoding encoding) {
        return new Finding(
                Finding.Severity.WARNING,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.encoding",
                new Text(
                        "Tệp không phải Unicode; đã đọc theo bảng mã "
                                + encoding.charset().name() + ".",
                        "The file is not Unicode; it was read as "
                                + encoding.charset().name() + "."),
                new Text("Lưu lại dạng CSV UTF-8 hoặc XLSX.", "Save it as CSV UTF-8 or XLSX."),
                List.of());
    }

    private static CSVFormat format(char delimiter) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setTrailingData(true)
                .get();
    }

    /** A first line {@code sep=;} names the delimiter, as spreadsheets write and read it. */
    private static Optional<Character> announced(Spool spool, Encodings.Encoding encoding) {
        try (var reader = reader(spool, encoding)) {
            var head = new char[6];
            var n = reader.read(head);
            return n >= 5 && new String(head, 0, 4).equalsIgnoreCase("sep=") && head[4] > ' ' | head[4] == '\t'
                    ? Optional.of(head[4])
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int known(TextTable table, Headings headings) {
        var most = 0;
        try (var cursor = table.open()) {
            for (var i = 0; i < SAMPLE_ROWS; i++) {
                var row = cursor.next();
                if (row.isEmpty()) {
                    break;
                }
                var texts = row.get().cells().stream().map(Cell::text).toList();
                most = Math.max(most, headings.known(texts));
                for (var letters : OldLetters.values()) {
                    most = Math.max(
                            most,
                            headings.known(texts.stream().map(letters::read).toList()));
                }
            }
        } catch (SheetFault wrongDelimiter) {
            return most;
        }
        return most;
    }

    private static boolean endsWithLine(Spool spool) {
        try (var channel = Files.newByteChannel(spool.file())) {
            var tail = java.nio.ByteBuffer.allocate(2);
            channel.position(Math.max(0, spool.size() - 2));
            channel.read(tail);
            for (var b : tail.array()) {
                if (b == '\n' || b == '\r') {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader reader(Spool spool, Encodings.Encoding encoding) {
        try {
            var in = Files.newInputStream(spool.file());
            in.skipNBytes(encoding.mark());
            return new BufferedReader(new InputStreamReader(
                    in,
                    encoding.charset()
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPLACE)
                            .onUnmappableCharacter(CodingErrorAction.REPLACE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Finding> findings() {
        return findings;
    }

    @Override
    public Cursor open() throws SheetFault {
        try {
            return new Lines(new OneRecord(reader(spool, encoding)), format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Lines implements Cursor {

        private final OneRecord reader;
        private final CSVParser parser;
        private final Iterator<CSVRecord> records;
        private int usual;

        Lines(OneRecord reader, CSVFormat format) throws IOException {
            this.reader = reader;
            this.parser = CSVParser.parse(reader, format);
            this.records = parser.iterator();
        }

        @Override
        public Optional<Row> next() throws SheetFault {
            var row = record();
            while (row.isPresent() && row.get().number() <= announced) {
                row = record();
            }
            return row;
        }

        private Optional<Row> record() throws SheetFault {
            var number = parser.getRecordNumber() + 1;
            try {
                if (!records.hasNext()) {
                    return Optional.empty();
                }
                var row = row(records.next());
                reader.ended();
                // a file cut short ends within a line that then has fewer cells than all the others
                if (!endsWithLine && row.cells().size() < usual && !records.hasNext()) {
                    throw Faults.truncated();
                }
                usual = Math.max(usual, row.cells().size());
                return Optional.of(row);
            } catch (UncheckedIOException e) {
                throw Faults.openQuote(number);
            } catch (IllegalStateException e) {
                throw Faults.broken(e.getMessage());
            }
        }

        private Row row(CSVRecord line) throws SheetFault {
            if (line.getRecordNumber() > MOST_LINES) {
                throw Faults.tooManyRows(MOST_ROWS);
            }
            if (line.size() > 16_384) {
                throw Faults.tooManyColumns(MOST_COLUMNS);
            }
            var cells = new ArrayList<Cell>(line.size());
            for (var text : line) {
                cells.add(cell(text));
            }
            return new Row((int) line.getRecordNumber(), cells);
        }

        @Override
        public void close() {
            try {
                parser.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@code ="00004"} is how a spreadsheet is told to keep zeros; any other formula has no result in a CSV file. */
    private static Cell cell(String text) {
        if (text.length() > 1 && text.charAt(0) == '=' && text.charAt(1) != ' ') {
            if (text.length() > 2 && text.charAt(1) == '"' && text.endsWith("\"")) {
                return Cell.of(text.substring(2, text.length() - 1));
            }
            return new Cell(Cell.of(text).text(), Nature.FORMULA_WITHOUT_RESULT);
        }
        return Cell.of(text);
    }
}
